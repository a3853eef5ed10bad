import { formatDuration } from '@/lib/client/format'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema'

type Ended = { end_cause: string | null; test_mode: boolean }

const causes: Record<string, { short: string; long: string }> = {
  requested: { short: 'On request', long: 'It was ended on request, from the dashboard or over the API.' },
  max_duration: { short: 'Max duration', long: 'It reached its longest duration.' },
  minutes: {
    short: 'Minutes used up',
    long: "The workspace's minutes, or its budget, for this month were used up.",
  },
  absent: { short: 'Nobody joined', long: 'Nobody joined before the time for that was over.' },
  left: { short: 'Everybody left', long: 'The last participant left and did not come back in time.' },
  start_failed: {
    short: 'Could not start',
    long: 'The room could not be opened. It used nothing you could see.',
  },
  room_lost: { short: 'Room lost', long: 'The room crashed again and again and could not be kept open.' },
  host_lost: { short: 'Server lost', long: 'The server that held the room went away and did not come back.' },
  test_mode: { short: 'Test mode', long: 'It was a test: no room, no usage, no slot.' },
}

const unknown = { short: 'Ended', long: 'It ended for a reason this page does not know.' }

/** How a conversation ended: a few words for a table, a sentence for its page. */
export const endInWords = ({ end_cause }: Ended) => causes[end_cause ?? ''] ?? unknown

type DeadlineReason = NonNullable<ConversationVerbose['deadline']>['reason']

/** What happens when the time of a deadline is over, as the words before a countdown. */
export const deadlineInWords: Record<DeadlineReason, string> = {
  max_duration: 'Ends, as its longest duration is reached, in',
  minutes: "Ends, as this month's minutes or budget are used up, in",
  absent: 'Ends, if nobody joins, in',
  left: 'Ends, if nobody comes back, in',
  starting: 'The room opens, or the start is given up, within',
  reconnecting: 'A lost connection is waited for, for another',
}

/** "english" as "English"; "multilingual" says what it does. */
export function languageInWords(language: string): string {
  if (language === 'multilingual') return 'Multilingual (detect)'
  return language.charAt(0).toUpperCase() + language.slice(1)
}

/** The timers of a conversation as sentences. Seconds; `longest` is the workspace's limit. */
export function timersInWords(
  timers: { max: number; left: number; absent: number },
  replicaName: string,
  longest: number,
): { when: string; what: string }[] {
  const max = Math.min(timers.max, longest)
  const shortened =
    timers.max > longest ? ' That is the longest call of this workspace, so it is shortened.' : ''
  const absent =
    timers.absent < max
      ? [{ when: formatDuration(timers.absent), what: 'It ends if nobody has joined until then.' }]
      : []
  return [
    { when: 'Now', what: `The room opens, usage begins, and ${replicaName} waits in it.` },
    ...absent,
    {
      when: 'Last one leaves',
      what:
        timers.left === 0
          ? 'It ends at once.'
          : `It ends ${formatDuration(timers.left)} later, unless somebody returns.`,
    },
    { when: formatDuration(max), what: `It ends in any case.${shortened}` },
  ]
}

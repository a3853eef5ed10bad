import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'

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

import { modelFailure } from '@/components/shell/model-failure'
import type { Translator } from '@/components/shell/translator'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import { endInWords } from './endings'

/** Something that happened, `at` seconds from the conversation's creation: a line that was said, or an event in words. */
export type Moment = { key: string; at: number } & (
  | { line: ConversationVerbose['transcript'][number]; index: number }
  | {
      event: string
      /** Why a language model did not answer: the turn that it failed tells it, too. */
      problem?: string
    }
)

/** The catalog's words for what happens, and those for how it ended. */
export type TimelineWords = {
  t: Translator<'conversations.timeline'>
  endings: Translator<'conversations.endings'>
  failures: Translator<'shell.modelFailure'>
}

/** Everything that happened in a conversation, in order; what happened at one instant as it is listed here. */
export function momentsOf(
  conversation: ConversationVerbose,
  { t, endings, failures }: TimelineWords,
): Moment[] {
  const start = Date.parse(conversation.created_at)
  const at = (instant: string) => Math.max(0, (Date.parse(instant) - start) / 1000)
  const { participants, recordings, events, transcript, replica_name: replica } = conversation
  const moments: Moment[] = [
    { key: 'created', at: 0, event: t('created') },
    ...events
      .filter(({ event_type }) => event_type === 'system.replica_joined')
      .map(({ timestamp }) => ({ key: 'replica', at: at(timestamp), event: t('ready', { name: replica }) })),
    ...events.flatMap((event, index) => {
      const failure = modelFailure(event, failures)
      if (!failure) return []
      const { part, message } = event.properties
      const problem = part === 'llm' ? String(message) : undefined
      return [{ key: `failure ${index}`, at: at(event.timestamp), event: failure, problem }]
    }),
    ...participants.map(({ session_id, name, joined_at }) => ({
      key: `joined ${session_id}`,
      at: at(joined_at),
      event: t('joined', { name }),
    })),
    ...recordings.map(({ recording_id, recorded_by, started_at }) => ({
      key: `recording ${recording_id}`,
      at: at(started_at),
      event: t('recording', { name: recorded_by }),
    })),
    ...transcript.map((line, index) => ({ key: `line ${index}`, at: line.seconds_from_start, line, index })),
    ...participants.flatMap(({ session_id, name, left_at }) =>
      left_at ? [{ key: `left ${session_id}`, at: at(left_at), event: t('left', { name }) }] : [],
    ),
  ]
  if (conversation.ended_at) {
    const event = endInWords(conversation, endings).long
    moments.push({ key: 'ended', at: at(conversation.ended_at), event })
  }
  return moments.sort((a, b) => a.at - b.at)
}

/** Seconds within which two instants are one to a link, which carries milliseconds. */
const exactly = 0.0006

/** The moment that a link to `seconds` opens: the first of that instant, else the last before it, else the first. */
export function momentAt(moments: Moment[], seconds: number): Moment | undefined {
  return (
    moments.find(({ at }) => Math.abs(at - seconds) < exactly) ??
    moments.findLast(({ at }) => at < seconds) ??
    moments[0]
  )
}

/** A place in the conversation as the end of an address, and back; null for an address without one. */
export const momentLink = {
  write: (seconds: number) => `#t=${Math.round(seconds * 1000) / 1000}`,
  read(hash: string): number | null {
    const [, seconds] = /^#t=(\d{1,6}(?:\.\d{1,3})?)$/.exec(hash) ?? []
    return seconds === undefined ? null : Number(seconds)
  },
}

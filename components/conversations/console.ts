import type { CallMessage } from '@/components/call/use-call'
import { modelFailure } from '@/components/shell/model-failure'
import type { Translator } from '@/components/shell/translator'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'

/** Something that happened in a conversation, as the console lists it. */
export type ConsoleEntry = {
  key: string
  /** Unix milliseconds. */
  at: number
  type: string
  /** What is to be read without opening it: words, who, why. */
  summary: string
  data: unknown
}

type Event = ConversationVerbose['events'][number]

/** What was recorded of a conversation and what this page has seen in its room, in the order in which it happened. */
export function consoleEntries(
  events: Event[],
  messages: CallMessage[],
  failures: Translator<'shell.modelFailure'>,
): ConsoleEntry[] {
  const recorded = events.map((event, index) => ({
    key: `event ${index}`,
    at: Date.parse(event.timestamp),
    type: event.event_type,
    summary: modelFailure(event, failures) ?? summaryOf(event.properties),
    data: event,
  }))
  const seen = messages.map(({ id, at, data }) => {
    const { event_type: type, properties } = fieldsOf(data)
    return {
      key: `message ${id}`,
      at,
      type: typeof type === 'string' ? type : 'app-message',
      summary:
        modelFailure({ event_type: String(type), properties: fieldsOf(properties) }, failures) ??
        summaryOf(properties ?? data),
      data,
    }
  })
  return [...recorded, ...seen].sort((a, b) => a.at - b.at)
}

/** Those in which `text` is found, wherever it stands; words that are still being spoken only with `streaming`. */
export function filterEntries(entries: ConsoleEntry[], text: string, streaming: boolean): ConsoleEntry[] {
  const wanted = text.trim().toLowerCase()
  return entries.filter(
    ({ type, data }) =>
      (streaming || !type.endsWith('.streaming')) &&
      (wanted === '' || `${type} ${JSON.stringify(data)}`.toLowerCase().includes(wanted)),
  )
}

/** As lines of JSON. */
export const entriesText = (entries: ConsoleEntry[]) =>
  entries.map(({ at, data }) => JSON.stringify({ at: new Date(at).toISOString(), event: data })).join('\n')

const fieldsOf = (data: unknown): Record<string, unknown> =>
  typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}

const said = ['speech', 'text', 'reason', 'shutdown_reason', 'analysis', 's3_key', 'speaker', 'role']

/** The first of the fields that say something to a reader. */
function summaryOf(properties: unknown): string {
  const fields = fieldsOf(properties)
  for (const name of said) {
    if (typeof fields[name] === 'string' && fields[name] !== '') return fields[name]
  }
  return ''
}

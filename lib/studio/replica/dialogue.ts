import type { ChatMessage, ToolCall } from '@/lib/studio/replica/llm/port'

/** Something that happened in the conversation and that a model is told. */
export type Entry =
  | { kind: 'heard'; speaker: string; text: string }
  /** What the replica said; `cut` says that the rest of it was not heard. */
  | { kind: 'spoken'; text: string; cut: boolean }
  | { kind: 'calls'; calls: ToolCall[]; results: ReadonlyMap<string, string> }

/** In place of a result that has not come (yet): a call without one is refused. */
const noResult = 'No result has come yet.'
/** Said for whoever began, where the replica speaks first: some models want a question before an answer. */
const opening = '(The call begins.)'

/**
 * The entries as messages for a model, in turns as models expect them: whoever speaks twice in a row speaks once, and a
 * replica that speaks first is spoken to before. Where several people spoke, each is named.
 */
export function messagesOf(entries: Entry[]): ChatMessage[] {
  const speakers = new Set(entries.flatMap((entry) => (entry.kind === 'heard' ? [entry.speaker] : [])))
  const messages: ChatMessage[] = []

  function hear(content: string): void {
    const last = messages.at(-1)
    if (last?.role === 'user') last.content += `\n${content}`
    else messages.push({ role: 'user', content })
  }

  function say(message: Omit<Extract<ChatMessage, { role: 'assistant' }>, 'role'>): void {
    if (messages.length === 0) hear(opening)
    const last = messages.at(-1)
    if (last?.role !== 'assistant' || last.tool_calls) messages.push({ role: 'assistant', ...message })
    else {
      last.content = [last.content, message.content].filter(Boolean).join(' ')
      if (message.tool_calls) last.tool_calls = message.tool_calls
    }
  }

  for (const entry of entries) {
    if (entry.kind === 'heard') {
      const content = speakers.size > 1 ? `${entry.speaker}: ${entry.text}` : entry.text
      hear(content)
    } else if (entry.kind === 'spoken') {
      const text = entry.text.trim()
      if (text) say({ content: entry.cut ? `${text}—` : text })
    } else {
      const tool_calls = entry.calls.map(({ id, name, arguments: given }) => ({
        id,
        type: 'function' as const,
        function: { name, arguments: given },
      }))
      say({ content: null, tool_calls })
      for (const { id } of entry.calls) {
        messages.push({ role: 'tool', tool_call_id: id, content: entry.results.get(id) ?? noResult })
      }
    }
  }
  return messages
}

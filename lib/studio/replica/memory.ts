import { type Entry, messagesOf } from '@/lib/studio/replica/dialogue'
import type { ChatMessage, ToolCall } from '@/lib/studio/replica/llm/port'
import type { Turn } from '@/lib/studio/replica/responder/mind'
import type { Line } from '@/lib/studio/replica/transcript'

/** What is kept of the conversation for answers. A model's budget may take less of it. */
const mostEntries = 200

/** What the replica remembers of the conversation as it goes on. */
export type Memory = {
  heard(speaker: string, text: string): void
  /** The replica begins to say something: what it is about to say counts as said, until it is cut. */
  speaking(): { intends(text: string): void; cutAt(spoken: string): void }
  called(calls: ToolCall[]): void
  /**
   * The result of a call; without an id of the latest that waits. Says whether the replica is to go on: every call has
   * its result, and nobody has said anything since. Null when no such call waits.
   */
  result(id: string | undefined, text: string): { goesOn: boolean } | null
  messages(): ChatMessage[]
  /** What was said last to the replica. */
  question(): string
  /** What was said, without what is being asked. */
  history(): Turn[]
}

type Calls = { kind: 'calls'; calls: ToolCall[]; results: Map<string, string> }

/** A memory of what was said before in `lines`. */
export function createMemory(lines: Line[]): Memory {
  const entries: Entry[] = lines.map((line) =>
    line.role === 'user'
      ? { kind: 'heard', speaker: line.speaker, text: line.text }
      : { kind: 'spoken', text: line.text, cut: line.interrupted },
  )

  function add<E extends Entry>(entry: E): E {
    entries.push(entry)
    if (entries.length > mostEntries) entries.shift()
    return entry
  }

  return {
    heard(speaker, text) {
      add({ kind: 'heard', speaker, text })
    },
    speaking() {
      const entry = add<Extract<Entry, { kind: 'spoken' }>>({ kind: 'spoken', text: '', cut: false })
      return {
        intends(text) {
          if (!entry.cut) entry.text = text
        },
        cutAt(spoken) {
          entry.text = spoken
          entry.cut = true
        },
      }
    },
    called(calls) {
      add<Calls>({ kind: 'calls', calls, results: new Map() })
    },
    result(id, text) {
      const waits = (entry: Entry): entry is Calls =>
        entry.kind === 'calls' &&
        entry.calls.some((call) => !entry.results.has(call.id) && (id === undefined || call.id === id))
      const at = entries.findLastIndex(waits)
      const entry = entries[at] as Calls | undefined
      const call = entry?.calls.find(
        ({ id: own }) => !entry.results.has(own) && (id === undefined || own === id),
      )
      if (!entry || !call) return null
      entry.results.set(call.id, text)
      const isWhole = entry.results.size === entry.calls.length
      return { goesOn: isWhole && !entries.slice(at + 1).some(({ kind }) => kind === 'heard') }
    },
    messages: () => messagesOf(entries),
    question() {
      const heard = entries.findLast((entry) => entry.kind === 'heard')
      return heard?.kind === 'heard' ? heard.text : ''
    },
    history() {
      const asked = entries.findLastIndex(({ kind }) => kind === 'heard')
      return entries.slice(0, Math.max(0, asked)).flatMap((entry): Turn[] => {
        if (entry.kind === 'heard') return [{ role: 'user', text: entry.text }]
        return entry.kind === 'spoken' && entry.text ? [{ role: 'replica', text: entry.text }] : []
      })
    },
  }
}

import { randomUUID } from 'node:crypto'
import type { Log } from '@/lib/platform/log'
import { languageOf } from '@/lib/protocol/language-of'
import type { Passage } from '@/lib/protocol/mind'
import type { ToolCall } from '@/lib/studio/replica/llm/port'
import type { Memory } from '@/lib/studio/replica/memory'
import { ModelError } from '@/lib/studio/replica/models/endpoint'
import type { About, Narrator } from '@/lib/studio/replica/narrator'
import { phrasesOf } from '@/lib/studio/replica/phrases'
import type { Tell } from '@/lib/studio/replica/telling'
import type { Thinker } from '@/lib/studio/replica/thinker'
import type { Turns } from '@/lib/studio/replica/turns'

/** The most characters of what a function came to. */
const longestResult = 20_000

/** Finds answers and begins to say them with their first words. */
export type Answering = {
  /** Resolves when all words of the answer have come, or nobody wants them any more. */
  answer(about: About, question: string): Promise<void>
  /**
   * Takes what a call came to; with the last of a turn's it is to go on: `next` has to be carried out. In words: why it
   * is not taken.
   */
  result(
    given: { id: string | undefined; result: unknown },
    turn: number,
  ): { next: (() => Promise<void>) | null } | string
  /** Gives up what is being thought of. */
  abort(): void
}

type Options = {
  /** A name of the wire contract. */
  language: string
  thinker: Thinker
  memory: Memory
  narrator: Narrator
  turns: Turns
  tell: Tell
  log: Log
  /** The model did not do what it was asked. */
  problem(message: string): void
}

/** Answers by a thinker. One at a time. */
export function createAnswering(options: Options): Answering {
  const { language, thinker, memory, narrator, turns, tell, log } = options
  let thinking: AbortController | null = null

  async function answer(about: About, question: string): Promise<void> {
    const controller = new AbortController()
    const { signal } = controller
    thinking = controller
    const calls: ToolCall[] = []
    const passages: Passage[] = []
    const parts = words({ about, question, signal, calls, passages })
    const first = await parts.next()
    if (!first.done && !signal.aborted) {
      await new Promise<void>((ended) => {
        const text = following(first.value, parts, ended)
        narrator.speak(about, text, { passages, whenCut: () => controller.abort() })
        signal.addEventListener('abort', () => ended())
      })
    }
    if (thinking === controller) thinking = null
    if (signal.aborted) return
    if (passages.length > 0) {
      tell(about, { event_type: 'conversation.rag.observability', properties: consulted(passages) })
    }
    if (calls.length > 0) call(about, calls)
  }

  type Wanted = {
    about: About
    question: string
    signal: AbortSignal
    calls: ToolCall[]
    passages: Passage[]
  }

  /** The words of an answer as they come; where it is lost, words that say so. Calls and passages are put aside. */
  async function* words({ about, question, signal, calls, passages }: Wanted): AsyncGenerator<string> {
    let begun = false
    try {
      const pieces = thinker.think(
        { dialogue: memory.messages(), history: memory.history(), question },
        {
          saw: (model, prompt) => turns.saw(about.inferenceId, model, prompt),
          consulted: (found) => passages.push(...found),
        },
        signal,
      )
      for await (const piece of pieces) {
        if (signal.aborted) return
        if ('call' in piece) calls.push(piece.call)
        else {
          turns.reached(about.inferenceId, 'thinking')
          begun = true
          yield piece.text
        }
      }
    } catch (error) {
      if (signal.aborted) return
      lost(about, error)
      yield `${begun ? ' ' : ''}${phrasesOf(languageOf(question, language)).lost}`
    }
  }

  function lost({ inferenceId }: About, error: unknown): void {
    const isModels = error instanceof ModelError
    if (!isModels) log.error({ error }, 'The replica found no answer.')
    const message = isModels ? error.message : 'The answer was lost by a fault of this server.'
    turns.failed(inferenceId, message)
    options.problem(message)
  }

  function call(about: About, calls: ToolCall[]): void {
    memory.called(calls)
    for (const { id, name, arguments: given } of calls) {
      tell(about, {
        event_type: 'conversation.tool_call',
        properties: { name, arguments: given, tool_call_id: id },
      })
    }
  }

  return {
    answer,
    result({ id, result }, turn) {
      const text = typeof result === 'string' ? result : JSON.stringify(result)
      const taken = memory.result(id, text.slice(0, longestResult))
      if (!taken) return 'No call waits for this result.'
      return {
        next: taken.goesOn ? () => answer({ inferenceId: randomUUID(), turn }, memory.question()) : null,
      }
    },
    abort: () => thinking?.abort(),
  }
}

/** The documents of passages, each once. */
function consulted(passages: Passage[]) {
  const names = new Map(passages.map(({ documentId, documentName }) => [documentId, documentName]))
  return { documents: [...names].map(([document_id, document_name]) => ({ document_id, document_name })) }
}

/** The first part and those that follow; `ended` is called when there are no more, or nobody wants them. */
async function* following(
  first: string,
  parts: AsyncIterable<string>,
  ended: () => void,
): AsyncGenerator<string> {
  try {
    yield first
    yield* parts
  } finally {
    ended()
  }
}

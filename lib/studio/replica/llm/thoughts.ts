import type { ChatPiece } from '@/lib/studio/replica/llm/port'

const open = '<think>'
const close = '</think>'

/**
 * The pieces of an answer without what some models write before it between `<think>` and `</think>`, which is not for
 * saying, and without the white space around that. A mark may be cut anywhere.
 */
export async function* withoutThoughts(pieces: AsyncIterable<ChatPiece>): AsyncGenerator<ChatPiece> {
  /** What has come before the answer: white space, and what may be, or be part of, a mark. */
  let held = ''
  let state: 'before' | 'inside' | 'answer' = 'before'

  for await (const piece of pieces) {
    if ('call' in piece || state === 'answer') {
      yield piece
      continue
    }
    held += piece.text
    for (;;) {
      if (state === 'inside') {
        const end = held.indexOf(close)
        // Only what may be the beginning of the mark is kept.
        held = end < 0 ? held.slice(1 - close.length) : held.slice(end + close.length)
        if (end < 0) break
        state = 'before'
      }
      held = held.trimStart()
      if (open.startsWith(held)) break
      if (!held.startsWith(open)) {
        state = 'answer'
        yield { text: held }
        break
      }
      held = held.slice(open.length)
      state = 'inside'
    }
  }
  if (state === 'before' && held) yield { text: held }
}

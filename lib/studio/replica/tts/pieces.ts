import { type Piece, sentencesOf } from '@/lib/studio/replica/tts/sentences'

/**
 * The pieces of a text that comes in parts, each as soon as it is certain where it ends: the same as those of the whole
 * text, but for the language of each, which is judged by what has come. `language` is a name of the wire contract.
 */
export async function* piecesAsTheyCome(
  parts: AsyncIterable<string>,
  language: string,
): AsyncGenerator<Piece> {
  let text = ''
  let from = 0
  for await (const part of parts) {
    text += part
    const pieces = sentencesOf(text, language, from)
    // The last may go on.
    from = pieces.at(-1)?.start ?? from
    yield* pieces.slice(0, -1)
  }
  yield* sentencesOf(text, language, from)
}

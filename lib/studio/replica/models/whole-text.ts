import { ModelError } from './endpoint'

/** Bytes of an answer that are read. */
const mostBytes = 1_000_000

/**
 * An answer as text, as far as `mostBytes`.
 * @throws ModelError when it is longer
 */
export async function wholeText(body: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body) {
    pieces.push(piece)
    size += piece.length
    if (size > mostBytes) throw new ModelError('Its answer is too long.')
  }
  return Buffer.concat(pieces).toString('utf8')
}

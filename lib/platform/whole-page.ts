import type { ServerResponse } from 'node:http'
import type { Clock } from './clock'

/** Milliseconds that the rest of a page is waited for. */
const patienceMs = 100

type Callback = (error?: Error | null) => void
type Chunk = string | Uint8Array

/**
 * Sends an HTML page in one piece, if all of it is there within a moment of its beginning: a browser draws what it has,
 * and where that is a piece, what comes after moves what is there. Anything else is sent as it is written.
 */
export function sendWhole(response: ServerResponse, clock: Clock): void {
  const write = response.write.bind(response) as (chunk: Chunk, callback?: Callback) => boolean
  const end = response.end.bind(response) as (chunk?: Chunk, callback?: Callback) => ServerResponse
  const held: Buffer[] = []
  let state: 'unbegun' | 'holding' | 'passing' = 'unbegun'
  let alarm: { cancel(): void } | undefined

  const isPage = () => String(response.getHeader('content-type') ?? '').startsWith('text/html')
  const taken = () => Buffer.concat(held.splice(0))
  /** What is left of it is not worth waiting for. */
  function release(): void {
    if (state !== 'holding') return
    state = 'passing'
    write(taken())
  }
  function begin(): void {
    // Its head may be on the way already, as compression sends it before the first bytes.
    state = isPage() ? 'holding' : 'passing'
    if (state === 'passing') return
    alarm = clock.alarm(new Date(clock.now().getTime() + patienceMs), release)
    response.once('close', () => alarm?.cancel())
  }

  response.write = ((chunk: Chunk, ...more: (BufferEncoding | Callback | undefined)[]) => {
    const [encoding, callback] = told(more)
    if (state === 'unbegun') begin()
    const bytes = bytesOf(chunk, encoding)
    if (state === 'passing') return write(bytes, callback)
    held.push(bytes)
    if (callback) process.nextTick(callback)
    return true
  }) as ServerResponse['write']

  response.end = ((...given: (Chunk | BufferEncoding | Callback | undefined)[]) => {
    const chunk = typeof given[0] === 'function' ? undefined : (given.shift() as Chunk | undefined)
    const [encoding, callback] = told(given as (BufferEncoding | Callback | undefined)[])
    alarm?.cancel()
    if (chunk !== undefined && chunk !== null) held.push(bytesOf(chunk, encoding))
    const rest = taken()
    // Without a body there may be no chunk at all: an answer to HEAD, or 304.
    return rest.length > 0 ? end(rest, callback) : end(undefined, callback)
  }) as ServerResponse['end']
}

const bytesOf = (chunk: Chunk, encoding: BufferEncoding | undefined): Buffer =>
  typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk)

/** The encoding and the callback of a call that may leave out either. */
function told(
  given: (BufferEncoding | Callback | undefined)[],
): [BufferEncoding | undefined, Callback | undefined] {
  const encoding = given.find((each) => typeof each === 'string')
  const callback = given.find((each) => typeof each === 'function')
  return [encoding as BufferEncoding | undefined, callback as Callback | undefined]
}

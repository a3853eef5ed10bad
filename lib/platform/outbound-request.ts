import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Clock } from './clock'
import type { publicAgents } from './outbound'
import { failureOf, isRefusal } from './outbound-failure'

/**
 * What a request came to: an answer, of which the beginning is kept, or words for why there is none; `reached` when the
 * other side may have done what it was asked all the same.
 */
export type Outcome =
  | { status: number; headers: Record<string, string>; body: string }
  | { failure: string; refused?: boolean; reached: boolean }

type Ask = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  headers: Record<string, string>
  /** Null sends none. */
  body: string | null
  agents: ReturnType<typeof publicAgents>
  clock: Clock
  /** Milliseconds for all of it: finding, connecting, sending, and what is read of the answer. */
  timeoutMs: number
  /** The most bytes of the answer's body that are read. */
  mostBytes: number
  /** Gives the request up; it then counts for nothing. */
  signal?: AbortSignal
}

/** Headers of an answer that are kept: names and values as they came, this many characters in all. */
const mostHeaderText = 4096

/**
 * Asks an address that somebody wrote, by agents that guard where it leads. Follows nothing, decodes nothing, reads no
 * more than the beginning of the answer. Never rejects, except when `signal` gave it up.
 */
export async function send(ask: Ask): Promise<Outcome> {
  const connection = { made: false }
  try {
    return await attempt(ask, connection)
  } catch (error) {
    if (ask.signal?.aborted) throw ask.signal.reason
    if (error instanceof ClosedWhileIdle) return await send(ask)
    return {
      failure: failureOf(error, 'OUTBOUND_ALLOW'),
      refused: isRefusal(error),
      reached: connection.made,
    }
  }
}

/** The receiver closed a kept connection at the moment it was used again: nothing was wrong with the request. */
class ClosedWhileIdle extends Error {}

function attempt(
  { method, url, headers, body, agents, clock, timeoutMs, mostBytes, signal }: Ask,
  connection: { made: boolean },
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:')
    const bytes = body === null ? null : Buffer.from(body)
    let answer: IncomingMessage | undefined
    const chunks: Buffer[] = []
    let size = 0

    const request: ClientRequest = (secure ? requestHttps : requestHttp)(url, {
      method,
      agent: secure ? agents.httpsAgent : agents.httpAgent,
      headers: { ...headers, ...(bytes && { 'content-length': bytes.length }) },
    })
    request.on('socket', (socket) => {
      if (request.reusedSocket) connection.made = true
      else socket.once(secure ? 'secureConnect' : 'connect', () => (connection.made = true))
    })
    const deadline = clock.alarm(new Date(clock.now().getTime() + timeoutMs), () => {
      if (answer) finish()
      else fail(new Error(`No answer within ${timeoutMs / 1000} s.`))
    })
    const giveUp = () => fail(signal?.reason)
    signal?.addEventListener('abort', giveUp)

    function over(): void {
      deadline.cancel()
      signal?.removeEventListener('abort', giveUp)
    }
    function fail(error: unknown): void {
      over()
      request.destroy()
      reject(error)
    }
    /** Whatever the receiver still sends, the answer counts as it is. */
    function finish(): void {
      if (!answer) return
      over()
      if (!answer.complete) request.destroy()
      const text = Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8')
      resolve({
        status: answer.statusCode ?? 0,
        headers: keptHeaders(answer),
        body: text.replaceAll('\0', '\ufffd'),
      })
    }

    request.on('error', (error: NodeJS.ErrnoException) => {
      if (answer) return finish()
      const stale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      fail(stale ? new ClosedWhileIdle() : error)
    })
    request.on('upgrade', (_answer, socket) => {
      socket.destroy()
      fail(new Error('It answered with another protocol than HTTP.'))
    })
    request.on('response', (response) => {
      answer = response
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size > mostBytes) finish()
      })
      response.on('end', finish)
      // Cut off in the middle: the status has come, and that decides.
      response.on('error', finish)
      response.on('close', finish)
    })
    if (signal?.aborted) giveUp()
    else request.end(bytes ?? undefined)
  })
}

function keptHeaders({ rawHeaders }: IncomingMessage): Record<string, string> {
  const kept = new Map<string, string>()
  let room = mostHeaderText
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at]?.toLowerCase(), rawHeaders[at + 1]]
    room -= name.length + value.length
    if (room < 0) break
    // Not ours to keep: it would let whoever reads the log in at the receiver's.
    if (name !== 'set-cookie') kept.set(name, kept.has(name) ? `${kept.get(name)}, ${value}` : value)
  }
  return Object.fromEntries(kept)
}

import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Clock } from './clock'
import type { publicAgents } from './outbound'

type Ask = {
  url: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: Uint8Array | null
  agents: ReturnType<typeof publicAgents>
  clock: Clock
  /** Milliseconds until the head of the answer has come, and between two pieces of its body. */
  headMs: number
  pieceMs: number
  /** Gives the request up, at any time. */
  signal: AbortSignal
}

/**
 * An answer whose body is read as it comes. Leaving off in the middle closes the connection; so does `discard`, which is
 * owed where the body is not begun, as nothing else does then.
 */
export type StreamedAnswer = {
  status: number
  contentType: string
  /** Where else it says that to look; null where it does not. */
  location: string | null
  body: AsyncIterable<Buffer>
  /** Closes the connection without reading more. */
  discard(): void
}

/** Nothing came for longer than it may take. */
export class TooLateError extends Error {
  override readonly name = 'TooLateError'
}

/** The answer ended before it was whole. */
export class CutOffError extends Error {
  override readonly name = 'CutOffError'
}

/**
 * Asks an address that somebody wrote, by agents that guard where it leads. Follows nothing, decodes nothing.
 * @throws the connection's error, `TooLateError`, `CutOffError` (the last two also while the body is read), or the
 * signal's reason
 */
export async function openStream(ask: Ask): Promise<StreamedAnswer> {
  for (;;) {
    const { request, answered } = send(ask)
    try {
      const answer = await answered
      const { 'content-type': contentType = '', location = null } = answer.headers
      return {
        status: answer.statusCode ?? 0,
        contentType,
        location,
        body: piecesOf(answer, request, ask),
        discard: () => void request.destroy(),
      }
    } catch (error) {
      // The server closed a kept connection at the moment it was used again: nothing was wrong with the request.
      const { code } = error as NodeJS.ErrnoException
      if (!ask.signal.aborted && request.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')) continue
      throw error
    }
  }
}

function send({ url, method, headers, body, agents, clock, headMs, signal }: Ask) {
  const secure = url.startsWith('https:')
  const request = (secure ? requestHttps : requestHttp)(url, {
    method,
    agent: secure ? agents.httpsAgent : agents.httpAgent,
    headers: { ...headers, ...(body && { 'content-length': body.length }) },
  })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    const late = clock.alarm(new Date(clock.now().getTime() + headMs), () =>
      request.destroy(new TooLateError(`No answer within ${headMs / 1000} s.`)),
    )
    const giveUp = () => request.destroy(signal.reason)
    const over = () => {
      late.cancel()
      signal.removeEventListener('abort', giveUp)
    }
    signal.addEventListener('abort', giveUp)
    request.on('error', (error) => {
      over()
      reject(error)
    })
    request.on('upgrade', (_answer, socket) => {
      socket.destroy()
      over()
      reject(new Error('It answered with another protocol than HTTP.'))
    })
    request.on('response', (response) => {
      over()
      resolve(response)
    })
    if (signal.aborted) giveUp()
    else request.end(body ?? undefined)
  })
  return { request, answered }
}

async function* piecesOf(
  answer: IncomingMessage,
  request: ClientRequest,
  { clock, pieceMs, signal }: Ask,
): AsyncGenerator<Buffer> {
  const giveUp = () => answer.destroy(signal.reason)
  signal.addEventListener('abort', giveUp)
  const watch = () =>
    clock.alarm(new Date(clock.now().getTime() + pieceMs), () =>
      answer.destroy(new TooLateError(`Nothing came for ${pieceMs / 1000} s.`)),
    )
  let alarm = watch()
  try {
    if (signal.aborted) giveUp()
    for await (const piece of answer) {
      alarm.cancel()
      yield piece as Buffer
      alarm = watch()
    }
    if (!answer.complete) throw new CutOffError('The answer broke off.')
  } catch (error) {
    if (signal.aborted) throw signal.reason
    const { code } = error as NodeJS.ErrnoException
    throw code === 'ECONNRESET' ? new CutOffError('The answer broke off.') : error
  } finally {
    alarm.cancel()
    signal.removeEventListener('abort', giveUp)
    if (!answer.complete) request.destroy()
  }
}

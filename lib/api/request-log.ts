import { callerAddress } from '@/lib/access/origin'
import { subjectOf } from '@/lib/domain/requests/rules'
import { type Caller, noteCall } from '@/lib/domain/requests/service/log'

/** A request and what became of it. */
type Handled = {
  caller: Caller
  request: Request
  requestId: string
  /** The `{id}` of its path, or empty. */
  id: string
  /** Its body as it came; empty where none was read. */
  body: string
  response: Response
  at: Date
  /** Milliseconds. */
  duration: number
}

/**
 * Notes a call in the request log. Bodies are kept of what changes something and of what was refused: what was read can
 * be read again.
 */
export async function noteRequest(handled: Handled): Promise<void> {
  const { caller, request, requestId, id, body, response, at, duration } = handled
  const { pathname, search } = new URL(request.url)
  const changes = request.method !== 'GET' && request.method !== 'HEAD'
  const answer = changes || response.status >= 400 ? await jsonOf(response) : null
  noteCall(caller, {
    requestId,
    at,
    method: request.method,
    path: pathname,
    query: search,
    status: response.status,
    duration: Math.round(duration),
    address: callerAddress(request.headers),
    userAgent: request.headers.get('user-agent') ?? '',
    idempotencyKey: request.headers.get('idempotency-key'),
    subjectId: id || (answer ? subjectOf(JSON.parse(answer)) : null),
    requestBody: changes ? body : null,
    answerBody: answer,
  })
}

/** The body of an answer in JSON, which can be read again; null for any other. */
async function jsonOf(response: Response): Promise<string | null> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return isJson ? await response.clone().text() : null
}

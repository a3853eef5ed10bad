import { createHash } from 'node:crypto'
import { DomainError } from '@/lib/domain/errors'
import { canonical } from '@/lib/domain/requests/rules'
import { isShallow } from '@/lib/domain/requests/schema'
import { beginRequest, dropRequest, finishRequest } from '@/lib/domain/requests/service/idempotency'
import type { KeyScope } from '@/lib/domain/scope'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'

/** The most characters of an `Idempotency-Key`. */
const longestKey = 255

/** A request that may come twice: `body` is its JSON as it came. */
type Repeatable = { request: Request; scope: KeyScope; body: string }

/**
 * Answers a POST, once for each `Idempotency-Key`: a repetition within a day gets the same status and body again, and
 * does nothing. Refusals are not kept, as they change nothing: after them the key can be used again. What fails
 * unexpectedly, or may be done all the same, is kept (`failed` says with which answer), as nobody knows how far it came.
 * @param work carries the request out; what it creates is known under the key it is given
 * @throws DomainError `invalid` for a key that is none, `conflict` while another request with it runs, `mismatch` when
 * it came with another request; and what `work` throws
 */
export async function answerOnce(
  { request, scope, body }: Repeatable,
  work: (requestKey: string) => Promise<Response>,
  failed: (error: unknown) => Response | null,
): Promise<Response> {
  const key = request.headers.get('idempotency-key')
  if (key === null) return await work(rowId())
  if (key === '' || key.length > longestKey) {
    throw new DomainError('invalid', `Idempotency-Key must have 1 to ${longestKey} characters.`)
  }
  const begun = await beginRequest(scope, key, fingerprintOf(request, body))
  if ('answered' in begun) return repeated(begun.answered)
  if ('refused' in begun) throw refusals[begun.refused]()
  const { run } = begun
  let response: Response
  try {
    response = await work(run.requestKey)
  } catch (error) {
    const failure = failed(error)
    if (!failure) {
      await dropRequest(scope, run)
      throw error
    }
    response = failure
  }
  const text = await response.text()
  await finishRequest(scope, run, { status: response.status, body: text }).catch((error) => {
    // It was done all the same. A repetition does it again under the same key, and finds what is there.
    registry().log.warn({ error }, 'An answer could not be kept for repetitions')
  })
  return new Response(text === '' ? null : text, response)
}

const refusals = {
  'in-flight': () =>
    new DomainError(
      'conflict',
      'A request with this Idempotency-Key is being carried out. Try again in a moment.',
    ),
  'other-parameters': () =>
    new DomainError('mismatch', 'This Idempotency-Key came with another request before. Use a new one.'),
}

function repeated({ status, body }: { status: number; body: string }): Response {
  return new Response(body === '' ? null : body, {
    status,
    headers: {
      ...(body !== '' && { 'content-type': 'application/json; charset=utf-8' }),
      'idempotent-replayed': 'true',
    },
  })
}

/** What a request asks for, as a hash. How its JSON is written says nothing. */
function fingerprintOf(request: Request, body: string): string {
  const { pathname, search } = new URL(request.url)
  const json: unknown = body.trim() === '' ? null : JSON.parse(body)
  const asked = [pathname.replace(/\/+$/, ''), search, isShallow(json) ? canonical(json) : body]
  return createHash('sha256').update(asked.join('\n')).digest('hex')
}

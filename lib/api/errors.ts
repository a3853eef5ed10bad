import type { ZodError } from 'zod'
import { type DomainError, isDomainError } from '@/lib/domain/errors'
import { isDatabaseOutage } from './outage'

/** What a refused request is answered with. */
export type Refusal = { status: number; body: Record<string, string>; headers?: Record<string, string> }

/** The texts that clients of the compatible API compare with; our own words go along as `detail`. */
const wireTexts = {
  concurrency: 'User has reached maximum concurrent conversations',
  minutes: 'The user is out of conversational credits.',
  'signed-out': 'Invalid access token',
  replica_id: 'Invalid replica_uuid',
  persona_id: 'Invalid persona_uuid',
} as const

/** The refusal of a request without a valid key or session. */
export const invalidToken: Refusal = { status: 401, body: { message: wireTexts['signed-out'] } }

/** A 400 as both kinds of clients read it: some look at `message`, some at `error`. */
export function badRequest(message: string, about: { field?: string; detail?: string } = {}): Refusal {
  const { field, detail } = about
  return {
    status: 400,
    body: {
      message,
      error: message,
      ...(field && { field }),
      ...(detail && detail !== message && { detail }),
    },
  }
}

/** A refusal with another status, its words under `message`. */
export function refusal(status: number, message: string, headers?: Record<string, string>): Refusal {
  return { status, body: { message }, headers }
}

/**
 * What to answer when a request failed with `error`. Only the domain's words reach the caller; of anything else
 * they get the id under which the log has it, and `unexpected` is true. `unknownId` is what the route says of an
 * unknown id in its path.
 */
export function refusalOf(
  error: unknown,
  { requestId, now, unknownId }: { requestId: string; now: Date; unknownId?: string },
): Refusal & { unexpected?: boolean } {
  if (isDomainError(error)) return domainRefusal(error, now, unknownId)
  if (isDatabaseOutage(error)) {
    const message = 'The database does not answer at the moment. Try again in a few seconds.'
    return refusal(503, message, { 'retry-after': '5' })
  }
  const message = `Something went wrong on our side. The server's log has the cause under the request id ${requestId}.`
  return { ...refusal(500, message), unexpected: true }
}

function domainRefusal(
  { code, message, field, retryAt }: DomainError,
  now: Date,
  unknownId?: string,
): Refusal {
  switch (code) {
    case 'invalid':
      return badRequest(message, { field })
    case 'not-found':
      // The compatible API has no 404: an id that is unknown, or somebody else's, is a bad request.
      if (isNamed(field)) return badRequest(wireTexts[field], { field, detail: message })
      return badRequest(unknownId ?? message, { detail: message })
    case 'concurrency':
      return badRequest(wireTexts.concurrency, { detail: message })
    case 'minutes':
      return { status: 402, body: { message: wireTexts.minutes, detail: message } }
    case 'signed-out':
      return invalidToken
    case 'forbidden':
      return refusal(403, message)
    case 'conflict':
      return refusal(409, message)
    case 'throttled':
      return refusal(429, message, retryAfter(retryAt, now))
    case 'unavailable':
      return refusal(503, message, retryAfter(retryAt, now))
  }
}

const isNamed = (field: string | undefined) => field === 'replica_id' || field === 'persona_id'

/** Whole seconds from `now` on, at least 1; 5 when nobody knows. */
function retryAfter(at: Date | undefined, now: Date): Record<string, string> {
  const seconds = at ? Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1000)) : 5
  return { 'retry-after': String(seconds) }
}

/** The words for the first thing wrong with a body or a query. Our schemas write sentences; Zod's own texts get the field's name. */
export function schemaRefusal(error: ZodError): Refusal {
  const [issue] = error.issues
  const field = issue?.path.join('.') || undefined
  const text = issue?.message ?? 'The request is not usable.'
  if (text.endsWith('.') || !field) return badRequest(text, { field })
  return badRequest(text.startsWith('must ') ? `${field} ${text}.` : `${field}: ${text}.`, { field })
}

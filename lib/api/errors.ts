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
  default_replica_id: 'Invalid replica_uuid',
  patch: 'Invalid JSON patch format',
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

type Unknown = { unknownId?: string; unknownStatus?: number }

/** The refusal of an id that is unknown, or somebody else's: most of the compatible API calls it a bad request. */
export function unknownRefusal({ unknownId, unknownStatus }: Unknown, message = ''): Refusal {
  const refused = badRequest(unknownId ?? message, { detail: message || undefined })
  return { ...refused, status: unknownStatus ?? 400 }
}

/** A refusal with another status, its words under `message`. */
export function refusal(status: number, message: string, headers?: Record<string, string>): Refusal {
  return { status, body: { message }, headers }
}

/**
 * What to answer when a request failed with `error`. Only the domain's words reach the caller; of anything else
 * they get the id under which the log has it, and `unexpected` is true. `route` says how an unknown id in its path is
 * refused.
 */
export function refusalOf(
  error: unknown,
  { requestId, now, route = {} }: { requestId: string; now: Date; route?: Unknown },
): Refusal & { unexpected?: boolean } {
  if (isDomainError(error)) return domainRefusal(error, now, route)
  if (isDatabaseOutage(error)) {
    const message = 'The database does not answer at the moment. Try again in a few seconds.'
    return refusal(503, message, { 'retry-after': '5' })
  }
  const message = `Something went wrong on our side. The server's log has the cause under the request id ${requestId}.`
  return { ...refusal(500, message), unexpected: true }
}

function domainRefusal(
  { code, message, field, retryAt, mayBeDone }: DomainError,
  now: Date,
  route: Unknown,
): Refusal {
  switch (code) {
    case 'invalid':
      return badRequest(message, { field })
    case 'unprocessable':
      return { status: 422, body: { message: wireTexts.patch, detail: message } }
    case 'not-found':
      if (isNamed(field)) return badRequest(wireTexts[field], { field, detail: message })
      return unknownRefusal(route, message)
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
    case 'mismatch':
      return refusal(422, message)
    case 'throttled':
      return refusal(429, message, retryAfter(retryAt, now))
    case 'unavailable':
      return refusal(503, message, mayBeDone ? undefined : retryAfter(retryAt, now))
  }
}

const isNamed = (field: string | undefined) =>
  field === 'replica_id' || field === 'persona_id' || field === 'default_replica_id'

/** Whole seconds from `now` on, at least 1; 5 when nobody knows. */
function retryAfter(at: Date | undefined, now: Date): Record<string, string> {
  const seconds = at ? Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1000)) : 5
  return { 'retry-after': String(seconds) }
}

/** The words for the first thing wrong with a body or a query. Our schemas write sentences; Zod's own texts get the field's name. */
export function schemaRefusal(error: ZodError): Refusal {
  const issue = deepest(error.issues[0])
  const field = issue?.path.join('.') || undefined
  const text = issue?.message ?? 'The request is not usable.'
  if (text.endsWith('.') || !field) return badRequest(text, { field })
  return badRequest(text.startsWith('must ') ? `${field} ${text}.` : `${field}: ${text}.`, { field })
}

/** Of what may be one thing or another, the fault of the one that is wrong in the fewest places; of the last such. */
function deepest(issue: ZodError['issues'][number] | undefined): typeof issue {
  if (issue?.code !== 'invalid_union' || issue.errors.length === 0) return issue
  const [nearest = []] = [...issue.errors].reverse().sort((one, other) => one.length - other.length)
  return deepest(nearest[0]) ?? issue
}

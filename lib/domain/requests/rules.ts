import { applyPatch } from 'rfc6902'
import { DomainError } from '@/lib/domain/errors'
import { secretMask } from '@/lib/domain/models/rules/secrets'
import { jsonPatch } from './schema'

/** The most characters of a document that is patched, as JSON. Copies of copies would have no end without it. */
const longest = 500_000

/**
 * A document after a JSON Patch (RFC 6902): every operation of it or none. The document itself stays as it is.
 * @throws DomainError `unprocessable` for a patch that is none, or that does not apply
 */
export function patched<Document extends object>(document: Document, patch: unknown): unknown {
  const parsed = jsonPatch.safeParse(patch)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new DomainError('unprocessable', issue?.message ?? 'The patch must be a list of operations.')
  }
  const result = structuredClone(document)
  for (const operation of parsed.data) {
    const [problem] = applyPatch(result, [operation])
    if (problem) throw new DomainError('unprocessable', `The patch does not apply: ${problem.message}.`)
    if (operation.op === 'copy' && JSON.stringify(result).length > longest) {
      throw new DomainError('unprocessable', 'The patch makes too much of what is there.')
    }
  }
  return result
}

/** What a limit of requests is counted by, how many it allows in a window, and what is left of them. */
export type RateLimit = {
  policy: 'key' | 'account'
  limit: number
  allowed: boolean
  left: number
  resetAt: Date
}

/** Requests are limited by the minute. */
export const rateWindowMs = 60_000

/** A JSON value as text in which the order of fields says nothing: equal values give equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${fields.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`
}

/** Names of fields whose values are secrets, wherever they stand. */
const secretName =
  /^(?:(?:.*[_-])?(?:api[_-]?key|token|secret|password)|authorization|proxy-authorization|cookie|set-cookie)$/i
/** Fields that hold what a model or receiver is asked with, any of which can be a secret. */
const secretFields = /^(?:headers|default_query)$/

const isSecretPath = (path: unknown) =>
  typeof path === 'string' && path.split('/').some((part) => secretName.test(part) || secretFields.test(part))

/** A JSON value with the secrets in it masked, those among the values of a JSON Patch too. */
export function withoutSecrets(value: unknown, secret = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, secret))
  if (typeof value !== 'object' || value === null) {
    return secret && value !== null && value !== '' ? secretMask : value
  }
  const patched = 'op' in value && 'path' in value && isSecretPath(value.path)
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const hides =
        secret || secretName.test(name) || secretFields.test(name) || (patched && name === 'value')
      return [name, withoutSecrets(item, hides)]
    }),
  )
}

/** Fields of answers that name what a request was about, the closest first. */
const subjects = [
  'memory_id',
  'conversation_id',
  'persona_id',
  'replica_id',
  'objectives_id',
  'guardrails_id',
  'document_id',
  'uuid',
  'id',
]

/** The id of what an answer is about; null when it does not say. */
export function subjectOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null
  const found = new Map<string, unknown>(Object.entries(answer))
  const id = subjects.map((name) => found.get(name)).find((value) => typeof value === 'string')
  return typeof id === 'string' ? id : null
}

/** The most characters of bodies that the request log keeps. */
export const bodyKept = { request: 65_536, answer: 16_384 }

/** How long an answer is kept for repetitions under its idempotency key. */
export const idempotencyLifeMs = 86_400_000

/** After so long what another server was carrying out counts as left: no request takes a minute. */
export const takenOverAfterMs = 90_000

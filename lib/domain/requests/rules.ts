import { applyPatch } from 'rfc6902'
import { DomainError } from '@/lib/domain/errors'
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

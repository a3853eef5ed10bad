import type * as z from 'zod'
import { withoutBlanks } from '@/lib/domain/conversations/schema/request'
import { badRequest, type Refusal, refusal, schemaRefusal } from './errors'
import { oneName } from './names'
import type { Route } from './route'

/** The most bytes of a request's body. */
export const bodyLimit = 1024 * 1024

type Read<T> = { value: T } | { refused: Refusal }

const notJson = badRequest('The body is not valid JSON in UTF-8.')

/** The text of a body. */
export async function readText(request: Request): Promise<Read<string>> {
  const bytes = await readBytes(request)
  if (!bytes) return { refused: refusal(413, 'The body may have at most 1 MB.') }
  try {
    return { value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { refused: notJson }
  }
}

/**
 * The text of a body as the schema reads it, under our name of everything that has two. No body at all is an empty
 * object; the content type is not looked at.
 */
export function readBody(
  text: string,
  schema: z.ZodType,
  { blanks, bodyKind }: Pick<Route, 'blanks' | 'bodyKind'> = {},
): Read<unknown> {
  let json: unknown
  try {
    json = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    return { refused: notJson }
  }
  if (bodyKind === 'any') return checked(schema, json)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { refused: badRequest('The body must be a JSON object.') }
  }
  return named(schema, blanks === undefined ? json : (withoutBlanks(json, blanks) as object))
}

/** Reads at most the limit, whatever the request says about its length; null when there is more. */
async function readBytes(request: Request): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length')) > bodyLimit) return null
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    size += value.length
    if (size > bodyLimit) {
      await reader.cancel()
      return null
    }
    chunks.push(value)
  }
}

/** The query as the schema reads it. A parameter given twice is refused: readers differ on which one counts. */
export function readQuery(url: URL, schema: z.ZodType | undefined): Read<unknown> {
  if (!schema) return { value: undefined }
  const query: Record<string, string> = {}
  for (const [name, value] of url.searchParams) {
    if (Object.hasOwn(query, name)) {
      return { refused: badRequest(`${name.slice(0, 40)} is given twice.`, { field: name.slice(0, 40) }) }
    }
    // PostgreSQL cannot compare with it, and no one types it.
    if (value.includes('\0')) return { refused: badRequest(`${name} must not contain the NUL character.`) }
    Object.defineProperty(query, name, { value, enumerable: true })
  }
  return named(schema, query)
}

function named(schema: z.ZodType, given: object): Read<unknown> {
  const one = oneName(given)
  return 'clash' in one ? { refused: badRequest(one.clash) } : checked(schema, one.value)
}

function checked(schema: z.ZodType, value: unknown): Read<unknown> {
  const result = schema.safeParse(value)
  return result.success ? { value: result.data } : { refused: schemaRefusal(result.error) }
}

import type { Operation } from 'rfc6902'
import * as z from 'zod'

/** A UTC day on the wire, for example `2026-01-31`. */
export const utcDate = z.iso.date('must be a UTC date such as 2026-01-31')

/** A whole number in a query, where everything is text; `what` names it in the words of a refusal. */
export const wholeNumber = (least: number, most: number, what: string) =>
  z
    .unknown()
    // To JavaScript a text without anything in it is 0.
    .refine((given) => typeof given !== 'string' || given.trim() !== '', `${what} must be a whole number.`)
    .pipe(z.coerce.number({ error: `${what} must be a whole number.` }))
    .pipe(z.int(`${what} must be a whole number.`).min(least).max(most))
    .meta({ type: 'integer', minimum: least, maximum: most })

/** How deep JSON may be nested. Nobody means deeper, and what walks through a value would run out of stack. */
const deepest = 32

/** Whether a JSON value is nested no deeper than is taken. */
export function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth < deepest && Object.values(value).every((item) => isShallow(item, depth + 1))
}

/** Whether PostgreSQL can store a JSON value as it is: no NUL character and no half of a surrogate pair in it. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && !/\p{Surrogate}/u.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item))
}

/** Says that a text is longer than it may be, once it is: writing a number costs browsers more than a whole schema. */
export const tooLong = (what: string, most: number) => () =>
  `${what} may have at most ${most.toLocaleString('en-US')} characters.`

/** A text of at most `most` characters that PostgreSQL can store as it is; `what` begins the words of a refusal. */
export const text = (most: number, what: string) =>
  z
    .string({ error: `${what} must be text.` })
    .max(most, { error: tooLong(what, most) })
    // No one types it.
    .refine((value) => !value.includes('\0'), `${what} must not contain the NUL character.`)
    // Nor half of a surrogate pair: `\ud800` alone is no character.
    .refine(
      (value) => !/\p{Surrogate}/u.test(value),
      `${what} contains half a character. Send whole UTF-16 pairs.`,
    )

/** Such a text without the white space around it; `missing` is said when nothing is left. */
export const filledText = (most: number, what: string, missing = `${what} is missing.`) =>
  text(most, what).trim().min(1, missing).meta({ pattern: '\\S' })

/** A list of at most `items` such texts, none of them empty, of at most `length` characters each. */
export const textList = (what: string, { items, length }: { items: number; length: number }) =>
  z
    .array(text(length, `Each entry of ${what}`).min(1, `An entry of ${what} is empty.`), {
      error: `${what} must be a list of texts.`,
    })
    .max(items, `${what} may have at most ${items} entries.`)

/** An address of the web, as such a text. */
export const webAddress = (most: number, what: string) =>
  text(most, what)
    .pipe(
      z.url({
        protocol: /^https?$/,
        error: `${what} must be an address that begins with https:// or http://.`,
      }),
    )
    .meta({ format: 'uri', pattern: '^https?://', examples: ['https://example.com/hook'] })

const pointerError = 'path and from must be JSON Pointers such as "/system_prompt".'
const pointer = z
  .string({ error: pointerError })
  .max(1000, pointerError)
  .regex(/^(?:\/(?:[^/~]|~[01])*)*$/, pointerError)
  // Nothing of ours has these names, and JavaScript means something else by them.
  .refine((path) => !/\/(?:__proto__|constructor|prototype)(?:\/|$)/.test(path), pointerError)
const operation = z
  .looseObject({
    op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test'], {
      error: 'op must be add, remove, replace, move, copy or test.',
    }),
    path: pointer,
    from: pointer.optional(),
  })
  .refine((given) => !['add', 'replace', 'test'].includes(given.op) || 'value' in given, 'value is missing.')
  .refine((given) => !['move', 'copy'].includes(given.op) || given.from !== undefined, 'from is missing.')
  .refine((given) => isShallow(given), 'value is nested too deep.')
  .meta({
    anyOf: [
      { properties: { op: { enum: ['add', 'replace', 'test'] } }, required: ['value'] },
      { properties: { op: { enum: ['move', 'copy'] } }, required: ['from'] },
      { properties: { op: { const: 'remove' } } },
    ],
  })

/** A JSON Patch (RFC 6902). */
export const jsonPatch = z
  .array(operation, { error: 'The patch must be a list of operations.' })
  .max(200, 'A patch may have at most 200 operations.')
  .transform((operations) => operations as Operation[])

/** How compatible clients page: rows on a page, and which page, from 1. */
export const paging = {
  limit: wholeNumber(1, 1000, 'limit').default(10).describe('Rows on a page'),
  page: wholeNumber(1, 1_000_000, 'page').default(1).describe('Which page, from 1'),
}

/**
 * Places in a list, newest first, as opaque text of letters that an address may have (base64url); `null` when the text is
 * not one of ours. `id` is how ids look there. Without Node's `Buffer`, of which forms in browsers would load a copy.
 */
export const cursorOf = (id: string) => ({
  write: (row: { createdAt: Date; id: string }) =>
    btoa(`${row.createdAt.getTime()}.${row.id}`).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
  read(text: string): { createdAt: Date; id: string } | null {
    if (!/^[\w-]{1,100}$/.test(text) || text.length % 4 === 1) return null
    const found = new RegExp(`^(\\d{1,15})\\.(${id})$`).exec(
      atob(text.replaceAll('-', '+').replaceAll('_', '/')),
    )
    return found ? { createdAt: new Date(Number(found[1])), id: String(found[2]) } : null
  },
})

const instant = z.string().describe('UTC, ISO 8601 with microseconds and Z')
const method = z.enum(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'])

/** A call in the request log. */
export const apiRequest = z.object({
  id: z.string(),
  request_id: z.string().describe('As it was answered in x-request-id'),
  timestamp: instant,
  method,
  path: z.string(),
  query: z.string().describe('With its question mark, without secrets; empty where there was none'),
  status: z.int(),
  duration: z.int().describe('Milliseconds'),
  api_key_id: z.string(),
  api_key_name: z.string().nullable().describe('Null where the key is not known any more'),
  address: z.string().describe('Where it came from'),
  user_agent: z.string(),
  idempotency_key: z.string().nullable(),
  subject_id: z.string().nullable().describe('The id of what it was about'),
})

/** `GET /v2/requests/{id}`: with its bodies, secrets masked. */
export const apiRequestWhole = apiRequest.extend({
  request_body: z.string().nullable().describe('Null for a call that only read; at most 65,536 characters'),
  response_body: z
    .string()
    .nullable()
    .describe('Of what changed something or was refused; at most 16,384 characters'),
})

export const apiRequestList = z.object({
  data: z.array(apiRequest).describe('Newest first'),
  next_cursor: z.string().nullable(),
})

/** The query of `GET /v2/requests`. */
export const apiRequestListQuery = z.object({
  limit: paging.limit,
  cursor: z.string().max(200).optional(),
  method: method.optional(),
  outcome: z.enum(['ok', 'refused', 'failed']).optional().describe('2xx and 3xx, 4xx, or 5xx'),
  status: wholeNumber(100, 599, 'status').optional(),
  api_key_id: z.string().max(64).optional(),
  subject_id: z.string().max(64).optional().describe('The id of a conversation, a persona, …'),
  path: z.string().max(200).optional().describe('Part of the path'),
  request_id: z.string().max(100).optional(),
  from: utcDate.optional().describe('On this UTC day or later'),
  to: utcDate.optional().describe('On this UTC day or earlier'),
})

export type ApiRequest = z.infer<typeof apiRequest>
export type ApiRequestWhole = z.infer<typeof apiRequestWhole>
export type ApiRequestList = z.infer<typeof apiRequestList>
export type ApiRequestListQuery = z.output<typeof apiRequestListQuery>

import type { Operation } from 'rfc6902'
import * as z from 'zod'

/** A UTC day on the wire, for example `2026-01-31`. */
export const utcDate = z.iso.date('must be a UTC date such as 2026-01-31')

/** A whole number in a query, where everything is text; `what` names it in the words of a refusal. */
export const wholeNumber = (least: number, most: number, what: string) =>
  z.coerce
    .number({ error: `${what} must be a whole number.` })
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

/** A text of at most `most` characters that PostgreSQL can store as it is; `what` begins the words of a refusal. */
export const text = (most: number, what: string) =>
  z
    .string({ error: `${what} must be text.` })
    .max(most, `${what} may have at most ${most.toLocaleString('en-US')} characters.`)
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

import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'

/** A prefix and random lowercase hex, the shape of the ids in the wire contract (`c` + 15 hex for a conversation). */
export function hexId(prefix: string, digits: number): string {
  return (
    prefix +
    randomBytes(Math.ceil(digits / 2))
      .toString('hex')
      .slice(0, digits)
  )
}

export const conversationId = () => hexId('c', 15)

/** The id of a persona, replica or webhook that is asked for under `key`: the same key gives the same id, so asking again is safe. */
export const keyedId = (prefix: 'p' | 'r' | 'w', key: string) =>
  prefix + createHash('sha256').update(key).digest('hex').slice(0, 11)

/** An id that nobody outside the installation is meant to read. */
export const rowId = () => randomUUID()

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Random base62 text of `length` characters; 22 characters carry 131 bits. */
export function base62Text(length: number): string {
  return Array.from({ length }, () => base62[randomInt(62)]).join('')
}

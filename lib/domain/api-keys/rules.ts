import { crc32 } from 'node:zlib'
import { DomainError } from '../errors'
import type { MemberScope } from '../scope'
import { mayManage, mayWrite } from '../workspaces/rules'

/** `clq_`, 32 characters of base62 (190 bits), and the CRC-32 of those in six more, as GitHub's tokens have it. */
const shape = /^clq_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/

/** Characters of a key that are kept in the clear to recognise it by. */
const hintLength = 8

/** The whole key around 32 random characters of base62. */
export function composeKey(random: string): string {
  return `clq_${random}${checksum(random)}`
}

/** Whether `text` can be a key at all. A mistyped or cut one is found here, before the database is asked. */
export function isKey(text: string): boolean {
  const [, random, check] = shape.exec(text) ?? []
  return random !== undefined && checksum(random) === check
}

/** The first characters of a key: too few to guess the rest from. */
export function keyHint(key: string): string {
  return key.slice(0, hintLength)
}

/** What a key is at `now`. A revoked one stays revoked, whatever its last day. */
export function keyStatus(
  { revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date | null },
  now: Date,
): 'active' | 'expired' | 'revoked' {
  if (revokedAt) return 'revoked'
  return expiresAt && expiresAt <= now ? 'expired' : 'active'
}

/** Whether somebody may revoke a key that `makerId` made: owners and admins any of them, members their own. */
export const mayRevoke = ({ role, accountId }: Pick<MemberScope, 'role' | 'accountId'>, makerId: string) =>
  mayManage(role) || (role === 'member' && accountId === makerId)

/** @throws DomainError `forbidden` for viewers, and for members where it is somebody else's */
export function checkRevoke(scope: MemberScope, makerId: string): void {
  mayWrite(scope)
  if (mayRevoke(scope, makerId)) return
  throw new DomainError(
    'forbidden',
    'Members revoke the API keys they made themselves. Ask an owner or admin of the workspace for this one.',
  )
}

/** How long a key for trying the API out lasts, in milliseconds. */
export const tryItLife = 15 * 60_000

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The CRC-32 in base62; 2^32 needs six digits. */
function checksum(random: string): string {
  let text = ''
  for (let rest = crc32(random); rest > 0; rest = Math.floor(rest / 62)) text = digits[rest % 62] + text
  return text.padStart(6, '0')
}

import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { DomainError } from '@/lib/domain/errors'
import { forget, take } from '@/lib/domain/requests/service/take'
import type { MemberScope, SystemScope } from '@/lib/domain/scope'
import { inTransaction } from '@/lib/platform/database/client'
import { base62Text } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import {
  attempts,
  brokenPasswordRules,
  guessedFirst,
  inMinutes,
  normalizeEmail,
  normalizePassword,
} from '../rules'
import { type PasswordChange, passwordChange } from '../schema'
import { revokeSessions } from './sessions'
import { isWidespread } from './widespread'

/** Argon2id with the least memory (KiB) and passes that OWASP's password storage sheet names. */
const cost = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * `password`, which somebody has chosen, as it is stored: a PHC string with its own salt.
 * @throws DomainError `invalid` for one of the widespread ones
 */
export async function hashPassword(password: string): Promise<string> {
  if (isWidespread(password)) throw new DomainError('invalid', guessedFirst, { field: 'password' })
  return hash(normalizePassword(password), cost)
}

let standIn: Promise<string> | undefined

/**
 * Whether `password` belongs to `stored`. Without a stored hash (no such account, or one without a password) another
 * hash is verified instead, so that neither time nor words tell the difference.
 */
export async function checkPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  standIn ??= hashPassword(base62Text(32))
  const matches = await verify(stored ?? (await standIn), normalizePassword(password))
  return matches && Boolean(stored)
}

/**
 * Changes the password of the signed-in person, or gives them their first, and signs every other browser out.
 * @throws DomainError `invalid` with the field, or `throttled` after too many wrong tries
 */
export async function changePassword(
  scope: MemberScope,
  request: PasswordChange,
  by: SystemScope,
): Promise<void> {
  const { database, clock } = registry()
  const account = await database.account.findUniqueOrThrow({ where: { id: scope.accountId } })
  const hasPassword = account.passwordHash !== null
  const parsed = passwordChange({ ...account, hasPassword }).safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DomainError('invalid', issue?.message ?? 'Enter both passwords.', {
      field: String(issue?.path[0]),
    })
  }
  const key = `password-change:${scope.accountId}`
  const taken = await take(by, key, attempts.passwordChange.limit, attempts.passwordChange.window)
  if (!taken.allowed) {
    throw new DomainError(
      'throttled',
      `Too many tries. Try again ${inMinutes(taken.resetAt, clock.now())}.`,
      {
        retryAt: taken.resetAt,
      },
    )
  }
  if (hasPassword && !(await checkPassword(account.passwordHash, parsed.data.current))) {
    throw new DomainError('invalid', 'This is not the password you have now.', { field: 'current' })
  }
  const passwordHash = await hashPassword(parsed.data.password)
  await inTransaction(database, async (tx) => {
    const changed = await tx.account.updateMany({
      where: { id: account.id, passwordHash: account.passwordHash },
      data: { passwordHash, passwordChangedAt: clock.now() },
    })
    if (changed.count === 0) {
      throw new DomainError('conflict', 'The password was changed in another place meanwhile. Try again.')
    }
    await revokeSessions(tx, { accountId: account.id, id: { not: scope.sessionId } })
  })
  await forget(by, key)
}

/**
 * Gives the account a new password and signs it out everywhere, for the admin command.
 * @throws DomainError when there is no such account or the password breaks a rule
 */
export async function resetPassword(
  _scope: SystemScope,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const { database, clock } = registry()
  const account = await database.account.findUnique({ where: { email: normalizeEmail(email) } })
  if (!account) throw new DomainError('not-found', `Nobody has an account with the e-mail address ${email}.`)
  const broken = brokenPasswordRules(password, account)[0]
  if (broken) throw new DomainError('invalid', broken.refuses, { field: 'password' })
  const passwordHash = await hashPassword(password)
  await inTransaction(database, async (tx) => {
    await tx.account.update({
      where: { id: account.id },
      data: { passwordHash, passwordChangedAt: clock.now() },
    })
    await revokeSessions(tx, { accountId: account.id })
  })
}

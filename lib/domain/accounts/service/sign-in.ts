import { createHash } from 'node:crypto'
import { DomainError } from '@/lib/domain/errors'
import { forget, giveBack, take } from '@/lib/domain/requests/service/take'
import type { SystemScope } from '@/lib/domain/scope'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { attempts, inMinutes, type Visitor } from '../rules'
import { type SignInRequest, signInRequest } from '../schema'
import { checkPassword } from './password'
import { openSession } from './sessions'

const refusal = 'The e-mail address or the password is not right.'

/**
 * Checks e-mail and password and signs the browser in; returns the session's id. What is said and how long it takes do
 * not tell whether the account exists. Tries are limited by account and by address; those that succeed do not count.
 * @throws DomainError `invalid` or `throttled`
 */
export async function signIn(scope: SystemScope, request: SignInRequest, visitor: Visitor): Promise<string> {
  const parsed = signInRequest.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DomainError('invalid', issue?.message ?? refusal, { field: String(issue?.path[0]) })
  }
  const { email, password } = parsed.data
  const accountKey = `sign-in:account:${createHash('sha256').update(email).digest('hex')}`
  const addressKey = `sign-in:address:${visitor.address}`
  await admit(scope, addressKey, attempts.signInAddress)
  await admit(scope, accountKey, attempts.signInAccount)

  const { database } = registry()
  const account = await database.account.findUnique({ where: { email } })
  if (!(await checkPassword(account?.passwordHash, password)) || !account) {
    throw new DomainError('invalid', refusal)
  }
  const sessionId = await inTransaction(database, async (tx) => {
    // A password change that came between signs out what exists; it must not miss this session.
    const [unchanged] = await tx.$queryRaw<{ id: string }[]>`
      select id from accounts where id = ${account.id} and password_hash = ${account.passwordHash} for share`
    return unchanged && openSession(tx, account.id, visitor.userAgent)
  })
  if (!sessionId) throw new DomainError('invalid', refusal)
  await forget(scope, accountKey)
  await giveBack(scope, addressKey)
  return sessionId
}

async function admit(scope: SystemScope, key: string, { limit, window }: { limit: number; window: number }) {
  const taken = await take(scope, key, limit, window)
  if (taken.allowed) return
  const when = inMinutes(taken.resetAt, registry().clock.now())
  throw new DomainError('throttled', `Too many tries to sign in. Try again ${when}.`, {
    retryAt: taken.resetAt,
  })
}

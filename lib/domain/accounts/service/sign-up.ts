import { DomainError } from '@/lib/domain/errors'
import { take } from '@/lib/domain/requests/service/take'
import type { SystemScope } from '@/lib/domain/scope'
import { openOwnWorkspace } from '@/lib/domain/workspaces/service/open'
import { inTransaction, isTaken, type Transaction } from '@/lib/platform/database/client'
import { base62Text, rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { hashInvitation, invitationOver, readSignUpDoor } from '../queries'
import { attempts, inMinutes, invitationLife, type Visitor } from '../rules'
import { type SignUpRequest, signUpRequest } from '../schema'
import { hashPassword } from './password'
import { openSession } from './sessions'

/**
 * Makes an account with a workspace of its own and signs the browser in; returns the session's id.
 * @throws DomainError `invalid` with the field (a taken e-mail among them), `forbidden` when sign-ups are not open to
 *   this visitor, `throttled` after too many from one address
 */
export async function signUp(scope: SystemScope, request: SignUpRequest, visitor: Visitor): Promise<string> {
  await admitNewcomer(scope, request.invite, visitor)
  const account = await prepare(request)
  return inTransaction(registry().database, async (tx) => {
    await insertNewcomer(tx, account, request.invite)
    return openSession(tx, account.id, visitor.userAgent)
  }).catch(refuseTakenEmail)
}

/**
 * Lets a visitor make an account, by whatever way they prove who they are.
 * @throws DomainError `forbidden` when sign-ups are not open to them, `throttled` after too many from one address
 */
export async function admitNewcomer(
  scope: SystemScope,
  invite: string | undefined,
  visitor: Visitor,
): Promise<void> {
  const door = await readSignUpDoor(scope, invite)
  if (door.refusal) throw new DomainError('forbidden', door.refusal)
  const { limit, window } = attempts.signUpAddress
  const taken = await take(scope, `sign-up:address:${visitor.address}`, limit, window)
  if (taken.allowed) return
  const when = inMinutes(taken.resetAt, registry().clock.now())
  const message = `Too many accounts were asked for from your network. Try again ${when}.`
  throw new DomainError('throttled', message, { retryAt: taken.resetAt })
}

/** Makes the account of somebody who was admitted; their invitation, where one is needed, is used up. */
export async function insertNewcomer(tx: Transaction, account: NewAccount, invite?: string): Promise<void> {
  if (registry().env.SIGNUPS === 'invite') await spendInvitation(tx, invite ?? '')
  await insertAccount(tx, account)
}

/**
 * Makes an account with a workspace of its own for the admin command, whatever SIGNUPS says; returns its id.
 * @throws DomainError `invalid`, when the address is taken or a field does not fit
 */
export async function createAccount(_scope: SystemScope, request: SignUpRequest): Promise<string> {
  const account = await prepare(request)
  await inTransaction(registry().database, (tx) => insertAccount(tx, account)).catch(refuseTakenEmail)
  return account.id
}

/** Makes an invitation to sign up that works once within seven days; returns its token, which is not stored. */
export async function invite(_scope: SystemScope): Promise<string> {
  const { database, clock } = registry()
  const now = clock.now()
  const token = base62Text(32)
  const expiresAt = new Date(now.getTime() + invitationLife)
  await database.invitation.create({
    data: { id: rowId(), tokenHash: hashInvitation(token), createdAt: now, expiresAt },
  })
  return token
}

/** `passwordHash` is null for those who sign in by an identity provider. */
export type NewAccount = { id: string; email: string; name: string; passwordHash: string | null }

/** Checks what was typed and hashes the password, before any transaction: hashing takes its time. */
async function prepare(request: SignUpRequest): Promise<NewAccount> {
  const parsed = signUpRequest.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DomainError('invalid', issue?.message ?? 'Fill in every field.', {
      field: String(issue?.path[0]),
    })
  }
  const { email, name, password } = parsed.data
  return { id: rowId(), email, name, passwordHash: await hashPassword(password) }
}

async function insertAccount(tx: Transaction, account: NewAccount): Promise<void> {
  const now = registry().clock.now()
  const passwordChangedAt = account.passwordHash ? now : null
  await tx.account.create({ data: { ...account, passwordChangedAt, createdAt: now } })
  await openOwnWorkspace(tx, account, now)
}

/** Marks the invitation as used; of two who use it at once, one is refused. */
async function spendInvitation(tx: Transaction, token: string): Promise<void> {
  const now = registry().clock.now()
  const spent = await tx.invitation.updateMany({
    where: { tokenHash: hashInvitation(token), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  if (spent.count === 0) throw new DomainError('forbidden', invitationOver)
}

function refuseTakenEmail(error: unknown): never {
  if (!isTaken(error, 'email')) throw error
  throw new DomainError('invalid', 'There is an account with this e-mail address already. Sign in instead.', {
    field: 'email',
  })
}

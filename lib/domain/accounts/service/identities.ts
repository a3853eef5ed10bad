import { DomainError } from '@/lib/domain/errors'
import type { MemberScope, SystemScope } from '@/lib/domain/scope'
import { inTransaction, isTaken, type Transaction } from '@/lib/platform/database/client'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import type { Visitor } from '../rules'
import { newcomer } from '../schema'
import { openSession } from './sessions'
import { admitNewcomer, insertNewcomer } from './sign-up'

/** Somebody as an identity provider vouches for them. `email` is null where it tells none, or none that it has verified. */
export type Vouched = { issuer: string; subject: string; email: string | null; name: string | null }

/**
 * Signs somebody in by what an identity provider says: into the account they connected, else into a new one. An account
 * that has the same e-mail address is never taken over: its owner connects the provider, signed in.
 * @returns the session's id
 * @throws DomainError `invalid` without an e-mail address, `conflict` when an account has it already, `forbidden` when
 *   sign-ups are not open to them, `throttled` after too many from one address
 */
export async function signInByIdentity(
  scope: SystemScope,
  vouched: Vouched,
  visitor: Visitor,
  invite?: string,
): Promise<string> {
  const { database, clock } = registry()
  const known = await inTransaction(database, (tx) => openKnown(tx, vouched, visitor))
  if (known) return known

  const email = vouched.email ?? ''
  const parsed = newcomer.safeParse({
    email,
    name: vouched.name?.trim().slice(0, 100) || email.split('@')[0],
  })
  if (!parsed.success) {
    const message = 'The provider did not tell an e-mail address that it has verified.'
    throw new DomainError('invalid', message, { field: 'email' })
  }
  await admitNewcomer(scope, invite, visitor)
  const account = { id: rowId(), ...parsed.data, passwordHash: null }
  try {
    return await inTransaction(database, async (tx) => {
      await insertNewcomer(tx, account, invite)
      await tx.identity.create({ data: identityRow(vouched, account.id, clock.now()) })
      return openSession(tx, account.id, visitor.userAgent)
    })
  } catch (error) {
    if (!isTaken(error)) throw error
    // Two of their browsers came at once, and the other has made the account.
    const made = await inTransaction(database, (tx) => openKnown(tx, vouched, visitor))
    if (made) return made
    throw new DomainError('conflict', 'There is an account with this e-mail address already.', {
      field: 'email',
    })
  }
}

/**
 * Lets the signed-in person sign in by an identity provider from now on. Again is fine.
 * @throws DomainError `conflict` when it is connected to another account, or the account to somebody else there
 */
export async function connectIdentity(scope: MemberScope, vouched: Vouched): Promise<void> {
  const { database, clock } = registry()
  const { accountId } = scope
  try {
    await database.identity.create({ data: identityRow(vouched, accountId, clock.now()) })
  } catch (error) {
    if (!isTaken(error)) throw error
    const { issuer, subject } = vouched
    const there = await database.identity.findUnique({ where: { issuer_subject: { issuer, subject } } })
    if (there?.accountId === accountId) return
    throw new DomainError(
      'conflict',
      there
        ? 'It is connected to another account here. Disconnect it there first.'
        : 'You are connected as somebody else there. Disconnect that first.',
    )
  }
}

/**
 * Takes the way in by an identity provider away; one that is gone already is fine.
 * @throws DomainError `conflict` when it is the only way into the account
 */
export async function disconnectIdentity(scope: MemberScope, issuer: string): Promise<void> {
  const { accountId } = scope
  await inTransaction(registry().database, async (tx) => {
    // Of two that are disconnected at once, the second has to see the first.
    await tx.$queryRaw`select id from accounts where id = ${accountId} for update`
    const account = await tx.account.findUniqueOrThrow({
      where: { id: accountId },
      select: { passwordHash: true, identities: { select: { issuer: true } } },
    })
    const isLast = !account.passwordHash && account.identities.every((each) => each.issuer === issuer)
    if (isLast && account.identities.length > 0) {
      throw new DomainError('conflict', 'This is your only way to sign in. Choose a password first.')
    }
    await tx.identity.deleteMany({ where: { accountId, issuer } })
  })
}

/** Signs in who has connected an account; null for whom has none. What they are called there is brought up to date. */
async function openKnown(tx: Transaction, vouched: Vouched, visitor: Visitor): Promise<string | null> {
  const { issuer, subject } = vouched
  const known = await tx.identity.updateManyAndReturn({
    where: { issuer, subject },
    data: { label: labelOf(vouched) },
    select: { accountId: true },
  })
  return known[0] ? openSession(tx, known[0].accountId, visitor.userAgent) : null
}

const labelOf = ({ email, name, subject }: Vouched) => (email ?? name ?? subject).slice(0, 254)

const identityRow = (vouched: Vouched, accountId: string, createdAt: Date) => ({
  ...{ issuer: vouched.issuer, subject: vouched.subject, label: labelOf(vouched) },
  ...{ accountId, createdAt },
})

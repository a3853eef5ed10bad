import { DomainError } from '@/lib/domain/errors'
import type { MemberScope, SystemScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { base62Text } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import type { Membership } from '../queries'
import { sessionEnd, touchEvery } from '../rules'

/** The most characters of a browser's description that are kept. */
const userAgentLength = 300

/** Signs a browser in: a row whose id the cookie carries. 32 characters of base62 are 190 bits. */
export async function openSession(tx: Transaction, accountId: string, userAgent: string): Promise<string> {
  const now = registry().clock.now()
  const id = base62Text(32)
  await tx.session.deleteMany({ where: { accountId, expiresAt: { lte: now } } })
  await tx.session.create({
    data: {
      id,
      accountId,
      createdAt: now,
      seenAt: now,
      expiresAt: sessionEnd(now, now),
      userAgent: userAgent.slice(0, userAgentLength),
    },
  })
  return id
}

/**
 * Who is behind a session, asked at every request; null when it is unknown, over or revoked. Its last use is written
 * down at most once a minute.
 */
export async function readSession(
  _scope: SystemScope,
  sessionId: string,
): Promise<(Membership & { sessionId: string }) | null> {
  const { database, clock } = registry()
  const now = clock.now()
  const session = await database.session.findUnique({
    where: { id: sessionId },
    select: {
      accountId: true,
      createdAt: true,
      seenAt: true,
      expiresAt: true,
      revokedAt: true,
      workspaceId: true,
      account: {
        select: {
          memberships: {
            select: { workspaceId: true, role: true },
            orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
          },
        },
      },
    },
  })
  const memberships = session?.account.memberships ?? []
  const chosen = memberships.find(({ workspaceId }) => workspaceId === session?.workspaceId)
  const membership = chosen ?? memberships[0]
  if (!session || !membership || session.revokedAt || session.expiresAt <= now) return null
  const before = new Date(now.getTime() - touchEvery)
  if (session.seenAt <= before) {
    await database.session.updateMany({
      where: { id: sessionId, revokedAt: null, seenAt: { lte: before } },
      data: { seenAt: now, expiresAt: sessionEnd(session.createdAt, now) },
    })
  }
  return { sessionId, accountId: session.accountId, ...membership }
}

/**
 * Lets the browser that asks look at another workspace of the person's.
 * @throws DomainError `not-found` when they are no member of it
 */
export async function switchWorkspace(scope: MemberScope, workspaceId: string): Promise<void> {
  const { database } = registry()
  const { accountId, sessionId } = scope
  const membership = await database.member.findUnique({
    where: { workspaceId_accountId: { workspaceId, accountId } },
    select: { role: true },
  })
  if (!membership) throw new DomainError('not-found', 'You are no member of this workspace any more.')
  await inTransaction(database, (tx) => lookAt(tx, sessionId, workspaceId))
}

/** Lets a browser look at a workspace from now on; what it follows of the one before ends. */
export async function lookAt(tx: Transaction, sessionId: string, workspaceId: string): Promise<void> {
  await tx.session.update({ where: { id: sessionId }, data: { workspaceId } })
  await notify(tx, { topic: 'session', id: sessionId })
}

/** Signs one of the person's own browsers out: the one that asks, or another by its session's id. */
export async function signOut(scope: MemberScope, sessionId = scope.sessionId): Promise<void> {
  await inTransaction(registry().database, (tx) =>
    revokeSessions(tx, { accountId: scope.accountId, id: sessionId }),
  )
}

/** Signs the person out in every browser, this one included. */
export async function signOutEverywhere(scope: MemberScope): Promise<void> {
  await inTransaction(registry().database, (tx) => revokeSessions(tx, { accountId: scope.accountId }))
}

/** Ends the sessions that `where` selects and tells every server, so that their event streams close at once. */
export async function revokeSessions(tx: Transaction, where: Prisma.SessionWhereInput): Promise<void> {
  const revoked = await tx.session.updateManyAndReturn({
    where: { ...where, revokedAt: null },
    data: { revokedAt: registry().clock.now() },
    select: { id: true },
  })
  for (const { id } of revoked) await notify(tx, { topic: 'session', id })
}

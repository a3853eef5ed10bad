import { lockWorkspace } from '@/lib/domain/conversations/service/locks'
import { DomainError } from '@/lib/domain/errors'
import type { MemberScope, Role } from '@/lib/domain/scope'
import { mayGive } from '@/lib/domain/workspaces/rules'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { openOwnWorkspace } from './open'

/**
 * Gives a member another role, from their next request on.
 * @throws DomainError `forbidden` for those who may not take or give it, `not-found`, `conflict` for the last owner
 */
export async function changeRole(scope: MemberScope, accountId: string, role: Role): Promise<void> {
  await withMember(scope, accountId, async (tx, before) => {
    mayGive(scope.role, before)
    mayGive(scope.role, role)
    if (before === 'owner' && role !== 'owner') await keepAnOwner(tx, scope.workspaceId)
    await tx.member.update({
      where: { workspaceId_accountId: { workspaceId: scope.workspaceId, accountId } },
      data: { role },
    })
  })
}

/**
 * Takes a member out of the workspace, or lets the one who asks leave it. Their API keys of it stop working at once, and
 * what they created stays. Whoever has no other workspace gets one of their own.
 * @throws DomainError `forbidden`, `not-found`, or `conflict` for the last owner
 */
export async function removeMember(scope: MemberScope, accountId: string): Promise<void> {
  const { workspaceId } = scope
  await withMember(scope, accountId, async (tx, before) => {
    if (accountId !== scope.accountId) mayGive(scope.role, before)
    if (before === 'owner') await keepAnOwner(tx, workspaceId)
    const now = registry().clock.now()
    await tx.member.delete({ where: { workspaceId_accountId: { workspaceId, accountId } } })
    await tx.apiKey.updateMany({
      where: { workspaceId, accountId, revokedAt: null },
      data: { revokedAt: now },
    })
    const account = await tx.account.findUniqueOrThrow({
      where: { id: accountId },
      select: { id: true, name: true, memberships: { take: 1 } },
    })
    if (account.memberships.length === 0) await openOwnWorkspace(tx, account, now)
  })
}

async function withMember(
  scope: MemberScope,
  accountId: string,
  act: (tx: Transaction, role: Role) => Promise<void>,
): Promise<void> {
  const { workspaceId } = scope
  await inTransaction(registry().database, async (tx) => {
    await lockWorkspace(tx, workspaceId)
    const member = await tx.member.findUnique({
      where: { workspaceId_accountId: { workspaceId, accountId } },
    })
    if (!member) throw new DomainError('not-found', 'This person is no member of the workspace any more.')
    await act(tx, member.role)
    await tellMembers(tx, workspaceId)
    // What their browsers follow was opened for who they were.
    const sessions = await tx.session.findMany({
      where: { accountId, revokedAt: null },
      select: { id: true },
    })
    for (const { id } of sessions) await notify(tx, { topic: 'session', id })
  })
}

async function keepAnOwner(tx: Transaction, workspaceId: string): Promise<void> {
  if ((await tx.member.count({ where: { workspaceId, role: 'owner' } })) > 1) return
  throw new DomainError('conflict', 'A workspace needs an owner. Make somebody else one first.')
}

/** Tells every page of the workspace that its members changed. */
export async function tellMembers(tx: Transaction, workspaceId: string): Promise<void> {
  await notify(tx, { topic: 'workspace', id: workspaceId, workspaceId })
}

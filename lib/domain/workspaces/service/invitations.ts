import { createHash } from 'node:crypto'
import { lookAt } from '@/lib/domain/accounts/service/sessions'
import { DomainError } from '@/lib/domain/errors'
import { take } from '@/lib/domain/requests/service/take'
import type { MemberScope, Role, SystemScope } from '@/lib/domain/scope'
import { invitationDays, mayGive } from '@/lib/domain/workspaces/rules'
import { inTransaction } from '@/lib/platform/database/client'
import { base62Text, rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { tellMembers } from './members'

const over = 'This invitation was used, withdrawn, or is over. Ask for a new link.'

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/**
 * Makes an invitation by link, for one person within seven days; returns its token, which is not stored.
 * @throws DomainError `forbidden` for those who may not give that role
 */
export async function inviteMember(scope: MemberScope, role: Role): Promise<string> {
  mayGive(scope.role, role)
  const { database, clock } = registry()
  const now = clock.now()
  const token = base62Text(32)
  const { name } = await database.account.findUniqueOrThrow({
    where: { id: scope.accountId },
    select: { name: true },
  })
  await database.workspaceInvitation.create({
    data: {
      ...{ id: rowId(), workspaceId: scope.workspaceId, role, invitedBy: name },
      ...{ tokenHash: hashOf(token), createdAt: now },
      expiresAt: new Date(now.getTime() + invitationDays * 86_400_000),
    },
  })
  return token
}

/**
 * Withdraws an invitation of the workspace; one that is gone already is fine.
 * @throws DomainError `forbidden` for those who could not have made it
 */
export async function withdrawInvitation(scope: MemberScope, id: string): Promise<void> {
  const { database } = registry()
  const where = { id, workspaceId: scope.workspaceId, usedAt: null }
  const found = await database.workspaceInvitation.findFirst({ where, select: { role: true } })
  mayGive(scope.role, found?.role ?? 'viewer')
  await database.workspaceInvitation.deleteMany({ where })
}

/** What an invitation leads to, for whoever holds its link. */
export type Invitation = { workspaceId: string; workspaceName: string; role: Role; invitedBy: string }

/** Looks at invitations from one address in a window of milliseconds: nobody finds one by trying. */
const looks = { most: 60, window: 600_000 }

/**
 * What an invitation leads to, for a visitor at `address`.
 * @throws DomainError `not-found` when it was used, withdrawn, or is over; `throttled`
 */
export async function readInvitation(
  scope: SystemScope,
  token: string,
  address: string,
): Promise<Invitation> {
  const { database, clock } = registry()
  const taken = await take(scope, `invitation ${address}`, looks.most, looks.window)
  if (!taken.allowed) throw new DomainError('throttled', 'Too many tries. Wait ten minutes.')
  const found = await database.workspaceInvitation.findUnique({
    where: { tokenHash: hashOf(token) },
    include: { workspace: { select: { name: true } } },
  })
  if (!found || found.usedAt || found.expiresAt <= clock.now()) throw new DomainError('not-found', over)
  const { workspaceId, role, invitedBy, workspace } = found
  return { workspaceId, workspaceName: workspace.name, role, invitedBy }
}

/**
 * Joins the workspace of an invitation, and lets the browser that asks look at it. Whoever is a member already keeps
 * their role, and the invitation stays for somebody else.
 * @throws DomainError `not-found` when it was used, withdrawn, or is over; of two who use it at once, one is refused
 */
export async function acceptInvitation(scope: MemberScope, token: string): Promise<void> {
  const { database, clock } = registry()
  const now = clock.now()
  const { accountId, sessionId } = scope
  await inTransaction(database, async (tx) => {
    const open = { tokenHash: hashOf(token), usedAt: null, expiresAt: { gt: now } }
    const invitation = await tx.workspaceInvitation.findFirst({ where: open })
    if (!invitation) throw new DomainError('not-found', over)
    const { workspaceId, role } = invitation
    const member = { workspaceId_accountId: { workspaceId, accountId } }
    if (!(await tx.member.findUnique({ where: member }))) {
      const spent = await tx.workspaceInvitation.updateMany({ where: open, data: { usedAt: now } })
      if (spent.count === 0) throw new DomainError('not-found', over)
      await tx.member.create({ data: { workspaceId, accountId, role, createdAt: now } })
      await tellMembers(tx, workspaceId)
    }
    await lookAt(tx, sessionId, workspaceId)
  })
}

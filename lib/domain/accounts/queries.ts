import { createHash } from 'node:crypto'
import { registry } from '@/lib/platform/registry'
import type { MemberScope, Role, SystemScope } from '../scope'
import { normalizeEmail } from './rules'

/** The signed-in person's own account. */
export async function readAccount(
  scope: MemberScope,
): Promise<{ email: string; name: string; hasPassword: boolean }> {
  const { passwordHash, ...account } = await registry().database.account.findUniqueOrThrow({
    where: { id: scope.accountId },
    select: { email: true, name: true, passwordHash: true },
  })
  return { ...account, hasPassword: passwordHash !== null }
}

/** At which identity providers the signed-in person can sign in, and as whom. */
export async function listIdentities(scope: MemberScope): Promise<{ issuer: string; label: string }[]> {
  return registry().database.identity.findMany({
    where: { accountId: scope.accountId },
    select: { issuer: true, label: true },
    orderBy: { issuer: 'asc' },
  })
}

export type SessionSummary = {
  id: string
  createdAt: Date
  seenAt: Date
  userAgent: string
  /** The session that asks. */
  current: boolean
}

/** The browsers in which the person is signed in now, the one used last first. */
export async function listSessions(scope: MemberScope): Promise<SessionSummary[]> {
  const { database, clock } = registry()
  const rows = await database.session.findMany({
    where: { accountId: scope.accountId, revokedAt: null, expiresAt: { gt: clock.now() } },
    orderBy: [{ seenAt: 'desc' }, { id: 'asc' }],
    select: { id: true, createdAt: true, seenAt: true, userAgent: true },
  })
  return rows.map((row) => ({ ...row, current: row.id === scope.sessionId }))
}

/** Everybody who has an account, oldest first, for the admin command. */
export async function listAccounts(_scope: SystemScope) {
  return registry().database.account.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      email: true,
      name: true,
      createdAt: true,
      memberships: { select: { workspaceId: true, role: true } },
    },
  })
}

/** One person's place in one workspace. */
export type Membership = { accountId: string; workspaceId: string; role: Role }

/** The first workspace of the account with this e-mail address, or the first owner of a workspace; null: no such. */
export async function findMembership(
  _scope: SystemScope,
  by: { email: string } | { workspaceId: string },
): Promise<Membership | null> {
  return registry().database.member.findFirst({
    where:
      'email' in by
        ? { account: { email: normalizeEmail(by.email) } }
        : { workspaceId: by.workspaceId, role: 'owner' },
    orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
    select: { accountId: true, workspaceId: true, role: true },
  })
}

/** How somebody may sign up now; `refusal` is said when they may not. */
export type SignUpDoor = { mode: 'open' | 'invite' | 'closed'; refusal?: string }

export const invitationOver =
  'This invitation was used or is over. Ask whoever runs this installation for a new link.'

/** Whether a visitor with this invitation (or none) may sign up. */
export async function readSignUpDoor(_scope: SystemScope, invite?: string): Promise<SignUpDoor> {
  const { env, database, clock } = registry()
  const mode = env.SIGNUPS
  if (mode === 'open') return { mode }
  if (mode === 'closed') {
    const refusal = 'Signing up is closed here. Ask whoever runs this installation for an account.'
    return { mode, refusal }
  }
  if (!invite) {
    const refusal = 'Signing up here needs an invitation. Ask whoever runs this installation for a link.'
    return { mode, refusal }
  }
  const found = await database.invitation.findUnique({ where: { tokenHash: hashInvitation(invite) } })
  const open = found !== null && found.usedAt === null && found.expiresAt > clock.now()
  return open ? { mode } : { mode, refusal: invitationOver }
}

/** An invitation's token as it is stored. */
export function hashInvitation(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

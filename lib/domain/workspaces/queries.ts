import { registry } from '@/lib/platform/registry'
import type { MemberScope, Role, SystemScope, WorkspaceScope } from '../scope'
import { budgetOf, type MonthlyLimits, priceOf } from './rules'

export type WorkspaceSettings = {
  id: string
  name: string
  maxConcurrent: number
  /** Minutes a UTC month; null has no limit. */
  monthlyMinutes: number | null
  /** Seconds. */
  maxCallDuration: number
  /** In the currency; null: none is set. */
  pricePerMinute: number | null
  /** ISO 4217. */
  currency: string
  /** In the currency, a UTC month; null has no limit. */
  monthlyBudget: number | null
  /** Origins beside our own that may frame the workspace's rooms. */
  allowedOrigins: string[]
}

const settings = {
  id: true,
  name: true,
  maxConcurrent: true,
  monthlyMinutes: true,
  maxCallDuration: true,
  pricePerMinute: true,
  currency: true,
  monthlyBudget: true,
  allowedOrigins: true,
} as const

/** Money as people write it, from whole parts of it. */
const inCurrency = <Row extends MonthlyLimits & { currency: string }>(row: Row) => ({
  ...row,
  pricePerMinute: priceOf(row)?.per_minute ?? null,
  monthlyBudget: budgetOf(row),
})

/** The workspace that asks: its name and limits. */
export async function readWorkspace(scope: WorkspaceScope): Promise<WorkspaceSettings> {
  const row = await registry().database.workspace.findUniqueOrThrow({
    where: { id: scope.workspaceId },
    select: settings,
  })
  return inCurrency(row)
}

/** Every workspace, oldest first, with the e-mail addresses of its owners, for the admin command. */
export async function listWorkspaces(
  _scope: SystemScope,
): Promise<(WorkspaceSettings & { owners: string[] })[]> {
  const rows = await registry().database.workspace.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      ...settings,
      members: { where: { role: 'owner' }, select: { account: { select: { email: true } } } },
    },
  })
  return rows.map(({ members, ...row }) => ({
    ...inCurrency(row),
    owners: members.map((member) => member.account.email),
  }))
}

export type WorkspaceMember = {
  accountId: string
  name: string
  email: string
  role: Role
  since: Date
  /** The one who asks. */
  isSelf: boolean
}

/** Who is in the workspace that asks, owners first, then by name. */
export async function listMembers(scope: MemberScope): Promise<WorkspaceMember[]> {
  const rows = await registry().database.member.findMany({
    where: { workspaceId: scope.workspaceId },
    orderBy: [{ role: 'asc' }, { account: { name: 'asc' } }, { accountId: 'asc' }],
    select: {
      accountId: true,
      role: true,
      createdAt: true,
      account: { select: { name: true, email: true } },
    },
  })
  return rows.map(({ accountId, role, createdAt, account }) => ({
    ...{ accountId, role, since: createdAt, ...account },
    isSelf: accountId === scope.accountId,
  }))
}

/** Invitations of the workspace that can still be used, newest first. Their links are not known any more. */
export async function listInvitations(scope: MemberScope) {
  const { database, clock } = registry()
  return database.workspaceInvitation.findMany({
    where: { workspaceId: scope.workspaceId, usedAt: null, expiresAt: { gt: clock.now() } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    select: { id: true, role: true, invitedBy: true, createdAt: true, expiresAt: true },
  })
}

/** Every workspace of the person who asks, their first one first. */
export async function listOwnWorkspaces(
  scope: MemberScope,
): Promise<{ id: string; name: string; role: Role; current: boolean }[]> {
  const rows = await registry().database.member.findMany({
    where: { accountId: scope.accountId },
    orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
    select: { role: true, workspace: { select: { id: true, name: true } } },
  })
  return rows.map(({ role, workspace }) => ({
    ...{ ...workspace, role },
    current: workspace.id === scope.workspaceId,
  }))
}

import { registry } from '@/lib/platform/registry'
import type { SystemScope, WorkspaceScope } from '../scope'
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

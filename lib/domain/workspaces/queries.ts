import { registry } from '@/lib/platform/registry'
import type { SystemScope, WorkspaceScope } from '../scope'

export type WorkspaceSettings = {
  id: string
  name: string
  maxConcurrent: number
  /** Minutes a UTC month; null has no limit. */
  monthlyMinutes: number | null
  /** Seconds. */
  maxCallDuration: number
}

const settings = {
  id: true,
  name: true,
  maxConcurrent: true,
  monthlyMinutes: true,
  maxCallDuration: true,
} as const

/** The workspace that asks: its name and limits. */
export async function readWorkspace(scope: WorkspaceScope): Promise<WorkspaceSettings> {
  return registry().database.workspace.findUniqueOrThrow({
    where: { id: scope.workspaceId },
    select: settings,
  })
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
    ...row,
    owners: members.map((member) => member.account.email),
  }))
}

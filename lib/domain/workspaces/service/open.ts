import { newWorkspace } from '@/lib/domain/workspaces/rules'
import type { Transaction } from '@/lib/platform/database/client'
import { rowId } from '@/lib/platform/ids'

/** Makes a workspace that `account` owns: everybody has one. */
export async function openOwnWorkspace(
  tx: Transaction,
  account: { id: string; name: string },
  now: Date,
): Promise<void> {
  const workspaceId = rowId()
  await tx.workspace.create({ data: { id: workspaceId, ...newWorkspace(account.name), createdAt: now } })
  await tx.member.create({ data: { workspaceId, accountId: account.id, role: 'owner', createdAt: now } })
}

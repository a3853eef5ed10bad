import type { Transaction } from '@/lib/platform/database/client'
import { tellStores } from './stores'

/**
 * Takes away the facts that came from conversations which are removed for good. Those that somebody changed by hand are
 * that person's words and stay, without where they came from.
 */
export async function forgetConversations(
  tx: Transaction,
  rows: { id: string; workspaceId: string }[],
): Promise<void> {
  const conversationId = { in: rows.map(({ id }) => id) }
  await tx.memory.deleteMany({ where: { conversationId, byHand: false } })
  await tx.memory.updateMany({ where: { conversationId }, data: { conversationId: null } })
  for (const workspaceId of new Set(rows.map((row) => row.workspaceId))) await tellStores(tx, workspaceId)
}

import {
  type MonthlyLimits,
  monthlyLimits,
  type StoredPrice,
  storedPrice,
} from '@/lib/domain/workspaces/rules'
import type { Transaction } from '@/lib/platform/database/client'
import type { Conversation, Participant } from '@/lib/platform/database/generated/client'

/** A conversation's row with everybody who was ever in it, and the limit its minutes are under. */
export type Loaded = Conversation & {
  participants: Participant[]
  workspace: MonthlyLimits & StoredPrice
}

/**
 * Locks a workspace: its slots and minutes are decided by one transaction at a time. Rows that name the workspace may be
 * inserted meanwhile (a foreign key asks for a weaker lock than `for update` would leave).
 */
export async function lockWorkspace(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId} for no key update`
}

/** Locks the workspaces of conversations as far as their minutes are limited: an end gives the others more. */
export async function lockLimitedWorkspaces(tx: Transaction, conversationIds: string[]): Promise<void> {
  await tx.$queryRaw`
    select 1 from workspaces
    where (monthly_minutes is not null or monthly_budget is not null)
      and id in (select workspace_id from conversations where id = any(${conversationIds}))
    order by id for no key update`
}

/** Locks conversations, in order of their ids, and reads them. */
export async function lockConversations(tx: Transaction, ids: string[]): Promise<Loaded[]> {
  await tx.$queryRaw`select 1 from conversations where id = any(${ids}) order by id for update`
  return await tx.conversation.findMany({
    where: { id: { in: ids } },
    include: { participants: true, workspace: { select: { ...monthlyLimits, ...storedPrice } } },
  })
}

import type { Transaction } from '@/lib/platform/database/client'
import { dayStart, secondsByDay } from './rules'

/** An ended conversation, as far as its bill is concerned. `duration` in whole seconds. */
export type Used = {
  workspaceId: string
  personaId: string
  replicaId: string
  accountId: string | null
  apiKeyId: string | null
  createdAt: Date
  duration: number
}

/**
 * Adds a conversation to the daily sums. Called once for each, in the transaction that ends it, which is what
 * makes usage exactly-once.
 */
export async function recordUsage(tx: Transaction, used: Used): Promise<void> {
  for (const [index, { day, seconds }] of secondsByDay(used.createdAt, used.duration).entries()) {
    const began = index === 0 ? 1 : 0
    await tx.$executeRaw`
      insert into usage_days (workspace_id, day, persona_id, replica_id, account_id, api_key_id, seconds, conversations)
      values (${used.workspaceId}, ${dayStart(day)}::date, ${used.personaId}, ${used.replicaId},
              ${used.accountId ?? ''}, ${used.apiKeyId ?? ''}, ${seconds}, ${began})
      on conflict (workspace_id, day, persona_id, replica_id, account_id, api_key_id)
      do update set seconds = usage_days.seconds + excluded.seconds,
                    conversations = usage_days.conversations + excluded.conversations`
  }
}

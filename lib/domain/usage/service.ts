import type { Transaction } from '@/lib/platform/database/client'
import { groupIdOf, secondsByDay, usageGroups } from './rules'

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
 * Adds conversations to the daily sums. Called once for each, in the transaction that ends it, which is what makes
 * usage exactly-once.
 */
export async function recordUsage(tx: Transaction, ended: Used[]): Promise<void> {
  await addParts(
    tx,
    ended.flatMap((each) => partsOf(each, 1)),
  )
}

/**
 * Puts right the daily sums of conversations that ended at another instant than was thought, `before` being the duration
 * that was counted. Called in the transaction that changes the duration of their rows.
 */
export async function correctUsage(tx: Transaction, corrected: (Used & { before: number })[]): Promise<void> {
  await addParts(
    tx,
    corrected.flatMap((each) => [...partsOf(each, 1), ...partsOf({ ...each, duration: each.before }, -1)]),
  )
}

/** What a conversation adds to the sums of each day, or takes from them: to that of the workspace, and of each group. */
const partsOf = ({ workspaceId, createdAt, duration, ...ids }: Used, sign: 1 | -1) =>
  secondsByDay(createdAt, duration).flatMap(({ day, seconds }, index) =>
    [undefined, ...usageGroups].map((group) => ({
      workspace_id: workspaceId,
      grouped_by: group ?? '',
      day,
      group_id: groupIdOf(group, ids),
      seconds: sign * seconds,
      conversations: index === 0 ? sign : 0,
    })),
  )

async function addParts(tx: Transaction, parts: ReturnType<typeof partsOf>): Promise<void> {
  if (parts.length === 0) return
  // Summed and in order of the key: no row is met twice, and two writers never wait for each other in a circle.
  await tx.$executeRaw`
    insert into usage_days (workspace_id, grouped_by, day, group_id, seconds, conversations)
    select workspace_id, grouped_by, day, group_id, sum(seconds), sum(conversations)
    from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb)
      as part(workspace_id text, grouped_by text, day date, group_id text, seconds bigint, conversations int)
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (workspace_id, grouped_by, day, group_id)
    do update set seconds = usage_days.seconds + excluded.seconds,
                  conversations = usage_days.conversations + excluded.conversations`
}

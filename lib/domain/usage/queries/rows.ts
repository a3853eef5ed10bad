import type { WorkspaceScope } from '@/lib/domain/scope'
import { dayStart, utcDay } from '@/lib/domain/usage/rules'
import type { UsageGroup } from '@/lib/domain/usage/schema'
import type { Transaction } from '@/lib/platform/database/client'

/** Rollup and live conversations have to be of one moment: one that ends in between would count twice, or not at all. */
export const oneMoment = { isolationLevel: 'RepeatableRead' } as const

/** The longest a conversation can have lasted, in days, and one to spare. */
export const longestConversation = 2

/** What ended conversations used, by UTC day, and by group where one is asked for (`''` where not). */
export async function readRollup(
  tx: Transaction,
  { workspaceId }: WorkspaceScope,
  { from, to }: { from: string; to: string },
  group?: UsageGroup,
) {
  const rows = await tx.usageDay.findMany({
    where: { workspaceId, groupedBy: group ?? '', day: { gte: dayStart(from), lte: dayStart(to) } },
  })
  return rows.map((row) => ({
    day: utcDay(row.day),
    group: row.groupId,
    seconds: Number(row.seconds),
    conversations: row.conversations,
  }))
}

/** The conversations that hold a slot, oldest first. */
export async function readLive(tx: Transaction, scope: WorkspaceScope) {
  return tx.conversation.findMany({
    where: { workspaceId: scope.workspaceId, status: { not: 'ended' } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      ...{ id: true, name: true, createdAt: true, accountId: true, apiKeyId: true },
      ...{ replicaName: true, replicaId: true, personaId: true, personaName: true },
    },
  })
}

/** The most conversations that were live at one moment from `from` up to `to`. */
export async function readPeak(
  tx: Transaction,
  scope: WorkspaceScope,
  from: Date,
  to: Date,
): Promise<number> {
  const earliest = new Date(from.getTime() - longestConversation * 86_400_000)
  // Where one ends as another begins, they were not live at once: ends come first.
  const [row] = await tx.$queryRaw<{ peak: number | null }[]>`
    with held as (
      select created_at, ended_at from conversations
      where workspace_id = ${scope.workspaceId} and created_at >= ${earliest} and created_at < ${to}
        and (ended_at is null or (ended_at > ${from} and ended_at > created_at))
    ), steps as (
      select greatest(created_at, ${from}) as at, 1 as step from held
      union all
      select ended_at, -1 from held where ended_at < ${to}
    )
    select max(running)::int as peak
    from (select sum(step) over (order by at, step rows unbounded preceding) as running from steps) as counted`
  return row?.peak ?? 0
}

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
  scope: WorkspaceScope,
  { from, to }: { from: string; to: string },
  group?: UsageGroup,
) {
  const rows = await tx.usageDay.groupBy({
    by: ['day', ...columnsOf(group)],
    where: { workspaceId: scope.workspaceId, day: { gte: dayStart(from), lte: dayStart(to) } },
    _sum: { seconds: true, conversations: true },
  })
  return rows.map((row) => ({
    day: utcDay(row.day),
    group: group ? groupIdOf(group, row) : '',
    seconds: Number(row._sum.seconds ?? 0),
    conversations: row._sum.conversations ?? 0,
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

type Ids = { personaId?: string; replicaId?: string; accountId?: string | null; apiKeyId?: string | null }

/** By what a conversation or a rollup row is grouped: a key stands before the person it belongs to. */
export function groupIdOf(group: UsageGroup, ids: Ids): string {
  if (group === 'persona') return ids.personaId ?? ''
  if (group === 'replica') return ids.replicaId ?? ''
  if (group === 'key') return ids.apiKeyId ?? ''
  return ids.apiKeyId || ids.accountId || ''
}

function columnsOf(group: UsageGroup | undefined) {
  const columns = {
    persona: ['personaId'],
    replica: ['replicaId'],
    creator: ['accountId', 'apiKeyId'],
    key: ['apiKeyId'],
  } as const
  return group ? [...columns[group]] : []
}

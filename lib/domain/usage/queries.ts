import { timestamp } from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { dayStart, secondsByDay, secondsSince, secondsUsed, utcDay, utcMonth } from './rules'
import type { Usage, UsageQuery, WorkspaceLimits } from './schema'

const dayMs = 86_400_000
/** The most days one answer lists. */
const longestPeriod = 400

/** Rollup and live conversations have to be of one moment: one that ends in between would count twice, or not at all. */
const oneMoment = { isolationLevel: 'RepeatableRead' } as const

/**
 * What the workspace used per UTC day of a period, live conversations counted up to now.
 * Without `from` the period begins with the month of its last day; without `to` it ends today.
 * @throws DomainError `invalid` when the period is upside down or too long
 */
export async function readUsage(scope: WorkspaceScope, query: UsageQuery): Promise<Usage> {
  const { database, clock } = registry()
  const now = clock.now()
  const { from, to, days } = listDays(query, utcDay(now))
  const { rollup, live } = await inTransaction(
    database,
    async (tx) => ({ rollup: await readRollup(tx, scope, from, to), live: await readLive(tx, scope) }),
    oneMoment,
  )

  const amounts = new Map(days.map((day) => [day, { seconds: 0, conversations: 0 }]))
  const add = (day: string, seconds: number, conversations: number) => {
    const amount = amounts.get(day)
    if (!amount) return
    amount.seconds += seconds
    amount.conversations += conversations
  }
  for (const { day, seconds, conversations } of rollup) add(day, seconds, conversations)
  for (const { createdAt } of live) {
    const parts = secondsByDay(createdAt, secondsUsed(createdAt, now))
    for (const [index, { day, seconds }] of parts.entries()) add(day, seconds, index === 0 ? 1 : 0)
  }

  const listed = [...amounts].map(([day, amount]) => ({ day, ...amount }))
  const sum = (name: 'seconds' | 'conversations') => listed.reduce((total, amount) => total + amount[name], 0)
  return {
    from,
    to,
    as_of: timestamp(now),
    total: { seconds: sum('seconds'), conversations: sum('conversations') },
    live: { conversations: live.length },
    days: listed,
  }
}

/** What the workspace may do now: slots and who holds them, the minutes of this UTC month, the longest call. */
export async function workspaceLimits(scope: WorkspaceScope): Promise<WorkspaceLimits> {
  const { database, clock } = registry()
  const now = clock.now()
  const month = utcMonth(now)
  const lastDay = utcDay(new Date(month.end.getTime() - dayMs))
  const { workspace, rollup, live } = await inTransaction(
    database,
    async (tx) => ({
      workspace: await tx.workspace.findUniqueOrThrow({ where: { id: scope.workspaceId } }),
      rollup: await readRollup(tx, scope, utcDay(month.start), lastDay),
      live: await readLive(tx, scope),
    }),
    oneMoment,
  )

  const ended = rollup.reduce((total, { seconds }) => total + seconds, 0)
  const running = live.map(({ createdAt }) =>
    secondsSince(createdAt, secondsUsed(createdAt, now), month.start),
  )
  const used = running.reduce((total, seconds) => total + seconds, ended)
  const limit = workspace.monthlyMinutes
  return {
    as_of: timestamp(now),
    concurrency: { limit: workspace.maxConcurrent, live: live.length },
    live: live.map((conversation) => ({
      conversation_id: conversation.id,
      conversation_name: conversation.name,
      replica_name: conversation.replicaName,
      created_at: timestamp(conversation.createdAt),
    })),
    minutes: {
      limit,
      used_seconds: used,
      left_seconds: limit === null ? null : Math.max(0, limit * 60 - used),
      period_start: utcDay(month.start),
      period_end: lastDay,
    },
    max_call_duration: workspace.maxCallDuration,
  }
}

/** The period asked for, as its UTC days in order. */
function listDays(query: UsageQuery, today: string): { from: string; to: string; days: string[] } {
  const to = query.to ?? (query.from && query.from > today ? query.from : today)
  const from = query.from ?? `${to.slice(0, 7)}-01`
  if (from > to) {
    throw new DomainError(
      'invalid',
      `The period begins on ${from}, after its end on ${to}. Swap the dates.`,
      {
        field: 'from',
      },
    )
  }
  const length = (dayStart(to).getTime() - dayStart(from).getTime()) / dayMs + 1
  if (length > longestPeriod) {
    throw new DomainError(
      'invalid',
      `The period has ${length.toLocaleString('en-US')} days; at most ${longestPeriod} fit into one answer. Choose a shorter one.`,
      { field: 'from' },
    )
  }
  const first = dayStart(from).getTime()
  const days = Array.from({ length }, (_, index) => utcDay(new Date(first + index * dayMs)))
  return { from, to, days }
}

/** What ended conversations used, by UTC day. */
async function readRollup(tx: Transaction, scope: WorkspaceScope, from: string, to: string) {
  const rows = await tx.usageDay.groupBy({
    by: ['day'],
    where: { workspaceId: scope.workspaceId, day: { gte: dayStart(from), lte: dayStart(to) } },
    _sum: { seconds: true, conversations: true },
  })
  return rows.map((row) => ({
    day: utcDay(row.day),
    seconds: Number(row._sum.seconds ?? 0),
    conversations: row._sum.conversations ?? 0,
  }))
}

/** The conversations that hold a slot, oldest first. */
async function readLive(tx: Transaction, scope: WorkspaceScope) {
  return tx.conversation.findMany({
    where: { workspaceId: scope.workspaceId, status: { not: 'ended' } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, replicaName: true, createdAt: true },
  })
}

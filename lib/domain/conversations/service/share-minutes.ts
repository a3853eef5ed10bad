import { nextDeadline, transition } from '@/lib/domain/conversations/lifecycle'
import { factsOf } from '@/lib/domain/conversations/serialize'
import { minutesEnd, secondsSince, secondsUsed, utcMonth } from '@/lib/domain/usage/rules'
import { type MonthlyLimits, monthlyLimits, monthlySeconds } from '@/lib/domain/workspaces/rules'
import { notify } from '@/lib/platform/database/bus'
import type { Transaction } from '@/lib/platform/database/client'

/**
 * Seconds left of a workspace's minutes and budget in the UTC month of `now`, live conversations counted as they run; null
 * without a limit. Below zero when a limit was lowered.
 */
export async function secondsLeft(
  tx: Transaction,
  { id: workspaceId, ...limits }: { id: string } & MonthlyLimits,
  now: Date,
): Promise<number | null> {
  const limit = monthlySeconds(limits)
  if (limit === null) return null
  const month = utcMonth(now)
  const [sum, live] = await Promise.all([
    tx.usageDay.aggregate({
      where: { workspaceId, groupedBy: '', day: { gte: month.start, lt: month.end } },
      _sum: { seconds: true },
    }),
    tx.conversation.findMany({
      where: { workspaceId, status: { not: 'ended' } },
      select: { createdAt: true },
    }),
  ])
  const running = live.map((row) => secondsSince(row.createdAt, secondsUsed(row.createdAt, now), month.start))
  const used = Number(sum._sum.seconds ?? 0) + running.reduce((a, b) => a + b, 0)
  return limit - used
}

/**
 * Shares what is left of the workspace's minutes among its live conversations, whenever one starts or ends or
 * the limit changes. The caller holds the workspace's lock.
 */
export async function shareMinutes(tx: Transaction, workspaceId: string, now: Date): Promise<void> {
  const limits = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: monthlyLimits })
  const left = await secondsLeft(tx, { id: workspaceId, ...limits }, now)
  const rows = await tx.conversation.findMany({
    where: { workspaceId, status: { not: 'ended' }, ...(left === null && { minutesEndAt: { not: null } }) },
    include: { participants: true },
  })
  const shared = minutesEnd(now, left, rows.length)
  const { end: monthEnd } = utcMonth(now)
  // Minutes that outlast the month are shared anew when the next one begins.
  const endAt = shared && shared > monthEnd ? monthEnd : shared
  for (const row of rows) {
    const { facts } = transition(factsOf(row), { type: 'minutes', endAt }, now)
    const deadline = nextDeadline(facts)
    await tx.conversation.update({
      where: { id: row.id },
      data: {
        minutesEndAt: endAt,
        deadlineAt: deadline?.at ?? null,
        deadlineReason: deadline?.reason ?? null,
      },
    })
    await notify(tx, { topic: 'conversation', id: row.id, workspaceId })
    if (deadline) await notify(tx, { topic: 'deadlines', id: deadline.at.toISOString() })
  }
}

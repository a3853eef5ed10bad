import { timestamp } from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { dayStart, groupIdOf, secondsByDay, secondsUsed, utcDay } from '@/lib/domain/usage/rules'
import type { Usage, UsageQuery } from '@/lib/domain/usage/schema'
import { priceOf } from '@/lib/domain/workspaces/rules'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { groupNames } from './group-names'
import { readLatency } from './latency'
import { oneMoment, readLive, readPeak, readRollup } from './rows'

const dayMs = 86_400_000
/** The most days one answer lists. */
const longestPeriod = 400

type Amount = { seconds: number; conversations: number }
type Entry = Amount & { day: string; group: string }

/**
 * What the workspace used per UTC day of a period, live conversations counted up to now, and the same number of days
 * before it to compare with. Without `from` the period begins with the month of its last day; without `to` it ends
 * today.
 * @throws DomainError `invalid` when the period is upside down or too long
 */
export async function readUsage(scope: WorkspaceScope, query: UsageQuery): Promise<Usage> {
  const { database, clock } = registry()
  const now = clock.now()
  const group = query.group_by
  const { days, ...period } = listDays(query, utcDay(now))
  const before = daysBefore(period.from, days.length)
  return await inTransaction(
    database,
    async (tx): Promise<Usage> => {
      const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: scope.workspaceId } })
      const live = await readLive(tx, scope)
      const running = live.flatMap((row): Entry[] =>
        secondsByDay(row.createdAt, secondsUsed(row.createdAt, now)).map((part, index) => ({
          ...part,
          group: groupIdOf(group, row),
          conversations: index === 0 ? 1 : 0,
        })),
      )
      const within = ({ from, to }: { from: string; to: string }) =>
        running.filter(({ day }) => day >= from && day <= to)
      const used = [...(await readRollup(tx, scope, period, group)), ...within(period)]
      const usedBefore = [...(await readRollup(tx, scope, before)), ...within(before)]
      const end = new Date(dayStart(period.to).getTime() + dayMs)
      const latency = await readLatency(tx, scope, { from: dayStart(period.from), to: end }, group)
      const groups = sumBy(used, ({ group }) => group)
      const names = group ? await groupNames(tx, scope, group, [...groups.keys()]) : null
      return {
        ...period,
        as_of: timestamp(now),
        total: sum(used),
        live: { conversations: live.length },
        peak_concurrency: await readPeak(tx, scope, dayStart(period.from), end),
        latency: latency.all,
        price: priceOf(workspace),
        previous: { ...before, ...sum(usedBefore) },
        days: listed(days, used, group !== undefined),
        ...(names && {
          groups: [...groups]
            .map(([id, amount]) => ({ id, name: names.get(id) ?? id, ...amount, latency: latency.of(id) }))
            .sort((a, b) => b.seconds - a.seconds || a.name.localeCompare(b.name)),
        }),
      }
    },
    oneMoment,
  )
}

function listed(days: string[], used: Entry[], grouped: boolean): Usage['days'] {
  const byDay = new Map<string, Entry[]>(days.map((day) => [day, []]))
  for (const entry of used) byDay.get(entry.day)?.push(entry)
  return [...byDay].map(([day, entries]) => {
    if (!grouped) return { day, ...sum(entries) }
    const groups = [...sumBy(entries, ({ group }) => group)].filter(([, { seconds }]) => seconds > 0)
    return {
      day,
      ...sum(entries),
      groups: Object.fromEntries(groups.map(([id, { seconds }]) => [id, seconds])),
    }
  })
}

const sum = (amounts: Amount[]): Amount => ({
  seconds: amounts.reduce((total, { seconds }) => total + seconds, 0),
  conversations: amounts.reduce((total, { conversations }) => total + conversations, 0),
})

function sumBy(entries: Entry[], key: (entry: Entry) => string): Map<string, Amount> {
  const found = new Map<string, Entry[]>()
  for (const entry of entries) found.set(key(entry), [...(found.get(key(entry)) ?? []), entry])
  return new Map([...found].map(([id, those]) => [id, sum(those)]))
}

/** As many UTC days as `count`, up to the one before `from`. */
function daysBefore(from: string, count: number): { from: string; to: string } {
  const start = dayStart(from).getTime()
  return { from: utcDay(new Date(start - count * dayMs)), to: utcDay(new Date(start - dayMs)) }
}

/** The period asked for, as its UTC days in order. @throws DomainError `invalid` where it ends before it begins, or is too long */
export function listDays(
  query: Pick<UsageQuery, 'from' | 'to'>,
  today: string,
): { from: string; to: string; days: string[] } {
  const to = query.to ?? (query.from && query.from > today ? query.from : today)
  const from = query.from ?? `${to.slice(0, 7)}-01`
  if (from > to) {
    throw new DomainError(
      'invalid',
      `The period begins on ${from}, after its end on ${to}. Swap the dates.`,
      { field: 'from' },
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

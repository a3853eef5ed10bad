import { benchRegistry } from '@/e2e/support/bench-registry'
import { median, printFigures } from '@/e2e/support/bench-table'
import { fillHistory, million } from '@/e2e/support/million'
import { dayStart, utcDay } from '@/lib/domain/usage/rules'
import type { UsageGroup } from '@/lib/domain/usage/schema'

/**
 * The usage of 30 days: rows that PostgreSQL reads of the sums that are kept, beside those of the conversations themselves.
 * Both answers are the same to the second; told as well is what a report by persona reads.
 */
const days = 30
const least = 100
const dayMs = 86_400_000

const bench = await benchRegistry()
const scope = await bench.owner()
await fillHistory(scope, million)
const { database } = bench
const { workspaceId } = scope
const to = dayStart(utcDay(new Date()))
const from = new Date(to.getTime() - days * dayMs)

// What ends of conversations have written, made of the rows: a second belongs to the day in which it begins.
await database.$executeRaw`set statement_timeout = 0`
await database.$executeRaw`
  insert into usage_days (workspace_id, grouped_by, day, group_id, seconds, conversations)
  select workspace_id, g.grouped_by, d.day, g.id, sum(d.seconds), sum(d.began)
  from conversations cross join lateral (
    select (created_at at time zone 'UTC')::date as first,
      least(duration, ceil(extract(epoch from date_trunc('day', created_at, 'UTC') + interval '1 day' - created_at)))::int as today
  ) f cross join lateral (values (first, today, 1), (first + 1, duration - today, 0)) d(day, seconds, began)
  cross join lateral (values ('', ''), ('persona', persona_id), ('replica', replica_id),
    ('creator', coalesce(api_key_id, account_id, '')), ('key', coalesce(api_key_id, ''))) g(grouped_by, id)
  where duration is not null and (d.began = 1 or d.seconds > 0) group by 1, 2, 3, 4`
await database.$executeRaw`vacuum analyze usage_days`

type Read = { rows: number; seconds: number; ms: number }
type Plan = {
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Relation Name'?: string
  Plans?: Plan[]
}

/** Rows that the scans of a plan came by. */
const rowsRead = (plan: Plan): number =>
  (plan['Relation Name']
    ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
    : 0) + (plan.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0)

async function read(statement: string): Promise<Read> {
  const values = [workspaceId, from, to]
  const explained = await database.$queryRawUnsafe<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
    `explain (analyze, format json) ${statement}`,
    ...values,
  )
  const times: number[] = []
  let seconds = 0
  for (let round = 0; round < 11; round++) {
    const began = performance.now()
    const rows = await database.$queryRawUnsafe<{ seconds: bigint }[]>(statement, ...values)
    times.push(performance.now() - began)
    seconds = rows.reduce((sum, row) => sum + Number(row.seconds), 0)
  }
  return { rows: rowsRead(explained[0]?.['QUERY PLAN'][0].Plan as Plan), seconds, ms: median(times) }
}

// As `readRollup` asks.
const keptBy = (group: UsageGroup | '') =>
  read(`
  select grouped_by, day, group_id, seconds from usage_days
  where workspace_id = $1 and grouped_by = '${group}' and day >= $2::date and day < $3::date`)
const kept = await keptBy('')
const byPersona = await keptBy('persona')
const raw = await read(`
  select 1 as day, sum(greatest(0,
    least(ceil(extract(epoch from $3::timestamptz - created_at)), duration)
    - greatest(0, least(duration, ceil(extract(epoch from $2::timestamptz - created_at))))))::bigint as seconds
  from conversations
  where workspace_id = $1 and created_at >= $2::timestamptz - interval '1 day' and created_at < $3::timestamptz
    and duration is not null`)
await bench.close()

if (kept.seconds !== raw.seconds || byPersona.seconds !== raw.seconds) {
  console.error(
    `The sums say ${kept.seconds} s, those by persona ${byPersona.seconds} s, the conversations ${raw.seconds} s.`,
  )
  process.exitCode = 1
}
printFigures([
  { what: `seconds of ${days} days, either way`, value: kept.seconds, unit: 's' },
  { what: 'rows read of the sums', value: kept.rows },
  { what: 'rows read of the sums by persona', value: byPersona.rows },
  { what: 'rows read of conversations', value: raw.rows },
  { what: 'time by the sums', value: kept.ms, unit: 'ms' },
  { what: 'time by conversations', value: raw.ms, unit: 'ms' },
  { what: 'fewer rows read', value: raw.rows / kept.rows, unit: 'times', least },
])

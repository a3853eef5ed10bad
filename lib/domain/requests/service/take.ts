import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/** `allowed` is false when the limit was reached before; at `resetAt` counting begins anew. */
export type Taken = { allowed: boolean; resetAt: Date }

/**
 * Counts one try of `key` and says whether it is within `limit` a window of `windowMs` milliseconds. A window begins
 * with its first try.
 */
export async function take(scope: SystemScope, key: string, limit: number, windowMs: number): Promise<Taken> {
  const { granted, resetAt } = await takeSeveral(scope, key, { tries: 1, limit, windowMs })
  return { allowed: granted === 1, resetAt }
}

/** So many tries, of at most `limit` a window of `windowMs` milliseconds. */
type Several = { tries: number; limit: number; windowMs: number }

/** How many of the tries are within the limit, and how many more would be; at `resetAt` counting begins anew. */
export type Granted = { granted: number; left: number; resetAt: Date }

/**
 * Counts several tries of `key` at once. One statement, so that any number of tries at once, on any number of servers,
 * are counted right.
 */
export async function takeSeveral(
  _scope: SystemScope,
  key: string,
  { tries, limit, windowMs }: Several,
): Promise<Granted> {
  const { database, clock } = registry()
  const now = clock.now()
  const fresh = new Date(now.getTime() + windowMs)
  const [row] = await database.$queryRaw<[{ count: number; reset_at: Date }]>`
    insert into rates (key, count, reset_at) values (${key}, ${tries}::int, ${fresh}::timestamptz)
    on conflict (key) do update set
      count = case when rates.reset_at <= ${now}::timestamptz then ${tries}::int
        else least(rates.count + ${tries}::int, ${limit + tries}::int) end,
      reset_at = case when rates.reset_at <= ${now}::timestamptz then excluded.reset_at else rates.reset_at end
    returning count, reset_at`
  if (row.count === tries) await forgetPast(now)
  const before = row.count - tries
  const granted = Math.min(tries, Math.max(0, limit - before))
  return { granted, left: Math.max(0, limit - row.count), resetAt: row.reset_at }
}

/** Takes back one try of `key`, for what turned out not to count (a sign-in that succeeded). */
export async function giveBack(_scope: SystemScope, key: string): Promise<void> {
  await registry().database.rate.updateMany({
    where: { key, count: { gt: 0 } },
    data: { count: { decrement: 1 } },
  })
}

/** Forgets every try of `key`. */
export async function forget(_scope: SystemScope, key: string): Promise<void> {
  await registry().database.rate.deleteMany({ where: { key } })
}

/** Each new window clears away some that are over, so that the table stays as small as what is going on. */
async function forgetPast(now: Date): Promise<void> {
  await registry().database.$executeRaw`
    delete from rates where key in (
      select key from rates where reset_at <= ${now}::timestamptz limit 100 for update skip locked)`
}

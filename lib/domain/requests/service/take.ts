import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/** `allowed` is false when the limit was reached before; at `resetAt` counting begins anew. */
export type Taken = { allowed: boolean; resetAt: Date }

/**
 * Counts one try of `key` and says whether it is within `limit` a window of `windowMs` milliseconds. A window begins
 * with its first try. One statement, so that any number of tries at once, on any number of servers, are counted right.
 */
export async function take(scope: SystemScope, key: string, limit: number, windowMs: number): Promise<Taken> {
  const { database, clock } = registry()
  const now = clock.now()
  const fresh = new Date(now.getTime() + windowMs)
  const [row] = await database.$queryRaw<[{ count: number; reset_at: Date }]>`
    insert into rates (key, count, reset_at) values (${key}, 1, ${fresh}::timestamptz)
    on conflict (key) do update set
      count = case when rates.reset_at <= ${now}::timestamptz then 1
        else least(rates.count + 1, ${limit}::int + 1) end,
      reset_at = case when rates.reset_at <= ${now}::timestamptz then excluded.reset_at else rates.reset_at end
    returning count, reset_at`
  if (row.count === 1) await forgetPast(scope, now)
  return { allowed: row.count <= limit, resetAt: row.reset_at }
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
export async function forgetPast(_scope: SystemScope, now: Date): Promise<void> {
  await registry().database.$executeRaw`
    delete from rates where key in (
      select key from rates where reset_at <= ${now}::timestamptz limit 100 for update skip locked)`
}

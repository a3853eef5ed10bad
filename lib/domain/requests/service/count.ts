import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { type RateLimit, rateWindowMs } from '../rules'
import { forgetPast } from './take'

/** One try of a policy, as `counted` of a row of `rates` that may be there already; `$3` is now, `$4` the window's end. */
const oneMore = (limit: string) => `
  on conflict (key) do update set
    count = case when rates.reset_at <= $3 then 1 else least(rates.count + 1, ${limit} + 1) end,
    reset_at = case when rates.reset_at <= $3 then excluded.reset_at else rates.reset_at end
  returning count, reset_at`

/** Both policies in one statement, as every request makes it. A limit of 0 is none. */
const countBoth = {
  name: 'count request',
  text: `
    with of_key as (
      insert into rates (key, count, reset_at) select $1, 1, $4::timestamptz where $2::int > 0 ${oneMore('$2::int')}),
    of_account as (
      insert into rates (key, count, reset_at) select $5, 1, $4::timestamptz
      where $6::int > 0 and not exists (select from of_key where count > $2::int) ${oneMore('$6::int')})
    select 'key' as policy, $2::int as "limit", count, reset_at as "resetAt" from of_key
    union all select 'account', $6::int, count, reset_at from of_account`,
}

type Counted = { policy: RateLimit['policy']; limit: number; count: number; resetAt: Date }

/**
 * Counts a request to the API against the limits of its key and of the account it acts for; the one that leaves the
 * fewest is the answer. A request that its key's limit refuses is not counted by the other. Null without any limit:
 * what pages read is not counted, as they read again at every change. It is counted in the database each time, so that
 * the limit is the same, to the request, for any number of servers.
 */
export async function countRequest(system: SystemScope, scope: WorkspaceScope): Promise<RateLimit | null> {
  const { pool, clock, env } = registry()
  if (scope.kind !== 'key' || (env.RATE_LIMIT_KEY === 0 && env.RATE_LIMIT_ACCOUNT === 0)) return null
  const now = clock.now()
  const values = [
    `api:key:${scope.apiKeyId}`,
    env.RATE_LIMIT_KEY,
    now,
    new Date(now.getTime() + rateWindowMs),
    `api:account:${scope.accountId}`,
    env.RATE_LIMIT_ACCOUNT,
  ]
  const { rows } = await pool.query<Counted>({ ...countBoth, values })
  if (rows.some(({ count }) => count === 1)) await forgetPast(system, now)
  const counted = rows.map(({ count, ...each }) => ({
    ...each,
    allowed: count <= each.limit,
    left: Math.max(0, each.limit - count),
  }))
  return counted.find(({ allowed }) => !allowed) ?? counted.sort((a, b) => a.left - b.left)[0] ?? null
}

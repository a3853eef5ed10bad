import type { KeyScope, SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { coalesce } from '@/lib/platform/coalesce'
import { registry } from '@/lib/platform/registry'
import { type RateLimit, rateWindowMs } from '../rules'
import { forgetPast } from './take'

/** Adds tries to a row of `rates` that may be there already; `$3` is now, `reset_at` the window's end. */
const addTries = `
  on conflict (key) do update set
    count = case when rates.reset_at <= $3 then 0 else rates.count end + excluded.count,
    reset_at = case when rates.reset_at <= $3 then excluded.reset_at else rates.reset_at end
  returning count, reset_at`

/** `$7` tries of both policies in one statement; the account has those that the key's limit lets pass. A limit of 0 is none. */
const countBoth = {
  name: 'count requests',
  text: `
    with of_key as (
      insert into rates (key, count, reset_at) select $1, $7::int, $4::timestamptz where $2::int > 0 ${addTries}),
    passing as (
      select case when $2 = 0 then $7
        else greatest(0, least($7, $2 - (select count from of_key) + $7)) end as tries),
    of_account as (
      insert into rates (key, count, reset_at) select $5, tries, $4::timestamptz from passing
      where $6::int > 0 and tries > 0 ${addTries})
    select 'key' as policy, $2 as "limit", count, $7 as tries, reset_at as "resetAt" from of_key
    union all select 'account', $6, count, tries, reset_at from of_account, passing`,
}

/** A policy after so many tries more: `count` in its window. */
type Counted = { policy: RateLimit['policy']; limit: number; count: number; tries: number; resetAt: Date }

/** What a policy says of the try `index` of those that were counted together; null where it was not counted by it. */
function afterTry({ count, tries, ...rest }: Counted, index: number): RateLimit | null {
  if (index >= tries) return null
  const own = count - tries + 1 + index
  return { ...rest, allowed: own <= rest.limit, left: Math.max(0, rest.limit - own) }
}

/** Those of one key that come while some are being counted are counted together then, each for itself. */
const countTogether = coalesce<{ system: SystemScope; scope: KeyScope }, RateLimit | null>(
  async (_key, [first, ...others]) => {
    if (!first) return []
    const { system, scope } = first
    const { pool, clock, env } = registry()
    const now = clock.now()
    const tries = 1 + others.length
    const values = [
      ...[`api:key:${scope.apiKeyId}`, env.RATE_LIMIT_KEY],
      ...[now, new Date(now.getTime() + rateWindowMs)],
      ...[`api:account:${scope.accountId}`, env.RATE_LIMIT_ACCOUNT, tries],
    ]
    const { rows } = await pool.query<Counted>({ ...countBoth, values })
    if (rows.some((row) => row.count === row.tries)) await forgetPast(system, now)
    return Array.from({ length: tries }, (_, index) => {
      const limits = rows.map((row) => afterTry(row, index)).filter((limit) => limit !== null)
      return limits.find(({ allowed }) => !allowed) ?? limits.sort((a, b) => a.left - b.left)[0] ?? null
    })
  },
)

/**
 * Counts a request to the API against the limits of its key and of the account it acts for; the one that leaves the
 * fewest is the answer. A request that its key's limit refuses is not counted by the other. Null without any limit:
 * what pages read is not counted, as they read again at every change. It is counted in the database before it is
 * answered, so that the limit is the same, to the request, for any number of servers.
 */
export async function countRequest(system: SystemScope, scope: WorkspaceScope): Promise<RateLimit | null> {
  const { env } = registry()
  if (scope.kind !== 'key' || (env.RATE_LIMIT_KEY === 0 && env.RATE_LIMIT_ACCOUNT === 0)) return null
  return await countTogether(scope.apiKeyId, { system, scope })
}

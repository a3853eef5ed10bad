import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { batchOf, type RateLimit, rateWindowMs } from '../rules'
import { type Granted, takeSeveral } from './take'

/** Tries that this server took from the database in advance, and gives out without asking it again. */
type Purse = Granted & { limit: number }

const purses = new Map<string, Purse>()
/** So many purses are kept; then those whose window is over are thrown away. */
const mostPurses = 10_000

/**
 * Counts a request to the API against the limits of its key and of the account it acts for; the one that leaves the
 * fewest is the answer. A request that its key's limit refuses is not counted by the other. Null without any limit:
 * what pages read is not counted, as they read again at every change.
 */
export async function countRequest(system: SystemScope, scope: WorkspaceScope): Promise<RateLimit | null> {
  const { RATE_LIMIT_KEY, RATE_LIMIT_ACCOUNT } = registry().env
  if (scope.kind !== 'key') return null
  const counted: RateLimit[] = []
  if (RATE_LIMIT_KEY > 0) {
    counted.push(await count(system, 'key', scope.apiKeyId, RATE_LIMIT_KEY))
  }
  if (RATE_LIMIT_ACCOUNT > 0 && counted.every(({ allowed }) => allowed)) {
    counted.push(await count(system, 'account', scope.accountId, RATE_LIMIT_ACCOUNT))
  }
  return counted.find(({ allowed }) => !allowed) ?? counted.sort((a, b) => a.left - b.left)[0] ?? null
}

/**
 * A try from the purse, which is filled from the database in batches: a statement for some requests, not for each. Of
 * several servers each holds a batch, so that a limit is never passed, and may be reached a few requests early.
 */
async function count(
  system: SystemScope,
  policy: RateLimit['policy'],
  holder: string,
  limit: number,
): Promise<RateLimit> {
  const { clock } = registry()
  const key = `api:${policy}:${holder}`
  for (;;) {
    const now = clock.now()
    const purse = purses.get(key)
    const good = purse && purse.limit === limit && purse.resetAt > now
    if (good && purse.granted > 0) {
      purse.granted--
      return { policy, limit, allowed: true, left: purse.left + purse.granted, resetAt: purse.resetAt }
    }
    if (good && purse.left === 0) return { policy, limit, allowed: false, left: 0, resetAt: purse.resetAt }
    await fill(system, key, limit, now)
  }
}

const filling = new Map<string, Promise<void>>()

/** Whoever finds a purse empty fills it for all who wait. */
async function fill(system: SystemScope, key: string, limit: number, now: Date): Promise<void> {
  const running = filling.get(key)
  if (running) return await running
  const task = takeSeveral(system, key, { tries: batchOf(limit), limit, windowMs: rateWindowMs })
    .then((granted) => {
      if (purses.size >= mostPurses) forgetOver(now)
      purses.set(key, { ...granted, limit })
    })
    .finally(() => filling.delete(key))
  filling.set(key, task)
  await task
}

function forgetOver(now: Date): void {
  for (const [key, purse] of purses) if (purse.resetAt <= now) purses.delete(key)
}

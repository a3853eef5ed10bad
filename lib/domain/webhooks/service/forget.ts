import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/** Rows that one statement deletes: a log of millions goes without holding anybody up. */
const batch = 1000

/** Deletes what is older in the log than WEBHOOK_RETENTION_DAYS; what still waits to be sent stays. How many. */
export async function forgetDeliveries(_system: SystemScope): Promise<number> {
  const { database, clock, env } = registry()
  const before = new Date(clock.now().getTime() - env.WEBHOOK_RETENTION_DAYS * 86_400_000)
  for (let all = 0; ; ) {
    const count = await database.$executeRaw`
      delete from webhook_deliveries where id in (
        select id from webhook_deliveries
        where created_at < ${before} and status <> 'pending' order by created_at limit ${batch})`
    all += count
    if (count < batch) return all
  }
}

import type { SystemScope } from '@/lib/domain/scope'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import type { Heartbeat } from './rules'

export type Registered = {
  /** Which start of this instance it is. */
  run: string
  /** When the server before it under the same id was last alive; null when there was none. */
  lastAlive: Date | null
}

/** Announces this server, which takes no requests yet. */
export async function registerInstance(_system: SystemScope): Promise<Registered> {
  const { database, clock, instanceId } = registry()
  const now = clock.now()
  const run = rowId()
  const before = await database.instance.findUnique({ where: { id: instanceId } })
  const begun = { run, startedAt: now, heartbeatAt: now, address: null }
  await database.instance.upsert({
    where: { id: instanceId },
    create: { id: instanceId, ...begun },
    update: begun,
  })
  return { run, lastAlive: before?.heartbeatAt ?? null }
}

/**
 * Says that this server lives; one that was forgotten meanwhile is known again.
 * @returns false when another server was started under the same id, to which its rooms belong now
 */
export async function beat(_system: SystemScope, run: string, address: string | null): Promise<boolean> {
  const { database, clock, instanceId } = registry()
  const now = clock.now()
  const [row] = await database.$queryRaw<{ run: string }[]>`
    insert into instances (id, run, started_at, heartbeat_at, address)
    values (${instanceId}, ${run}, ${now}, ${now}, ${address})
    on conflict (id) do update set
      heartbeat_at = case when instances.run = ${run} then excluded.heartbeat_at else instances.heartbeat_at end,
      address = case when instances.run = ${run} then excluded.address else instances.address end
    returning run`
  return row?.run === run
}

/** Forgets an instance that is gone, unless it has come back. */
export async function forgetInstance(_system: SystemScope, { id, heartbeatAt }: Heartbeat): Promise<void> {
  await registry().database.instance.deleteMany({ where: { id, heartbeatAt: { lte: heartbeatAt } } })
}

import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { goneAfterMs } from './rules'

/** Instances that have not said for a minute that they live, with when they last did. */
export async function goneInstances(_system: SystemScope): Promise<{ id: string; heartbeatAt: Date }[]> {
  const { database, clock, instanceId } = registry()
  return await database.instance.findMany({
    where: { id: { not: instanceId }, heartbeatAt: { lt: new Date(clock.now().getTime() - goneAfterMs) } },
    select: { id: true, heartbeatAt: true },
  })
}

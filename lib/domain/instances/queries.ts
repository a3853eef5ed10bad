import type { SystemScope } from '@/lib/domain/scope'
import type { Database, Transaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import type { Heartbeat } from './rules'

/** Every instance but this one, with when it last said that it lives. */
export async function otherInstances(_system: SystemScope): Promise<Heartbeat[]> {
  const { database, instanceId } = registry()
  return await database.instance.findMany({
    where: { id: { not: instanceId } },
    select: { id: true, heartbeatAt: true },
  })
}

/** Whether an instance has said nothing since the heartbeat that is given. */
export async function isSilentSince(
  db: Transaction | Database,
  { id, heartbeatAt }: Heartbeat,
): Promise<boolean> {
  const row = await db.instance.findUnique({ where: { id }, select: { heartbeatAt: true } })
  return !row || row.heartbeatAt.getTime() <= heartbeatAt.getTime()
}

/** Where an instance takes requests; `address` is null while it takes none, and all of it when it is known no more. */
export async function findInstance(
  _system: SystemScope,
  id: string,
): Promise<{ address: string | null } | null> {
  return await registry().database.instance.findUnique({ where: { id }, select: { address: true } })
}

import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/**
 * Announces this server.
 * @returns when the one before it under the same id was last alive; null when there was none
 */
export async function registerInstance(_system: SystemScope): Promise<Date | null> {
  const { database, clock, instanceId } = registry()
  const now = clock.now()
  const before = await database.instance.findUnique({ where: { id: instanceId } })
  await database.instance.upsert({
    where: { id: instanceId },
    create: { id: instanceId, startedAt: now, heartbeatAt: now },
    update: { startedAt: now, heartbeatAt: now },
  })
  return before?.heartbeatAt ?? null
}

/** Says that this server lives; one that was forgotten meanwhile is known again. */
export async function beat(_system: SystemScope): Promise<void> {
  const { database, clock, instanceId } = registry()
  const now = clock.now()
  await database.instance.upsert({
    where: { id: instanceId },
    create: { id: instanceId, startedAt: now, heartbeatAt: now },
    update: { heartbeatAt: now },
  })
}

/** Forgets an instance that is gone. */
export async function forgetInstance(_system: SystemScope, id: string): Promise<void> {
  await registry().database.instance.deleteMany({ where: { id } })
}

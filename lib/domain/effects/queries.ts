import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/** When the next effect that this instance can carry out is due; null when there is none. */
export async function nextEffectAt(_system: SystemScope): Promise<Date | null> {
  const { database, instanceId } = registry()
  const first = await database.effect.findFirst({
    where: { nextAttemptAt: { not: null }, OR: [{ instanceId: null }, { instanceId }] },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  })
  return first?.nextAttemptAt ?? null
}

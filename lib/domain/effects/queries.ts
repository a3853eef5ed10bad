import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { type EffectLength, longKinds } from './rules'

/** When the next long or short effect that this instance can carry out is due; null when there is none. */
export async function nextEffectAt(_system: SystemScope, length: EffectLength): Promise<Date | null> {
  const { database, instanceId } = registry()
  const first = await database.effect.findFirst({
    where: {
      nextAttemptAt: { not: null },
      kind: length === 'long' ? { in: [...longKinds] } : { notIn: [...longKinds] },
      OR: [{ instanceId: null }, { instanceId }],
    },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  })
  return first?.nextAttemptAt ?? null
}

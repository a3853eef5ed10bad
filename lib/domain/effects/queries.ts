import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { type EffectQueue, kindsIn } from './rules'

/** When the next effect of a queue that this instance can carry out is due; null when there is none. */
export async function nextEffectAt(_system: SystemScope, queue: EffectQueue): Promise<Date | null> {
  const { database, instanceId } = registry()
  const { kinds, isThese } = kindsIn(queue)
  const first = await database.effect.findFirst({
    where: {
      nextAttemptAt: { not: null },
      kind: isThese ? { in: kinds } : { notIn: kinds },
      OR: [{ instanceId: null }, { instanceId }],
    },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  })
  return first?.nextAttemptAt ?? null
}

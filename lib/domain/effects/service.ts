import type { SystemScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import type { Transaction } from '@/lib/platform/database/client'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { leaseMs, retryAt } from './rules'

/** Something to be done outside the database. */
export type NewEffect = {
  kind: 'end-at-provider'
  conversationId: string
  /** Only this instance can do it; null: any. */
  instanceId: string | null
  payload: { provider: string; reason: string }
}

export type ClaimedEffect = NewEffect & { id: string; attempts: number }

/** Stores effects with the decisions that caused them; the engine carries them out at least once. */
export async function enqueueEffects(tx: Transaction, effects: NewEffect[], now: Date): Promise<void> {
  if (effects.length === 0) return
  await tx.effect.createMany({
    data: effects.map((effect) => ({ id: rowId(), ...effect, createdAt: now, nextAttemptAt: now })),
  })
  await notify(tx, { topic: 'effects', id: now.toISOString() })
}

/**
 * Takes up to `limit` due effects that this instance can carry out. They come back by themselves when the lease
 * runs out, so that a crash loses none.
 */
export async function claimEffects(_system: SystemScope, limit: number): Promise<ClaimedEffect[]> {
  const { database, clock, instanceId } = registry()
  const now = clock.now()
  const rows = await database.$queryRaw<Record<string, unknown>[]>`
    update effects set next_attempt_at = ${new Date(now.getTime() + leaseMs)}, attempts = attempts + 1
    where id in (
      select id from effects
      where next_attempt_at <= ${now} and (instance_id is null or instance_id = ${instanceId})
      order by next_attempt_at limit ${limit} for update skip locked)
    returning id, kind, conversation_id as "conversationId", instance_id as "instanceId", payload, attempts`
  return rows as ClaimedEffect[]
}

/** Marks an effect as done. */
export async function effectDone(_system: SystemScope, id: string): Promise<void> {
  const { database, clock } = registry()
  await database.effect.updateMany({
    where: { id },
    data: { doneAt: clock.now(), nextAttemptAt: null, lastError: null },
  })
}

/** Puts an effect back after a failed attempt. */
export async function effectFailed(
  _system: SystemScope,
  effect: ClaimedEffect,
  error: unknown,
): Promise<void> {
  const { database, clock } = registry()
  const nextAttemptAt = retryAt(clock.now(), effect.attempts)
  const lastError = String(error instanceof Error ? error.message : error).slice(0, 500)
  await database.effect.updateMany({ where: { id: effect.id }, data: { nextAttemptAt, lastError } })
}

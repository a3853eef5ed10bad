import type { SystemScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import type { Transaction } from '@/lib/platform/database/client'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { type EffectQueue, kindsIn, type LongKind, leaseMs, retryAt } from './rules'

/** Something to be done outside the database. */
export type NewEffect = {
  /** Chosen where it is to be found again. */
  id?: string
  /** Only this instance can do it; null: any. */
  instanceId: string | null
  /** Not before; at once when left out. */
  dueAt?: Date
} & (AboutConversation | AboutDocument)

type AboutConversation = { conversationId: string } & (
  | { kind: 'end-at-provider'; payload: { reason: string } }
  | { kind: 'erase-at-provider'; payload: { hard: boolean } }
  | { kind: 'announce-recording' | 'remove-recordings' | 'remember'; payload: Record<string, never> }
  | { kind: LongKind; payload: { recordingId: string } }
)
type AboutDocument = { conversationId?: null } & (
  | { kind: 'read-document'; payload: { documentId: string; round: number } }
  | { kind: 'remove-document'; payload: { documentId: string } }
)

export type ClaimedEffect = NewEffect & { id: string; attempts: number }

/** Stores effects with the decisions that caused them; the engine carries them out at least once. */
export async function enqueueEffects(tx: Transaction, effects: NewEffect[], now: Date): Promise<void> {
  if (effects.length === 0) return
  await tx.effect.createMany({
    data: effects.map(({ dueAt = now, ...effect }) => ({
      id: rowId(),
      ...effect,
      createdAt: now,
      nextAttemptAt: dueAt,
    })),
  })
  await nudge(
    tx,
    effects.map(({ dueAt = now }) => dueAt),
  )
}

/** The engine looks when the first of these instants has come. */
async function nudge(tx: Transaction, instants: Date[]): Promise<void> {
  const first = new Date(Math.min(...instants.map((at) => at.getTime())))
  await notify(tx, { topic: 'effects', id: first.toISOString() })
}

/** Makes an effect due now that waits for its time; one that was tried already waits for its next try. */
export async function hastenEffect(tx: Transaction, id: string, now: Date): Promise<void> {
  const { count } = await tx.effect.updateMany({
    where: { id, attempts: 0, nextAttemptAt: { gt: now } },
    data: { nextAttemptAt: now },
  })
  if (count > 0) await nudge(tx, [now])
}

/**
 * Takes up to `limit` due effects of a queue that this instance can carry out. They come back by themselves when the
 * lease runs out, so that a crash loses none.
 */
export async function claimEffects(
  _system: SystemScope,
  queue: EffectQueue,
  limit: number,
): Promise<ClaimedEffect[]> {
  const { database, clock, instanceId } = registry()
  const { kinds, isThese } = kindsIn(queue)
  const now = clock.now()
  const rows = await database.$queryRaw<Record<string, unknown>[]>`
    update effects set next_attempt_at = ${new Date(now.getTime() + leaseMs)}, attempts = attempts + 1
    where id in (
      select id from effects
      where next_attempt_at <= ${now} and (instance_id is null or instance_id = ${instanceId})
        and (kind = any(${kinds})) = ${isThese}
      order by next_attempt_at limit ${limit} for update skip locked)
    returning id, kind, conversation_id as "conversationId", instance_id as "instanceId", payload, attempts`
  return rows as ClaimedEffect[]
}

/** Keeps an effect from coming back while it is being carried out. */
export async function extendLease(_system: SystemScope, id: string): Promise<void> {
  const { database, clock } = registry()
  const nextAttemptAt = new Date(clock.now().getTime() + leaseMs)
  await database.effect.updateMany({ where: { id, doneAt: null }, data: { nextAttemptAt } })
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

import type { SystemScope } from '@/lib/domain/scope'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { leaseMs, type Result, testType, type Verdict, verdictOf } from '../rules'
import { announceDeliveries } from './publish'

/** A delivery that an attempt is to be made at. */
export type ClaimedDelivery = {
  id: string
  workspaceId: string
  conversationId: string | null
  eventId: string
  endpointId: string | null
  url: string
  destination: string
  eventType: string
  body: string
  attempts: number
  round: number
  /** Its endpoint was paused or deleted since: nothing is to be sent. */
  stopped: boolean
  claimedAt: Date
}

type Share = {
  /** The most to take. */
  limit: number
  /** The most to take for one destination, and what is left of it where some are under way. */
  each: number
  left: Record<string, number>
}

/** Rows that are looked through for what may be taken, the longest due first. */
const window = 500

/**
 * Takes deliveries that are due. They come back by themselves when the lease runs out, so that a crash loses none; then
 * the receiver may see one twice, under the same id.
 */
export async function claimDeliveries(
  _system: SystemScope,
  { limit, each, left }: Share,
): Promise<ClaimedDelivery[]> {
  const { database, clock } = registry()
  const now = clock.now()
  const busy = Object.keys(left).filter((destination) => (left[destination] ?? 0) <= 0)
  const rows = await database.$queryRaw<Omit<ClaimedDelivery, 'claimedAt'>[]>`
    with front as (
      select id, destination, next_attempt_at, created_at from webhook_deliveries
      where next_attempt_at <= ${now} and destination <> all(${busy})
      order by next_attempt_at limit ${window}),
    ranked as (
      select id, destination, next_attempt_at,
        row_number() over (partition by destination order by next_attempt_at, created_at) as place
      from front),
    chosen as (
      select id from ranked
      where place <= coalesce((${JSON.stringify(left)}::jsonb ->> destination)::int, ${each})
      order by next_attempt_at limit ${limit}),
    locked as (
      select id from webhook_deliveries
      where id in (select id from chosen) and next_attempt_at <= ${now} for update skip locked)
    update webhook_deliveries d set next_attempt_at = ${new Date(now.getTime() + leaseMs)}, claimed_at = ${now}
    from locked where d.id = locked.id
    returning d.id, d.workspace_id as "workspaceId", d.conversation_id as "conversationId", d.event_id as "eventId",
      d.endpoint_id as "endpointId", d.url, d.destination, d.event_type as "eventType", d.body, d.attempts, d.round,
      (d.endpoint_id is not null and d.event_type <> ${testType} and not exists (
        select 1 from webhook_endpoints e where e.id = d.endpoint_id and e.disabled_at is null)) as stopped`
  return rows.map((row) => ({ ...row, claimedAt: now }))
}

/** A request that was made, and what it came to. */
export type Attempt = {
  at: Date
  /** Milliseconds. */
  duration: number
  requestHeaders: Record<string, string>
  result: Result
  answerHeaders: Record<string, string>
  answerBody: string
}

/** Stores an attempt and what follows from it. `random` is from 0 to 1, by chance. */
export async function attemptMade(
  _system: SystemScope,
  delivery: ClaimedDelivery,
  attempt: Attempt,
  random: number,
): Promise<Verdict> {
  const { database, clock } = registry()
  const now = clock.now()
  const { result } = attempt
  const verdict = verdictOf(result, {
    round: delivery.round + 1,
    once: delivery.eventType === testType,
    now,
    random,
  })
  const next = verdict.status === 'pending' ? verdict.nextAttemptAt : null
  await inTransaction(database, async (tx) => {
    const [stored] = await tx.$queryRaw<{ id: string }[]>`
      with stored as (
        update webhook_deliveries set
          status = ${verdict.status}::"DeliveryStatus", attempts = attempts + 1, round = round + 1,
          next_attempt_at = ${next}, claimed_at = null, done_at = ${next ? null : now}, problem = ${problemOf(verdict, result)}
        where id = ${delivery.id} and attempts = ${delivery.attempts}
        returning id, attempts)
      insert into webhook_attempts
        (delivery_id, number, at, duration, status_code, error, request_headers, answer_headers, answer_body)
      select id, attempts, ${attempt.at}, ${attempt.duration}::int, ${'status' in result ? result.status : null}::int,
        ${'failure' in result ? result.failure : null}, ${JSON.stringify(attempt.requestHeaders)}::jsonb,
        ${JSON.stringify(attempt.answerHeaders)}::jsonb, ${attempt.answerBody}
      from stored returning delivery_id as id`
    // Deleted meanwhile, or somebody else took it after our lease.
    if (!stored) return
    if (verdict.status === 'failed' && verdict.gone) await disable(tx, delivery, now)
    if (verdict.status === 'pending' && verdict.throttled) await holdBack(tx, delivery, verdict.nextAttemptAt)
    await announceDeliveries(tx, [delivery.workspaceId], next)
  })
  return verdict
}

/** Puts a delivery back whose attempt was given up on our side: it counts for nothing, and is made anew. */
export async function deliveryGivenBack(
  _system: SystemScope,
  { id, attempts }: ClaimedDelivery,
): Promise<void> {
  const { database, clock } = registry()
  await database.webhookDelivery.updateMany({
    where: { id, attempts, status: 'pending' },
    data: { nextAttemptAt: clock.now(), claimedAt: null },
  })
}

/** Ends a delivery without an attempt, and without a request. */
export async function deliveryStopped(
  _system: SystemScope,
  { id, workspaceId }: ClaimedDelivery,
): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    await tx.webhookDelivery.updateMany({ where: { id }, data: stoppedNow(clock.now(), stoppedProblem) })
    await announceDeliveries(tx, [workspaceId], null)
  })
}

const stoppedProblem = 'The endpoint was paused or deleted before it was sent.'
const goneProblem = 'The receiver answered 410: it wants nothing more at this address.'

/** What ends a delivery that has not been made. */
export const stoppedNow = (now: Date, problem: string) =>
  ({ status: 'failed', nextAttemptAt: null, claimedAt: null, doneAt: now, problem }) as const

function problemOf(verdict: Verdict, result: Result): string | null {
  if (verdict.status !== 'failed') return null
  if (verdict.gone) return goneProblem
  return 'failure' in result && result.hopeless ? result.failure : null
}

/** The receiver wants no more: nothing is sent to the endpoint, or to this conversation's callback, from here on. */
async function disable(tx: Transaction, delivery: ClaimedDelivery, now: Date): Promise<void> {
  const { endpointId, conversationId, url } = delivery
  if (endpointId) {
    await tx.webhookEndpoint.updateMany({
      where: { id: endpointId, url, disabledAt: null },
      data: { disabledAt: now, disabledReason: goneProblem, updatedAt: now },
    })
  } else if (conversationId) {
    await tx.conversation.updateMany({ where: { id: conversationId }, data: { callbackGoneAt: now } })
  }
  await tx.webhookDelivery.updateMany({
    where: {
      ...(endpointId ? { endpointId } : { endpointId: null, conversationId }),
      url,
      status: 'pending',
      claimedAt: null,
    },
    data: stoppedNow(now, goneProblem),
  })
}

/** A receiver that named a time means all that waits for this address. */
async function holdBack(
  tx: Transaction,
  { workspaceId, url, id }: ClaimedDelivery,
  until: Date,
): Promise<void> {
  await tx.webhookDelivery.updateMany({
    where: {
      workspaceId,
      url,
      id: { not: id },
      status: 'pending',
      claimedAt: null,
      nextAttemptAt: { lt: until },
    },
    data: { nextAttemptAt: until },
  })
}

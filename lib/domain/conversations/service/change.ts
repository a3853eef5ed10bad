import {
  type Consequence,
  type EndReason,
  type Event,
  endReasonOnWire,
  type Facts,
  firstJoin,
  lastLeft,
  nextDeadline,
  transition,
} from '@/lib/domain/conversations/lifecycle'
import { factsOf } from '@/lib/domain/conversations/serialize'
import { enqueueEffect } from '@/lib/domain/effects/service'
import { secondsUsed } from '@/lib/domain/usage/rules'
import { recordUsage } from '@/lib/domain/usage/service'
import { type Change, notify } from '@/lib/platform/database/bus'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import type { Conversation, Participant, Prisma } from '@/lib/platform/database/generated/client'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { shareMinutes } from './share-minutes'

/** A conversation's row with everybody who was ever in it. */
export type Loaded = Conversation & { participants: Participant[] }

/** Locks a workspace: its slots and minutes are decided by one transaction at a time. */
export async function lockWorkspace(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId} for update`
}

/** Locks a conversation and reads it; null when there is none of that id. */
export async function lockConversation(tx: Transaction, id: string): Promise<Loaded | null> {
  await tx.$queryRaw`select 1 from conversations where id = ${id} for update`
  return await tx.conversation.findUnique({ where: { id }, include: { participants: true } })
}

/** Announces that a conversation changed, to the pages that show it and to the alarm of the engine. */
export async function announce(
  tx: Transaction,
  row: { id: string; workspaceId: string },
  deadlineAt: Date | null,
) {
  await notify(tx, { topic: 'conversation', id: row.id, workspaceId: row.workspaceId })
  const deadline: Change | null = deadlineAt && { topic: 'deadlines', id: deadlineAt.toISOString() }
  if (deadline) await notify(tx, deadline)
}

/** What happened to the conversation that was read under the lock; null when there is nothing to store. */
type Happened = (row: Loaded, tx: Transaction) => Promise<Event[] | null>

/**
 * Applies events to a conversation and stores what follows, all in one transaction: the facts, the next
 * deadline, usage and effects of an end, and the minutes of the workspace's other conversations.
 * `columns` are stored along with it. Returns the row as it is afterwards; null when there is none of that id.
 */
export async function change(
  id: string,
  event: Event | Happened,
  columns: Prisma.ConversationUpdateInput = {},
): Promise<Loaded | null> {
  const { database, clock } = registry()
  const found = await database.conversation.findUnique({ where: { id }, select: { workspaceId: true } })
  if (!found) return null
  return await inTransaction(database, async (tx) => {
    // Always the workspace before the conversation, so that two ends never wait for each other in a circle.
    await lockWorkspace(tx, found.workspaceId)
    const row = await lockConversation(tx, id)
    if (!row) return null
    const events = typeof event === 'function' ? await event(row, tx) : [event]
    if (!events) return row
    const now = clock.now()
    const before = factsOf(row)
    let facts = before
    const consequences: Consequence[] = []
    for (const each of events) {
      const outcome = transition(facts, each, now)
      facts = outcome.facts
      consequences.push(...outcome.consequences)
    }
    return await store(tx, { row, before, facts, consequences, columns, now })
  })
}

type Decided = {
  row: Loaded
  before: Facts
  facts: Facts
  consequences: Consequence[]
  columns: Prisma.ConversationUpdateInput
  now: Date
}

async function store(tx: Transaction, decided: Decided): Promise<Loaded> {
  const { row, before, facts, consequences, columns, now } = decided
  const endsNow = before.status !== 'ended' && facts.status === 'ended'
  const neverBegan = endsNow && facts.endReason === 'start_failed'
  const duration = neverBegan ? 0 : secondsUsed(facts.createdAt, facts.endedAt ?? now)
  const deadline = nextDeadline(facts)

  await storeAttendance(tx, row, before, facts)
  const stored = await tx.conversation.update({
    where: { id: row.id },
    include: { participants: true },
    data: {
      status: facts.status,
      confirmedAt: facts.confirmedAt,
      firstJoinAt: firstJoin(facts.attendance),
      lastLeftAt: lastLeft(facts.attendance),
      minutesEndAt: facts.minutesEndAt,
      deadlineAt: deadline?.at ?? null,
      deadlineReason: deadline?.reason ?? null,
      updatedAt: now,
      ...(endsNow && { endedAt: facts.endedAt, endReason: facts.endReason, duration }),
      // A start that failed may be asked for again under the same key.
      ...(neverBegan && { requestKey: null }),
      ...columns,
    },
  })
  if (endsNow && !neverBegan) await recordUsage(tx, { ...stored, duration })
  for (const consequence of consequences) await carryOver(tx, consequence, stored, now)
  // Shared as of the end itself: however late it is handled, the others get what was left then.
  if (endsNow) await shareMinutes(tx, row.workspaceId, facts.endedAt ?? now)
  await announce(tx, stored, deadline?.at ?? null)
  return stored
}

/** Turns a consequence into the row that stands for it. */
async function carryOver(
  tx: Transaction,
  consequence: Consequence,
  row: Conversation,
  now: Date,
): Promise<void> {
  const tell = (type: string, at: Date, properties: Prisma.InputJsonObject) =>
    tx.conversationEvent.create({ data: { id: rowId(), conversationId: row.id, type, at, properties } })
  switch (consequence) {
    case 'end-at-provider':
      await enqueueEffect(
        tx,
        {
          kind: 'end-at-provider',
          conversationId: row.id,
          instanceId: row.instanceId,
          payload: { provider: row.provider, reason: row.endReason ?? 'requested' },
        },
        now,
      )
      return
    case 'tell-joined':
      await tell('system.replica_joined', now, { replica_id: row.replicaId })
      return
    case 'tell-ended': {
      const reason = row.endReason ? endReasonOnWire[row.endReason as EndReason] : ''
      await tell('system.shutdown', row.endedAt ?? now, {
        replica_id: row.replicaId,
        shutdown_reason: reason,
        reason,
      })
      return
    }
    case 'share-minutes':
      await shareMinutes(tx, row.workspaceId, now)
  }
}

/** Writes the participants whose instants changed; names and tokens are written by whoever reports them. */
async function storeAttendance(tx: Transaction, row: Loaded, before: Facts, facts: Facts): Promise<void> {
  if (before.attendance === facts.attendance) return
  const known = new Map(before.attendance.map((person) => [person.sessionId, JSON.stringify(person)]))
  for (const { sessionId, joinedAt, lostAt, waitUntil, leftAt } of facts.attendance) {
    if (known.get(sessionId) === JSON.stringify({ sessionId, joinedAt, lostAt, waitUntil, leftAt })) continue
    await tx.participant.update({
      where: { conversationId_sessionId: { conversationId: row.id, sessionId } },
      data: { joinedAt, lostAt, waitUntil, leftAt },
    })
  }
}

import {
  type Consequence,
  type EndReason,
  type Event,
  type Facts,
  nextDeadline,
  transition,
} from '@/lib/domain/conversations/lifecycle'
import { endReasonOnWire } from '@/lib/domain/conversations/schema/end-reasons'
import { factsOf, settingsOf } from '@/lib/domain/conversations/serialize'
import { enqueueEffects, type NewEffect } from '@/lib/domain/effects/service'
import { rememberEffectId, settlingMs } from '@/lib/domain/memories/rules/limits'
import { closeRecordings, discardRecordings } from '@/lib/domain/recordings/service/close'
import { secondsUsed } from '@/lib/domain/usage/rules'
import { recordUsage } from '@/lib/domain/usage/service'
import { type NewEvent, publish } from '@/lib/domain/webhooks/service/publish'
import { monthlySeconds } from '@/lib/domain/workspaces/rules'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { erase } from './erase'
import { type Loaded, lockConversations, lockLimitedWorkspaces } from './locks'
import { shareMinutes } from './share-minutes'
import { announce, type Columns, storeAttendance, storeFacts } from './store'

/** What happened to the conversation that was read under the lock; null when there is nothing to store. */
type Happened = (row: Loaded, tx: Transaction) => Promise<Event[] | null>

/** A row, what was decided about it, and what it is then. */
type Decided = { before: Facts; facts: Facts; consequences: Consequence[]; row: Loaded }

/**
 * Applies events to a conversation and stores what follows, all in one transaction: the facts, the next
 * deadline, usage and effects of an end, and the minutes of the workspace's other conversations.
 * `columns` are stored along with it. Returns the row as it is afterwards; null when there is none of that id.
 */
export async function change(
  id: string,
  event: Event | Happened,
  columns: Columns = {},
): Promise<Loaded | null> {
  const [row] = await changeAll([id], event, columns)
  return row ?? null
}

/** The same for several conversations at once, whosever they are. Rows that do not exist are left out. */
export async function changeAll(
  ids: string[],
  event: Event | Happened,
  columns: Columns = {},
): Promise<Loaded[]> {
  const { database, clock } = registry()
  return await inTransaction(database, async (tx) => {
    // Always workspaces before conversations, so that two ends never wait for each other in a circle.
    await lockLimitedWorkspaces(tx, ids)
    const rows = await lockConversations(tx, ids)
    const now = clock.now()
    const decided: Decided[] = []
    for (const row of rows) {
      const events = typeof event === 'function' ? await event(row, tx) : [event]
      if (events) decided.push(decide(row, events, columns, now))
    }
    await store(tx, decided, columns, now)
    const after = new Map(decided.map(({ row }) => [row.id, row]))
    return rows.map((row) => after.get(row.id) ?? row)
  })
}

function decide(row: Loaded, events: Event[], columns: Columns, now: Date): Decided {
  const before = factsOf(row)
  let facts = before
  const consequences: Consequence[] = []
  for (const event of events) {
    const outcome = transition(facts, event, now)
    facts = outcome.facts
    consequences.push(...outcome.consequences)
  }
  const endsNow = before.status !== 'ended' && facts.status === 'ended'
  const neverBegan = facts.endReason === 'start_failed'
  const deadline = nextDeadline(facts)
  return {
    before,
    facts,
    consequences,
    row: {
      ...row,
      ...columns,
      status: facts.status,
      confirmedAt: facts.confirmedAt,
      minutesEndAt: facts.minutesEndAt,
      deadlineAt: deadline?.at ?? null,
      deadlineReason: deadline?.reason ?? null,
      updatedAt: now,
      endedAt: facts.endedAt,
      endReason: facts.endReason,
      duration: endsNow
        ? neverBegan
          ? 0
          : secondsUsed(facts.createdAt, facts.endedAt ?? now)
        : row.duration,
      // A start that failed may be asked for again under the same key.
      requestKey: endsNow && neverBegan ? null : row.requestKey,
      participants: row.participants.map((person) => ({
        ...person,
        ...facts.attendance.find((each) => each.sessionId === person.sessionId),
      })),
    },
  }
}

const ends = ({ before, facts }: Decided) => before.status !== 'ended' && facts.status === 'ended'

async function store(tx: Transaction, decided: Decided[], columns: Columns, now: Date): Promise<void> {
  if (decided.length === 0) return
  for (const { row, before, facts } of decided) await storeAttendance(tx, row.id, before, facts)
  await storeFacts(
    tx,
    decided.map(({ row }) => row),
    columns,
  )
  const ended = decided.filter(ends)
  await recordUsage(
    tx,
    ended
      .filter(({ facts }) => facts.endReason !== 'start_failed')
      .map(({ row }) => ({ ...row, duration: row.duration ?? 0 })),
  )
  await publish(
    tx,
    decided.flatMap((each) => told(each, now)),
  )
  await enqueueEffects(tx, [...decided.flatMap(toDo), ...ended.flatMap((each) => toRemember(each, now))], now)
  const rows = decided.map(({ row }) => row)
  await closeRecordings(tx, rows, now)
  if (columns.deletedAt) await discardRecordings(tx, rows, now)
  if (columns.erasedAt) await erase(tx, rows)
  await shareAnew(tx, decided, now)
  await announce(
    tx,
    decided.map(({ row }) => row),
  )
}

/** The events of the conversation's log that follow. */
function told({ consequences, row }: Decided, now: Date) {
  const events: NewEvent[] = []
  // Under both names, as it was renamed and clients read either.
  const replica = { replica_id: row.replicaId, face_id: row.replicaId }
  if (consequences.includes('tell-joined')) {
    const told = { conversationId: row.id, at: now, properties: replica }
    const id = rowId()
    // Of one moment: the ids say which is read first.
    events.push({ ...told, id: `${id}-1`, type: 'system.replica_joined' })
    events.push({ ...told, id: `${id}-2`, type: 'system.pal_joined' })
  }
  if (consequences.includes('tell-ended')) {
    const reason = endReasonOnWire[row.endReason as EndReason]
    const properties = { ...replica, shutdown_reason: reason, reason }
    events.push({ conversationId: row.id, type: 'system.shutdown', at: row.endedAt ?? now, properties })
  }
  return events
}

/** What has to be done outside. */
function toDo({ consequences, row }: Decided): NewEffect[] {
  if (!consequences.includes('end-at-provider')) return []
  const payload = { provider: row.provider, reason: row.endReason ?? 'requested' }
  return [{ kind: 'end-at-provider', conversationId: row.id, instanceId: row.instanceId, payload }]
}

/** Facts are made of what was said once the room has told all of it; where the room is gone with its server, after a while. */
function toRemember({ row }: Decided, now: Date): NewEffect[] {
  if (row.endReason === 'start_failed' || settingsOf(row).memory_stores.length === 0) return []
  const dueAt = new Date(now.getTime() + settlingMs)
  return [
    {
      kind: 'remember',
      id: rememberEffectId(row.id),
      conversationId: row.id,
      instanceId: null,
      payload: {},
      dueAt,
    },
  ]
}

/** Shares the minutes of workspaces in which a conversation ended, or a new month began. */
async function shareAnew(tx: Transaction, decided: Decided[], now: Date): Promise<void> {
  const since = new Map<string, Date>()
  for (const each of decided) {
    const { row, facts, consequences } = each
    // Shared as of the end itself: however late it is handled, the others get what was left then.
    if (ends(each)) since.set(row.workspaceId, facts.endedAt ?? now)
    else if (consequences.includes('share-minutes')) since.set(row.workspaceId, now)
  }
  for (const [workspaceId, at] of since) {
    const limited = decided.some(
      ({ row }) => row.workspaceId === workspaceId && monthlySeconds(row.workspace) !== null,
    )
    if (limited) await shareMinutes(tx, workspaceId, at)
  }
}

import {
  type Consequence,
  type Event,
  type Facts,
  nextDeadline,
  transition,
} from '@/lib/domain/conversations/lifecycle'
import { nextLook } from '@/lib/domain/conversations/rules'
import { endReasonText } from '@/lib/domain/conversations/schema/end-reasons'
import { factsOf, isRemote, settingsOf } from '@/lib/domain/conversations/serialize'
import { enqueueEffects, type NewEffect } from '@/lib/domain/effects/service'
import { rememberEffectId, settlingMs } from '@/lib/domain/memories/rules/limits'
import { closeRecordings, discardRecordings } from '@/lib/domain/recordings/service/close'
import { secondsUsed } from '@/lib/domain/usage/rules'
import { correctUsage, recordUsage } from '@/lib/domain/usage/service'
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
      duration: neverBegan ? 0 : facts.endedAt ? secondsUsed(facts.createdAt, facts.endedAt) : null,
      ...looksOf(row, before, facts, now),
      // A start that failed may be asked for again under the same key.
      requestKey: endsNow && neverBegan ? null : row.requestKey,
      participants: row.participants.map((person) => ({
        ...person,
        ...facts.attendance.find((each) => each.sessionId === person.sessionId),
      })),
    },
  }
}

/** Who runs it outside is asked how it stands, first soon after it began and soon after its end. */
function looksOf(row: Loaded, before: Facts, facts: Facts, now: Date): Pick<Loaded, 'lookAt' | 'looks'> {
  const { lookAt, looks } = row
  if (!facts.remote || before.status === facts.status) return { lookAt, looks }
  if (facts.endReason === 'start_failed') return { lookAt: null, looks: 0 }
  const first = nextLook(
    { endedAt: facts.endedAt && now, hasTranscript: false, hasPerception: false, looks: 0 },
    now,
  )
  // What was told before the start was confirmed is asked for at once.
  return { lookAt: facts.status === 'active' && lookAt ? lookAt : first, looks: 0 }
}

/** It ended at another instant than was thought. */
const isCorrected = ({ consequences }: Decided) => consequences.includes('correct-usage')

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
  await correctUsage(
    tx,
    decided.filter(isCorrected).map(({ row, before }) => ({
      ...row,
      duration: row.duration ?? 0,
      before: secondsUsed(before.createdAt, before.endedAt ?? before.createdAt),
    })),
  )
  await publish(
    tx,
    decided.flatMap((each) => told(each, now)),
  )
  const rows = decided.map(({ row }) => row)
  await enqueueEffects(
    tx,
    [
      ...decided.flatMap((each) => toDo(each, now)),
      ...ended.flatMap((each) => toRemember(each, now)),
      ...rows.flatMap((row) => toErase(row, columns)),
    ],
    now,
  )
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
    const reason = endReasonText(row)
    const properties = { ...replica, shutdown_reason: reason, reason }
    events.push({ conversationId: row.id, type: 'system.shutdown', at: row.endedAt ?? now, properties })
  }
  return events
}

/** What has to be done outside. */
function toDo({ consequences, facts, row }: Decided, now: Date): NewEffect[] {
  if (!consequences.includes('end-at-provider')) return []
  const payload = { reason: row.endReason ?? 'requested' }
  const end = {
    kind: 'end-at-provider',
    conversationId: row.id,
    instanceId: row.instanceId,
    payload,
  } as const
  // What a request without an answer made elsewhere may be seen there a while after it.
  const isUncertain = facts.remote && facts.endReason === 'start_failed' && row.providerId === null
  const later = isUncertain ? strayLooks : []
  return [end, ...later.map((ms) => ({ ...end, dueAt: new Date(now.getTime() + ms) }))]
}

/** Milliseconds after a start without an answer at which what it made all the same is looked for, beside at once. */
const strayLooks = [10_000, 60_000, 300_000]

/** What is deleted here is deleted where it ran. */
const toErase = (row: Loaded, { deletedAt, erasedAt }: Columns): NewEffect[] =>
  deletedAt && isRemote(row)
    ? [
        {
          kind: 'erase-at-provider',
          conversationId: row.id,
          instanceId: null,
          payload: { hard: erasedAt !== undefined },
        },
      ]
    : []

/** Facts are made of what was said once the room has told all of it; where the room is gone with its server, after a while. */
function toRemember({ row }: Decided, now: Date): NewEffect[] {
  const isOver = row.endReason === 'start_failed' || isRemote(row)
  if (isOver || settingsOf(row).memory_stores.length === 0) return []
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
    else if (isCorrected(each) || consequences.includes('share-minutes')) since.set(row.workspaceId, now)
  }
  for (const [workspaceId, at] of since) {
    const limited = decided.some(
      ({ row }) => row.workspaceId === workspaceId && monthlySeconds(row.workspace) !== null,
    )
    if (limited) await shareMinutes(tx, workspaceId, at)
  }
}

import { type Facts, firstJoin, lastLeft } from '@/lib/domain/conversations/lifecycle'
import { notify } from '@/lib/platform/database/bus'
import type { Transaction } from '@/lib/platform/database/client'
import { type Conversation, type Participant, Prisma } from '@/lib/platform/database/generated/client'

/** What may be stored along with a transition. */
export type Columns = {
  presenceVersion?: number
  providerId?: string
  meetingUrl?: string | null
  providerCreatedAt?: Date | null
  meetingToken?: string | null
  deletedAt?: Date
  erasedAt?: Date
}

/** What `Columns` are called in the database. */
const columnNames: Record<keyof Columns, Prisma.Sql> = {
  presenceVersion: Prisma.sql`presence_version`,
  providerId: Prisma.sql`provider_id`,
  meetingUrl: Prisma.sql`meeting_url`,
  providerCreatedAt: Prisma.sql`provider_created_at`,
  meetingToken: Prisma.sql`meeting_token`,
  deletedAt: Prisma.sql`deleted_at`,
  erasedAt: Prisma.sql`erased_at`,
}

/** Writes what transitions changed, and `columns` along with it, for any number of rows in one statement. */
export async function storeFacts(
  tx: Transaction,
  rows: (Conversation & { participants: Participant[] })[],
  columns: Columns,
): Promise<void> {
  const written = rows.map((row) => ({
    id: row.id,
    status: row.status,
    confirmed_at: row.confirmedAt,
    first_join_at: firstJoin(row.participants),
    last_left_at: lastLeft(row.participants),
    minutes_end_at: row.minutesEndAt,
    deadline_at: row.deadlineAt,
    deadline_reason: row.deadlineReason,
    updated_at: row.updatedAt,
    ended_at: row.endedAt,
    end_reason: row.endReason,
    duration: row.duration,
    request_key: row.requestKey,
    look_at: row.lookAt,
    looks: row.looks,
  }))
  const along = Object.entries(columns)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => Prisma.sql`, ${columnNames[name as keyof Columns]} = ${value}`)
  await tx.$executeRaw`
    update conversations as c set
      status = w.status::"ConversationStatus", confirmed_at = w.confirmed_at, first_join_at = w.first_join_at,
      last_left_at = w.last_left_at, minutes_end_at = w.minutes_end_at, deadline_at = w.deadline_at,
      deadline_reason = w.deadline_reason, updated_at = w.updated_at, ended_at = w.ended_at,
      end_reason = w.end_reason, duration = w.duration, request_key = w.request_key, look_at = w.look_at,
      looks = w.looks ${along.length > 0 ? Prisma.join(along, '') : Prisma.empty}
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb)
      as w(id text, status text, confirmed_at timestamptz, first_join_at timestamptz, last_left_at timestamptz,
           minutes_end_at timestamptz, deadline_at timestamptz, deadline_reason text, updated_at timestamptz,
           ended_at timestamptz, end_reason text, duration int, request_key text, look_at timestamptz, looks int)
    where c.id = w.id`
}

/** Writes the participants whose instants changed; their names and tokens come with the report. */
export async function storeAttendance(
  tx: Transaction,
  id: string,
  before: Facts,
  facts: Facts,
): Promise<void> {
  if (before.attendance === facts.attendance) return
  const known = new Map(before.attendance.map((person) => [person.sessionId, JSON.stringify(person)]))
  for (const { sessionId, joinedAt, lostAt, waitUntil, leftAt } of facts.attendance) {
    if (known.get(sessionId) === JSON.stringify({ sessionId, joinedAt, lostAt, waitUntil, leftAt })) continue
    await tx.participant.update({
      where: { conversationId_sessionId: { conversationId: id, sessionId } },
      data: { joinedAt, lostAt, waitUntil, leftAt },
    })
  }
}

/** Announces that conversations changed, to the pages that show them and to the alarm of the engine. */
export async function announce(
  tx: Transaction,
  rows: { id: string; workspaceId: string; deadlineAt: Date | null; lookAt: Date | null }[],
): Promise<void> {
  const [deadline, look] = [
    soonest(rows.map((row) => row.deadlineAt)),
    soonest(rows.map((row) => row.lookAt)),
  ]
  await notify(
    tx,
    ...rows.map(({ id, workspaceId }) => ({ topic: 'conversation' as const, id, workspaceId })),
    ...(deadline ? [{ topic: 'deadlines' as const, id: deadline.toISOString() }] : []),
    ...(look ? [{ topic: 'looks' as const, id: look.toISOString() }] : []),
  )
}

const soonest = (instants: (Date | null)[]) =>
  instants.reduce<Date | null>((first, at) => (at && (!first || at < first) ? at : first), null)

import { DomainError } from '@/lib/domain/errors'
import { rememberEffectId } from '@/lib/domain/memories/rules/limits'
import { cursorOf } from '@/lib/domain/requests/schema'
import type { GuestScope, SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { dayStart } from '@/lib/domain/usage/rules'
import { storedPrice } from '@/lib/domain/workspaces/rules'
import type { Prisma, Utterance } from '@/lib/platform/database/generated/client'
import { containing } from '@/lib/platform/database/search'
import { registry } from '@/lib/platform/registry'
import type {
  Conversation,
  ConversationList,
  ConversationListQuery,
  ConversationVerbose,
} from './schema/response'
import type { ConversationTurn, ConversationTurnVerbose } from './schema/turns'
import {
  eventToWire,
  type GuestView,
  isRemote,
  lineToWire,
  participantToWire,
  settingsOf,
  toGuestView,
  toVerboseWire,
  toWire,
  turnToVerboseWire,
  turnToWire,
} from './serialize'

const dayMs = 86_400_000

const cursor = cursorOf('c[0-9a-f]{7,15}')

const priced = { workspace: { select: storedPrice } }

type Filters = Omit<ConversationListQuery, 'limit' | 'page' | 'cursor'>

function filtered(scope: WorkspaceScope, query: Filters): Prisma.ConversationWhereInput {
  const { status, persona_id, replica_id, provider, from, to, text } = query
  return {
    workspaceId: scope.workspaceId,
    deletedAt: null,
    ...(status && { status: status === 'ended' ? 'ended' : { not: 'ended' } }),
    ...(persona_id && { personaId: persona_id }),
    ...(replica_id && { replicaId: replica_id }),
    ...(provider && { provider }),
    ...((from || to) && {
      createdAt: {
        ...(from && { gte: dayStart(from) }),
        ...(to && { lt: new Date(dayStart(to).getTime() + dayMs) }),
      },
    }),
    ...(text && {
      OR: [
        { name: containing(text) },
        { utterances: { some: { text: containing(text) } } },
        { id: text.trim().toLowerCase() },
      ],
    }),
  }
}

/** Rows that come after `place` in the list, newest first. */
function after(place: { createdAt: Date; id: string }): Prisma.ConversationWhereInput {
  const { createdAt, id } = place
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
}

/**
 * One page of a workspace's conversations, newest first: by `cursor`, or by `page` as compatible clients do.
 * @throws DomainError `invalid` for a cursor that is not one of ours
 */
export async function listConversations(
  scope: WorkspaceScope,
  query: ConversationListQuery,
  origin: string,
): Promise<ConversationList> {
  const { database } = registry()
  const where = filtered(scope, query)
  const place = query.cursor ? cursor.read(query.cursor) : null
  if (query.cursor && !place) {
    throw new DomainError(
      'invalid',
      'This cursor is not one that a list returned. Leave it out to begin anew.',
      {
        field: 'cursor',
      },
    )
  }
  const [rows, count] = await Promise.all([
    database.conversation.findMany({
      where: place ? { AND: [where, after(place)] } : where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: query.limit + 1,
      include: priced,
      ...(!place && query.page && { skip: (query.page - 1) * query.limit }),
    }),
    database.conversation.count({ where }),
  ])
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    data: shown.map((row) => toWire(row, origin)),
    total_count: count,
    next_cursor: rows.length > query.limit && last ? cursor.write(last) : null,
  }
}

/** Rows that are read at once where all are wanted. */
const batch = 500

/** Every conversation that the query finds, newest first, some hundred at a time; those that begin meanwhile are not among them. */
export async function* eachConversation(
  scope: WorkspaceScope,
  query: Filters,
  origin: string,
): AsyncGenerator<Conversation[]> {
  const where = filtered(scope, query)
  let place: { createdAt: Date; id: string } | undefined
  do {
    const rows = await registry().database.conversation.findMany({
      where: place ? { AND: [where, after(place)] } : where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: batch,
      include: priced,
    })
    yield rows.map((row) => toWire(row, origin))
    place = rows.length === batch ? rows.at(-1) : undefined
  } while (place)
}

const ofWorkspace = (scope: WorkspaceScope, id: string) => ({
  id,
  workspaceId: scope.workspaceId,
  deletedAt: null,
})

/** One conversation as a list shows it; null when the workspace has none of that id. */
export async function getConversation(
  scope: WorkspaceScope,
  id: string,
  origin: string,
): Promise<Conversation | null> {
  const row = await registry().database.conversation.findFirst({
    where: ofWorkspace(scope, id),
    include: priced,
  })
  return row && toWire(row, origin)
}

/** One conversation with its events, transcript, participants and settings; null when there is none of that id. */
export async function getConversationVerbose(
  scope: WorkspaceScope,
  id: string,
  origin: string,
): Promise<ConversationVerbose | null> {
  const row = await registry().database.conversation.findFirst({
    where: ofWorkspace(scope, id),
    include: {
      ...priced,
      participants: { orderBy: [{ joinedAt: 'asc' }, { sessionId: 'asc' }] },
      utterances: { orderBy: { seq: 'asc' } },
      events: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
      recordings: { orderBy: [{ startedAt: 'asc' }, { id: 'asc' }] },
    },
  })
  return row && toVerboseWire(row, origin)
}

/** What was said in a conversation, in order; null when the workspace has none of that id. */
export async function getTranscript(
  scope: WorkspaceScope,
  id: string,
): Promise<ConversationVerbose['transcript'] | null> {
  const row = await registry().database.conversation.findFirst({
    where: ofWorkspace(scope, id),
    select: { createdAt: true, utterances: { orderBy: { seq: 'asc' } } },
  })
  return row ? row.utterances.map((line) => lineToWire(line, row.createdAt)) : null
}

const withoutPrompt = {
  ...{ turn: true, inferenceId: true, kind: true, sessionId: true, at: true },
  ...{ stages: true, heard: true, model: true, problem: true },
}

/** How long each answer in a conversation took, in order; null when the workspace has none of that id. */
export async function listTurns(scope: WorkspaceScope, id: string): Promise<ConversationTurn[] | null> {
  const row = await registry().database.conversation.findFirst({
    where: ofWorkspace(scope, id),
    select: { createdAt: true, turns: { orderBy: { turn: 'asc' }, select: withoutPrompt } },
  })
  return row ? row.turns.map((turn) => turnToWire(turn, row.createdAt)) : null
}

/**
 * One turn with what its model saw; undefined when the conversation has none of that number, null when the workspace has
 * no such conversation.
 */
export async function getTurn(
  scope: WorkspaceScope,
  id: string,
  turn: number,
): Promise<ConversationTurnVerbose | null | undefined> {
  const row = await registry().database.conversation.findFirst({
    where: ofWorkspace(scope, id),
    select: { createdAt: true, turns: { where: { turn }, select: { ...withoutPrompt, prompt: true } } },
  })
  const [found] = row?.turns ?? []
  return row && found && turnToVerboseWire(found, row.createdAt)
}

/**
 * What has happened in a conversation until now: its whole log, who is or was there, and at most `limit` lines of the
 * transcript, those numbered above `upTo` or named in `missing`. Null when the workspace has none of that id.
 */
export async function readHappenings(
  scope: WorkspaceScope,
  id: string,
  { upTo, missing, limit }: { upTo: number; missing: number[]; limit: number },
) {
  const row = await registry().database.conversation.findFirst({
    where: ofWorkspace(scope, id),
    include: {
      participants: { orderBy: [{ joinedAt: 'asc' }, { sessionId: 'asc' }] },
      utterances: {
        where: { OR: [{ seq: { gt: upTo } }, { seq: { in: missing } }] },
        orderBy: { seq: 'asc' },
        take: limit,
      },
      events: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
      recordings: { where: { status: { in: ['recording', 'processing'] } }, select: { id: true } },
      effects: { where: { id: rememberEffectId(id), doneAt: null }, select: { id: true } },
    },
  })
  if (!row) return null
  const hasEnded = row.status === 'ended'
  const isWhole =
    settingsOf(row).test_mode || row.events.some(({ type }) => type === 'application.transcription_ready')
  // A line that grows while it is being said is told when it is whole: by its end, by what the replica said after it (it
  // says one thing at a time), or with the whole transcript. What came after it waits for it.
  const isGrowing = ({ role, duration }: Utterance, index: number, lines: Utterance[]) =>
    !isWhole &&
    role === 'replica' &&
    duration === null &&
    !lines.slice(index + 1).some((later) => later.role === 'replica')
  const growing = row.utterances.findIndex(isGrowing)
  // Whoever runs it outside is asked for it as long as it may come.
  const isAwaited = isRemote(row) ? row.lookAt !== null : !isWhole
  const isRemembering = row.effects.length > 0 && row.rememberedAt === null
  return {
    log: row.events.map((event) => ({ id: event.id, at: event.at.getTime(), ...eventToWire(event) })),
    lines: row.utterances.slice(0, growing === -1 ? undefined : growing).map((line) => ({
      ...{ seq: line.seq, at: line.at.getTime() },
      line: lineToWire(line, row.createdAt),
    })),
    participants: row.participants.map(participantToWire),
    status: hasEnded ? ('ended' as const) : ('active' as const),
    /** Nothing more will happen: it has ended, its transcript is whole, its recordings and its memories are made. */
    isOver: hasEnded && !isAwaited && row.recordings.length === 0 && !isRemembering,
  }
}

/** What somebody with the meeting link may know; null when there is no such conversation. */
export async function guestView(scope: GuestScope): Promise<GuestView | null> {
  const row = await registry().database.conversation.findFirst({
    where: { id: scope.conversationId, deletedAt: null, provider: 'studio' },
    include: {
      participants: { orderBy: [{ joinedAt: 'asc' }, { sessionId: 'asc' }] },
      workspace: { select: { allowedOrigins: true } },
    },
  })
  return row && toGuestView(row)
}

/** Origins beside our own that may frame a conversation's room; none for an unknown one. */
export async function framingOrigins(scope: GuestScope): Promise<string[]> {
  const row = await registry().database.conversation.findUnique({
    where: { id: scope.conversationId },
    select: { workspace: { select: { allowedOrigins: true } } },
  })
  return row?.workspace.allowedOrigins ?? []
}

/** Where a live conversation is joined that runs outside, as the origin of its room; null for every other. */
export async function outsideOrigin(scope: GuestScope): Promise<string | null> {
  const row = await registry().database.conversation.findFirst({
    where: {
      ...{ id: scope.conversationId, deletedAt: null },
      ...{ provider: { not: 'studio' }, status: { not: 'ended' } },
    },
    select: { meetingUrl: true },
  })
  return row?.meetingUrl && URL.canParse(row.meetingUrl) ? new URL(row.meetingUrl).origin : null
}

/** When the next conversation has to be looked at; null while none is live. */
export async function nextDeadlineAt(_system: SystemScope): Promise<Date | null> {
  const first = await registry().database.conversation.findFirst({
    where: { deadlineAt: { not: null } },
    orderBy: { deadlineAt: 'asc' },
    select: { deadlineAt: true },
  })
  return first?.deadlineAt ?? null
}

/** When the next provider outside has to be asked about a conversation; null while nothing is waited for. */
export async function nextLookAt(_system: SystemScope): Promise<Date | null> {
  const first = await registry().database.conversation.findFirst({
    where: { lookAt: { not: null }, status: { not: 'starting' } },
    orderBy: { lookAt: 'asc' },
    select: { lookAt: true },
  })
  return first?.lookAt ?? null
}

/** Ids of the live conversations whose rooms an instance holds, oldest first. */
export async function heldConversations(_system: SystemScope, instanceId: string): Promise<string[]> {
  const rows = await registry().database.conversation.findMany({
    where: { instanceId, status: { not: 'ended' } },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  })
  return rows.map((row) => row.id)
}

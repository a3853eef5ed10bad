import type { Conversation, ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import type { ConversationTurn, ConversationTurnVerbose } from '@/lib/domain/conversations/schema/turns'
import {
  eventToWire,
  isRemote,
  lineToWire,
  participantToWire,
  priced,
  settingsOf,
  toVerboseWire,
  toWire,
  turnToVerboseWire,
  turnToWire,
} from '@/lib/domain/conversations/serialize'
import { rememberEffectId } from '@/lib/domain/memories/rules/limits'
import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Utterance } from '@/lib/platform/database/generated/client'
import { registry } from '@/lib/platform/registry'

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

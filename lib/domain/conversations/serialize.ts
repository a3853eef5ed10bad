import type { ProviderName } from '@/lib/domain/connections/rules'
import { chosenModels, serializeChosen, withoutModels } from '@/lib/domain/models/serialize'
import { toWire as recordingToWire } from '@/lib/domain/recordings/serialize'
import { costOf, priceOf, type StoredPrice, storedPrice } from '@/lib/domain/workspaces/rules'
import type {
  ConversationEvent,
  Participant,
  Prisma,
  Recording,
  Conversation as Row,
  Turn,
  Utterance,
} from '@/lib/platform/database/generated/client'
import type { Cast } from '@/lib/protocol/cast'
import type { ReportedLine, ReportedTurn } from '@/lib/protocol/studio'
import { type Attendance, type EndReason, type Facts, nextDeadline, present } from './lifecycle'
import { endReasonText } from './schema/end-reasons'
import type { ConversationSettings } from './schema/request'
import type { Conversation, ConversationVerbose } from './schema/response'
import type { ConversationTurn, ConversationTurnVerbose } from './schema/turns'

/** An instant on the wire: UTC, ISO 8601 with microseconds. */
export const timestamp = (instant: Date) => `${instant.toISOString().slice(0, -1)}000Z`

/** An instant that PostgreSQL wrote, in a session in UTC, as it is on the wire: lists have hundreds, and no need of a `Date`. */
export function timestampOf(text: string): string {
  const [seconds, fraction = ''] = text.slice(11, text.lastIndexOf('+')).split('.')
  return `${text.slice(0, 10)}T${seconds}.${fraction.padEnd(6, '0')}Z`
}

const unixSeconds = (instant: Date) => instant.getTime() / 1000

/** What a conversation runs with, as stored at its creation. */
export const settingsOf = (row: Pick<Row, 'settings'>) => row.settings as ConversationSettings

/** Who talks in it, as stored at its creation. */
export const castOf = (row: Pick<Row, 'cast'>) => row.cast as Cast

/** A cast as it is stored; it is made of what JSON can say. */
export const storedCast = (cast: Cast) => cast as unknown as Prisma.InputJsonObject

const attendanceOf = ({ sessionId, joinedAt, lostAt, waitUntil, leftAt }: Participant): Attendance => ({
  sessionId,
  joinedAt,
  lostAt,
  waitUntil,
  leftAt,
})

/** Whether it runs at a provider outside this installation, under the workspace's account there. */
export const isRemote = ({ provider }: Pick<Row, 'provider'>) => provider !== 'studio'

/** A row and its participants as the facts its lifecycle is decided by. */
export function factsOf(row: Row & { participants: Participant[] }): Facts {
  return {
    status: row.status,
    remote: isRemote(row),
    createdAt: row.createdAt,
    confirmedAt: row.confirmedAt,
    attendance: row.participants.map(attendanceOf),
    minutesEndAt: row.minutesEndAt,
    timers: timersOf(settingsOf(row)),
    endedAt: row.endedAt,
    endReason: row.endReason as EndReason | null,
  }
}

/** After how many seconds a conversation with these settings ends, by what. */
export const timersOf = ({ properties }: ConversationSettings): Facts['timers'] => ({
  maxDuration: properties.max_call_duration,
  left: properties.participant_left_timeout,
  absent: properties.participant_absent_timeout,
})

/** Where participants join. `origin` is our own, without a slash at the end. */
export const meetingUrl = (row: Pick<Row, 'id' | 'meetingUrl'>, origin: string) =>
  row.meetingUrl ?? `${origin}/rooms/${row.id}`

/** What is read along with a row, so that its cost can be told. */
export const priced = { workspace: { select: storedPrice } } as const

/** A row with what a minute costs in its workspace now. */
export type PricedRow = Row & { workspace: StoredPrice }

/** What a list shows of a row: the rest is not read for it. Its instants are as they go over the wire. */
export type ListedRow = Pick<
  Row,
  | ('id' | 'name' | 'status' | 'personaId' | 'personaName' | 'replicaId' | 'replicaName')
  | ('provider' | 'providerId' | 'meetingUrl' | 'callbackUrl' | 'endReason' | 'endDetail' | 'duration')
> &
  StoredPrice & { testMode: boolean; createdAt: string; updatedAt: string; endedAt: string | null }

/** What it cost at the price of now; null while it runs, and where no price is set. */
function costOfRow(row: ListedRow): Conversation['cost'] {
  const price = priceOf(row)
  if (!price || row.duration === null) return null
  return { amount: costOf(row.duration, price.per_minute), currency: price.currency }
}

/** A conversation as a list shows it. */
export function toWire(row: PricedRow, origin: string): Conversation {
  const { pricePerMinute, currency } = row.workspace
  const instants = {
    createdAt: timestamp(row.createdAt),
    updatedAt: timestamp(row.updatedAt),
    endedAt: row.endedAt && timestamp(row.endedAt),
  }
  const { test_mode } = settingsOf(row)
  return listedToWire({ ...row, ...instants, pricePerMinute, currency, testMode: test_mode }, origin)
}

/** The same of a row that was read for a list. */
export function listedToWire(row: ListedRow, origin: string): Conversation {
  return {
    conversation_id: row.id,
    conversation_name: row.name,
    status: row.status === 'ended' ? 'ended' : 'active',
    conversation_url: meetingUrl(row, origin),
    callback_url: row.callbackUrl ?? '',
    replica_id: row.replicaId,
    persona_id: row.personaId,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    replica_name: row.replicaName,
    persona_name: row.personaName,
    ended_at: row.endedAt,
    duration: row.duration,
    cost: costOfRow(row),
    shutdown_reason: row.endReason && endReasonText(row),
    end_cause: row.endReason,
    test_mode: row.testMode,
    provider: row.provider as ProviderName,
    provider_conversation_id: isRemote(row) ? row.providerId : null,
  }
}

type Whole = PricedRow & {
  participants: Participant[]
  utterances: Utterance[]
  events: ConversationEvent[]
  recordings: Recording[]
}

/** A conversation with everything that is known of it. */
export function toVerboseWire(row: Whole, origin: string): ConversationVerbose {
  const deadline = nextDeadline(factsOf(row))
  return {
    ...toWire(row, origin),
    events: row.events.map(eventToWire),
    transcript: row.utterances.map((line) => lineToWire(line, row.createdAt)),
    participants: row.participants.map(participantToWire),
    recordings: row.recordings.map(recordingToWire),
    settings: settingsOf(row),
    models: serializeChosen(chosenModels(row.models) ?? withoutModels),
    // Who ends it by itself elsewhere is given a little longer than the call may last.
    deadline: deadline && { at: timestamp(deadline.endsAt ?? deadline.at), reason: deadline.reason },
  }
}

/** An entry of a conversation's log. */
export const eventToWire = ({ type, at, properties }: ConversationEvent) => ({
  event_type: type,
  timestamp: timestamp(at),
  properties: properties as Record<string, unknown>,
})

/** Somebody who is or was in the room. */
export const participantToWire = (person: Participant) => ({
  session_id: person.sessionId,
  name: person.name,
  joined_at: timestamp(person.joinedAt),
  left_at: person.leftAt && timestamp(person.leftAt),
  reconnecting: person.lostAt !== null && person.leftAt === null,
})

/** A line of the transcript of a conversation that was created at `start`. */
export function lineToWire(line: Utterance, start: Date): ConversationVerbose['transcript'][number] {
  return {
    role: line.role === 'user' ? 'user' : 'assistant',
    content: line.text,
    speaker: line.speaker,
    timestamp: unixSeconds(line.at),
    seconds_from_start: Math.max(0, (line.at.getTime() - start.getTime()) / 1000),
    duration: line.duration === null ? null : line.duration / 1000,
    interrupted: line.interrupted,
    sources: (line.sources as ReportedLine['sources']).map(({ documentId, documentName }) => ({
      document_id: documentId,
      document_name: documentName,
    })),
    ...(line.inferenceId ? { inference_id: line.inferenceId } : {}),
  }
}

type StoredTurn = Omit<Turn, 'prompt' | 'conversationId' | 'revision'>

/** A turn of a conversation that was created at `start`, without what its model saw. */
export const turnToWire = (turn: StoredTurn, start: Date): ConversationTurn => ({
  turn: turn.turn,
  inference_id: turn.inferenceId,
  kind: turn.kind as ReportedTurn['kind'],
  session_id: turn.sessionId,
  timestamp: unixSeconds(turn.at),
  seconds_from_start: Math.max(0, (turn.at.getTime() - start.getTime()) / 1000),
  stages: turn.stages as ReportedTurn['stages'],
  heard: turn.heard,
  model: turn.model,
  problem: turn.problem,
})

/** The same with what its model saw. */
export const turnToVerboseWire = (
  turn: StoredTurn & Pick<Turn, 'prompt'>,
  start: Date,
): ConversationTurnVerbose => ({
  ...turnToWire(turn, start),
  prompt: turn.prompt as ReportedTurn['prompt'],
})

/** What somebody with a meeting link may know: never context, prompt or cost. */
export type GuestView = {
  conversationId: string
  name: string
  replica: { id: string; name: string; look: Cast['replica']['look'] }
  personaName: string
  status: 'active' | 'ended'
  participants: string[]
  requireAuth: boolean
  full: boolean
  audioOnly: boolean
  closedCaptions: boolean
  endsWhenEmpty: boolean
  /** Origins that may frame and drive the room, beside our own. */
  allowedOrigins: string[]
}

/** A conversation for somebody with its link. */
export function toGuestView(
  row: Row & { participants: Participant[]; workspace: { allowedOrigins: string[] } },
): GuestView {
  const settings = settingsOf(row)
  const { replica } = castOf(row)
  const here = row.participants.filter((person) => !person.leftAt)
  const places = settings.max_participants === null ? Number.POSITIVE_INFINITY : settings.max_participants - 1
  return {
    conversationId: row.id,
    name: row.name,
    replica: { id: replica.id, name: replica.name, look: replica.look },
    personaName: row.personaName,
    status: row.status === 'ended' ? 'ended' : 'active',
    participants: here.map((person) => person.name),
    requireAuth: settings.require_auth,
    full: present(factsOf(row).attendance).length >= places,
    audioOnly: settings.audio_only,
    closedCaptions: settings.properties.enable_closed_captions,
    endsWhenEmpty: settings.properties.participant_left_timeout === 0,
    allowedOrigins: row.workspace.allowedOrigins,
  }
}

import type {
  InteractionRefused,
  ModelFailed,
  RoomSystemMessage,
  SpeechNotUnderstood,
} from '@/lib/protocol/interactions'
import type { Caption, FromStudio, RoomParticipant, RoomRecording } from '@/lib/protocol/room'
import type { RoomDescription, ToStudio } from '@/lib/protocol/studio'
import type { Line } from '@/lib/studio/replica/transcript'
import type { Person } from '@/lib/studio/rooms/attendance'

/** What browsers are shown of the room: never context, prompt, account or token. */
const seconds = (instant: Date) => instant.getTime() / 1000

export const shownPerson = (person: Person): RoomParticipant => ({
  session_id: person.sessionId,
  user_id: person.sessionId,
  name: person.name,
  role: 'participant',
  audio: person.audio,
  video: person.video,
  screen: person.screen,
  joined_at: seconds(person.joinedAt),
  reconnecting: person.awaited,
})

/** The replica is in the room from its opening. Clients of the protocol know it by its `user_id`. */
export const shownReplica = (
  { cast: { replica }, audioOnly }: RoomDescription,
  sessionId: string,
  opened: Date,
): RoomParticipant => ({
  session_id: sessionId,
  user_id: `tavus-replica-${replica.id}`,
  name: replica.name,
  role: 'replica',
  audio: true,
  video: !audioOnly,
  screen: false,
  joined_at: seconds(opened),
  reconnecting: false,
})

export const shownLine = ({ seq, role, speaker, text, at }: Line): Caption => ({
  seq,
  role,
  speaker,
  text,
  at: seconds(at),
})

type Announced = Extract<ToStudio, { type: 'announce' }>['recording']

/** A recording as it was announced at `now`. */
export const shownRecording = (recording: Announced, now: Date): RoomRecording | null =>
  recording && {
    recording_id: recording.recordingId,
    session_id: recording.sessionId,
    name: recording.name,
    started_at: (now.getTime() - recording.startedAge) / 1000,
  }

/** The room as `person` may know it. */
export const shownRoom = (
  description: RoomDescription,
  person: Pick<Person, 'accountId'>,
  recording: RoomRecording | null,
): Extract<FromStudio, { type: 'joined' }>['room'] => ({
  conversation_id: description.conversationId,
  conversation_name: description.name,
  audio_only: description.audioOnly,
  closed_captions: description.closedCaptions,
  language: description.language,
  max_participants: description.maxParticipants,
  ends_when_empty: description.participantLeftTimeout === 0,
  may_record:
    description.whoRecords === 'everybody' ||
    (description.whoRecords === 'members' && person.accountId !== null),
  recording,
  background: description.background,
})

/** Tells a sender that the replica did not take their message, and why in words. */
export const refused = (conversationId: string, reason: string): InteractionRefused => ({
  message_type: 'system',
  event_type: 'system.interaction_refused',
  conversation_id: conversationId,
  properties: { reason },
})

/** Tells somebody that they are heard and their words are not made out. */
export const notUnderstood = (conversationId: string): SpeechNotUnderstood => ({
  message_type: 'system',
  event_type: 'system.speech_not_understood',
  conversation_id: conversationId,
})

/** What whoever comes in is told of the replica, which is in the room already; by its older name and its newer one. */
export const replicaJoined = ({
  conversationId,
  cast: { replica },
}: RoomDescription): RoomSystemMessage[] => [
  {
    message_type: 'system',
    event_type: 'system.replica_joined',
    conversation_id: conversationId,
    properties: { replica_id: replica.id },
  },
  {
    message_type: 'system',
    event_type: 'system.pal_joined',
    conversation_id: conversationId,
    properties: { face_id: replica.id },
  },
]

/** Tells everybody that the conversation is over, and why, by the wire's word. */
export const shutDown = (
  { conversationId, cast: { replica } }: RoomDescription,
  reason: string,
): RoomSystemMessage => ({
  message_type: 'system',
  event_type: 'system.shutdown',
  conversation_id: conversationId,
  properties: { replica_id: replica.id, shutdown_reason: reason },
})

/** Tells members that a model did not do what it was asked. */
export const failed = (conversationId: string, properties: ModelFailed['properties']): ModelFailed => ({
  message_type: 'system',
  event_type: 'system.model_failed',
  conversation_id: conversationId,
  properties,
})

import type { InteractionRefused } from '@/lib/protocol/interactions'
import type { Caption, FromStudio, RoomParticipant } from '@/lib/protocol/room'
import type { RoomDescription } from '@/lib/protocol/studio'
import type { Line } from '@/lib/studio/replica/replica'
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
  joined_at: seconds(person.joinedAt),
  reconnecting: person.awaited,
})

/** The replica is in the room from its opening. Clients of the protocol know it by its `user_id`. */
export const shownReplica = (
  replica: RoomDescription['cast']['replica'],
  sessionId: string,
  opened: Date,
): RoomParticipant => ({
  session_id: sessionId,
  user_id: `tavus-replica-${replica.id}`,
  name: replica.name,
  role: 'replica',
  audio: false,
  video: false,
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

export const shownRoom = (description: RoomDescription): Extract<FromStudio, { type: 'joined' }>['room'] => ({
  conversation_id: description.conversationId,
  conversation_name: description.name,
  audio_only: description.audioOnly,
  closed_captions: description.closedCaptions,
  language: description.language,
  max_participants: description.maxParticipants,
  ends_when_empty: description.participantLeftTimeout === 0,
})

/** Tells a sender that the replica did not take their message, and why in words. */
export const refused = (conversationId: string, reason: string): InteractionRefused => ({
  message_type: 'system',
  event_type: 'system.interaction_refused',
  conversation_id: conversationId,
  properties: { reason },
})

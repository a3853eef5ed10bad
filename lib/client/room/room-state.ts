import { utterance } from '@/lib/protocol/interactions'
import {
  type Caption,
  type FromStudio,
  fromStudio,
  type Refusal,
  type RoomParticipant,
} from '@/lib/protocol/room'

export type RoomFacts = Extract<FromStudio, { type: 'joined' }>['room']

/**
 * Where a connection stands. It tries again by itself until it is told that it may not; `offline` says that
 * nothing has been heard for so long that a person should know.
 */
export type RoomStatus =
  | { phase: 'connecting' | 'reconnecting'; offline: boolean }
  | { phase: 'joined' }
  | { phase: 'refused'; reason: Refusal; message: string }
  | { phase: 'ended'; reason: string }
  /** The same place was taken from another tab. */
  | { phase: 'replaced' }
  | { phase: 'left' }

export type RoomSnapshot = {
  status: RoomStatus
  /** Ours, once joined. */
  sessionId: string | null
  room: RoomFacts | null
  participants: RoomParticipant[]
  /** Everything said, by rising `seq`. */
  captions: Caption[]
}

/** What happens in the room, for those who need each event and not only the state. */
export type RoomEvent =
  | { type: 'participant-joined' | 'participant-updated' | 'participant-left'; participant: RoomParticipant }
  | { type: 'app-message'; from: string; data: unknown }

/** A frame of ours; null for what a newer studio may say and we do not know. */
export function readFrame(text: string): FromStudio | null {
  try {
    return fromStudio.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** The list with one added or replaced. */
export function withParticipant(participants: RoomParticipant[], one: RoomParticipant): RoomParticipant[] {
  const known = participants.some(({ session_id }) => session_id === one.session_id)
  return known
    ? participants.map((person) => (person.session_id === one.session_id ? one : person))
    : [...participants, one]
}

/** The list without one. */
export const withoutParticipant = (participants: RoomParticipant[], sessionId: string) =>
  participants.filter(({ session_id }) => session_id !== sessionId)

/** Both lists by rising `seq`, each `seq` once. */
export function withCaptions(known: Caption[], added: Caption[]): Caption[] {
  const bySeq = new Map([...known, ...added].map((line) => [line.seq, line]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

/** The caption that an app-message carries, if it is an utterance from the replica: it alone says what was said. */
export function captionOf(
  { from, data }: Extract<FromStudio, { type: 'app-message' }>,
  participants: RoomParticipant[],
): Caption | null {
  const replica = participants.find(({ role }) => role === 'replica')
  if (from !== replica?.session_id) return null
  const { data: message } = utterance.safeParse(data)
  if (!message) return null
  const { role, speech, speaker } = message.properties
  return {
    seq: message.seq,
    role,
    speaker: speaker ?? (role === 'replica' ? replica.name : ''),
    text: speech,
    at: message.timestamp,
  }
}

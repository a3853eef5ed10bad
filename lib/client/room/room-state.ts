import { streamingUtterance, utterance } from '@/lib/protocol/interactions'
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
  | {
      phase: 'connecting' | 'reconnecting'
      offline: boolean
      /** The other side said that it is about to be back; otherwise the line was lost. */
      restarting: boolean
    }
  | { phase: 'joined' }
  | { phase: 'refused'; reason: Refusal; message: string }
  | { phase: 'ended'; reason: string }
  /** The same place was taken from another tab. */
  | { phase: 'replaced' }
  | { phase: 'left' }

/** The tracks of one participant that are here; each is null while there is none. */
export type PersonTracks = {
  audio: MediaStreamTrack | null
  video: MediaStreamTrack | null
  screenVideo: MediaStreamTrack | null
  screenAudio: MediaStreamTrack | null
}

/**
 * Where the media connection stands. `failed` tries again by itself, with growing waits; `unsupported` says that
 * this browser has no WebRTC. Text goes on in every phase.
 */
export type MediaPhase = 'off' | 'connecting' | 'connected' | 'failed' | 'unsupported'

/** How well media arrives. */
export type Quality = 'good' | 'low' | 'very-low'

/** What should come from the replica and has not, although the connection has stood for some seconds. */
export type Missing = { audio: boolean; video: boolean }

/** By stream: the session id of whom it comes from. Who has sent nothing yet is not listed. */
export type TrackMap = ReadonlyMap<string, PersonTracks>

export type RoomSnapshot = {
  status: RoomStatus
  /** Ours, once joined. */
  sessionId: string | null
  room: RoomFacts | null
  participants: RoomParticipant[]
  media: { phase: MediaPhase; quality: Quality; missing: Missing }
  tracks: TrackMap
  activeSpeaker: string | null
  /**
   * The replica's utterance that is being spoken now: its words so far, and whether those were the last; null in between.
   * `turn` is 0 before anybody has asked anything.
   */
  spoken: { inferenceId: string | null; text: string; final: boolean; turn: number } | null
  /** Everything said, by rising `seq`. */
  captions: Caption[]
}

export const noTracks: TrackMap = new Map()
export const nothingMissing: Missing = { audio: false, video: false }

const nothing: PersonTracks = { audio: null, video: null, screenVideo: null, screenAudio: null }

/** Whose stream it is, and where a track of that kind stands among theirs. */
function placeOf(stream: string, kind: string): { sessionId: string; slot: keyof PersonTracks } {
  const sessionId = stream.replace(/\.screen$/, '')
  const isAudio = kind === 'audio'
  if (stream !== sessionId) return { sessionId, slot: isAudio ? 'screenAudio' : 'screenVideo' }
  return { sessionId, slot: isAudio ? 'audio' : 'video' }
}

/** The map with a track of a stream added. */
export function withTrack(tracks: TrackMap, stream: string, track: MediaStreamTrack): TrackMap {
  const { sessionId, slot } = placeOf(stream, track.kind)
  return new Map([...tracks, [sessionId, { ...(tracks.get(sessionId) ?? nothing), [slot]: track }]])
}

/** The map without a track; a newer one in its place stays. */
export function withoutTrack(tracks: TrackMap, stream: string, track: MediaStreamTrack): TrackMap {
  const { sessionId, slot } = placeOf(stream, track.kind)
  const person = tracks.get(sessionId)
  if (person?.[slot] !== track) return tracks
  return new Map([...tracks, [sessionId, { ...person, [slot]: null }]])
}

/** The map without anything of somebody who is gone; the same when there was nothing. */
export function withoutPerson(tracks: TrackMap, sessionId: string): TrackMap {
  return tracks.has(sessionId) ? new Map([...tracks].filter(([id]) => id !== sessionId)) : tracks
}

/** What happens in the room, for those who need each event and not only the state. */
export type RoomEvent =
  | { type: 'participant-joined' | 'participant-updated' | 'participant-left'; participant: RoomParticipant }
  | { type: 'active-speaker'; session_id: string | null }
  | { type: 'app-message'; from: string; data: unknown }
  /** In, or in again after the connection was lost: what we sent and is not among the captions never arrived. */
  | { type: 'joined' }

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
  const { role, speech, spoken, speaker, line } = message.properties
  const text = spoken ?? speech
  // Cut off before its first word: nothing was said.
  if (!text.trim()) return null
  return {
    seq: line ?? message.seq,
    role,
    speaker: speaker ?? (role === 'replica' ? replica.name : ''),
    text,
    at: message.timestamp,
  }
}

/** The replica's words so far, if an app-message from it carries them. */
export function spokenOf(
  { from, data }: Extract<FromStudio, { type: 'app-message' }>,
  participants: RoomParticipant[],
): (NonNullable<RoomSnapshot['spoken']> & { interrupted: boolean }) | null {
  const replica = participants.find(({ role }) => role === 'replica')
  const { data: message } = from === replica?.session_id ? streamingUtterance.safeParse(data) : {}
  if (message?.properties.role !== 'replica') return null
  const { speech, final, is_interrupted: interrupted = false } = message.properties
  const { inference_id: inferenceId = null, turn_idx: turn } = message
  return { inferenceId, text: speech, final, turn, interrupted }
}

import type { RoomParticipant } from '@/lib/protocol/room'
import type { MediaSnapshot } from './media'
import type { PersonTracks, RoomSnapshot } from './room-state'

/** A track that came or went: whose it is, and what it carries. `local` is one that we send. */
export type TrackEvent = {
  sessionId: string | null
  kind: keyof PersonTracks
  track: MediaStreamTrack
  local: boolean
}

/** What can be listened to, by its name. */
export type RoomClientEvents = {
  joined: { sessionId: string; participants: RoomParticipant[] }
  /** The connection is lost and comes back by itself; told again when that takes long. */
  reconnecting: { offline: boolean; restarting: boolean }
  rejoined: { sessionId: string; participants: RoomParticipant[] }
  'participant-joined': { participant: RoomParticipant }
  'participant-updated': { participant: RoomParticipant }
  'participant-left': { participant: RoomParticipant }
  'track-started': TrackEvent
  'track-stopped': TrackEvent
  'app-message': { from: string; data: unknown }
  'active-speaker': { sessionId: string | null }
  /** The words that the replica has spoken so far; null when it is silent. */
  spoken: { text: string | null }
  media: RoomSnapshot['media']
  /** Our devices: which there are, which run, and why one does not. */
  devices: MediaSnapshot
  left: Record<never, never>
  refused: { reason: string; message: string }
  ended: { reason: string }
  /** The same place was taken from another tab. */
  replaced: Record<never, never>
}

import { registry } from '@/lib/platform/registry'
import type { Cast } from '@/lib/protocol/cast'
import type { RoomBackground } from '@/lib/protocol/room'

/**
 * What the product asks of whoever runs conversations, and what it is told. The service does not know which
 * provider it talks to; a provider does not know the domain.
 */

/** A line that was said, numbered from 1 within the conversation. */
export type SpokenLine = {
  seq: number
  role: 'user' | 'replica'
  speaker: string
  text: string
  at: Date
  turn: number
  inferenceId: string | null
}

/** Somebody in the room. The replica is not listed. */
export type Presence = {
  sessionId: string
  name: string
  accountId: string | null
  /** Id of the meeting token that admitted them. */
  tokenId: string | null
  joinedAt: Date
  /** The connection is gone without a word since then. */
  lostAt: Date | null
  leftAt: Date | null
}

/** Whose place a ticket returns to. Who has left, or whose room is closed, is not present. */
export type Holder = { sessionId: string; name: string; accountId: string | null; present: boolean }

/** A recording that is being made, and by whom. */
export type RunningRecording = { recordingId: string; sessionId: string; name: string; startedAt: Date }

export type RoomRequest = {
  conversationId: string
  createdAt: Date
  name: string
  cast: Cast
  conversationalContext: string
  greeting: string
  language: string
  audioOnly: boolean
  closedCaptions: boolean
  requireAuth: boolean
  /** The replica counts as one; null has no limit. */
  maxParticipants: number | null
  /** Seconds. */
  participantLeftTimeout: number
  /** Who may start a recording; `members` are those who joined with an account. */
  whoRecords: 'nobody' | 'members' | 'everybody'
  /** Null: the replica is seen as it is drawn; else its video has a green screen behind it. */
  background: RoomBackground | null
  /** Where a room that was open before goes on; a new one starts at zero and empty. */
  resume: {
    presenceVersion: number
    presence: Presence[]
    greeted: boolean
    lines: SpokenLine[]
  }
}

/** `language` by its name on the wire. */
export type VoiceSample = { text: string; language: string; voice: Cast['replica']['voice'] }

/** Sound as a WAV file, and by rising `at` (milliseconds from its start) the mouth's shapes and loudness (each 10 ms). */
export type SpokenSample = {
  wav: Buffer
  mouth: { visemes: { at: number; viseme: string }[]; energy: number[] }
}

export type Started = {
  providerId: string
  /** Where participants join; null: our own room page. */
  meetingUrl: string | null
}

export type Provider = {
  name: string
  /**
   * Opens the conversation's room; again for an open room is the same room.
   * @throws Error in words for the person who creates it
   */
  start(request: RoomRequest): Promise<Started>
  /** Closes it and waits until everything said in it has been told. Closing an unknown one is fine. */
  end(conversationId: string, reason: string): Promise<void>
  /** Who is in it now; null when the provider has no such room. */
  snapshot(conversationId: string): Promise<RoomState | null>
  /**
   * Gives the replica a message as a participant's browser would, for texts too long for the browser's channel.
   * @throws Error when the room is not open
   */
  interact(conversationId: string, message: unknown): Promise<void>
  /**
   * Whose ticket it is; null when it is none of this conversation's. Absent where participants have no tickets.
   * @throws Error when it cannot be asked at this moment
   */
  holder?(conversationId: string, ticket: string): Promise<Holder | null>
  /**
   * Speaks a few words as a replica would, for whoever chooses its voice.
   * @throws Error in words when it cannot
   */
  preview?(sample: VoiceSample): Promise<SpokenSample>
  /** Tells everybody in the room that a recording runs, or with null that none does; an unknown room is fine. */
  announce?(conversationId: string, recording: RunningRecording | null): Promise<void>
}

/** The whole presence of a room; a higher version is newer. Everybody who ever joined is listed. */
export type RoomState = { version: number; presence: Presence[] }

/** What a provider tells. It repeats what has not been taken (the promise resolved). */
export type News =
  | { type: 'presence'; conversationId: string; state: RoomState }
  | { type: 'greeted'; conversationId: string }
  | { type: 'line'; conversationId: string; line: SpokenLine }
  /** What the replica knows of the conversation was changed in it. */
  | { type: 'context'; conversationId: string; context: string }
  /** The provider lost its rooms at `lostAt` and can open them again now. */
  | { type: 'restarted'; conversationIds: string[]; lostAt: Date }
  /** The room cannot be kept open. */
  | { type: 'failed'; conversationId: string }

export type TellNews = (news: News) => Promise<void>

/**
 * The provider of that name.
 * @throws Error when this server runs none of that name
 */
export function providerNamed(name: string): Provider {
  const found = registry().providers.get(name)
  if (!found) throw new Error(`This server has no provider named ${name}.`)
  // The registry is filled by server.ts with nothing but providers.
  return found as Provider
}

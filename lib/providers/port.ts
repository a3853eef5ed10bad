import { registry } from '@/lib/platform/registry'
import type { Cast } from '@/lib/protocol/cast'
import type { Mind } from '@/lib/protocol/mind'
import type { FoundServer, ModelTrial, TrialOutcome } from '@/lib/protocol/model-trial'
import type { FoundFact, Remembering } from '@/lib/protocol/remembering'
import type { RoomBackground } from '@/lib/protocol/room'
import type { ModelProblem, ReportedTurn } from '@/lib/protocol/studio'
import type { Catalogue, Manage, ProviderAccount, RemoteConversation, Report } from './account'

/**
 * What the product asks of whoever runs conversations, and what it is told. The service does not know which
 * provider it talks to; a provider does not know the domain.
 */

/** A line that is or was said, by rising numbers within the conversation. A higher revision of it is newer. */
export type SpokenLine = {
  seq: number
  revision: number
  role: 'user' | 'replica'
  speaker: string
  /** As far as it was said. */
  text: string
  /** When it began. */
  at: Date
  /** Milliseconds; null while it is being said, and of what was typed. */
  duration: number | null
  interrupted: boolean
  turn: number
  inferenceId: string | null
  /** Documents that the replica's words rest on. */
  sources: { documentId: string; documentName: string }[]
}

/** A turn of the replica: how long each stage of it took, in milliseconds, and what its model saw. */
export type SpokenTurn = Omit<ReportedTurn, 'age'> & {
  /** When what was asked had ended. */
  at: Date
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

/** What a provider needs that ends conversations by itself and tells of them by a callback. */
export type Terms = {
  /** Where it tells what happens; an address of this conversation alone. */
  callbackUrl: string
  /** Seconds. */
  maxCallDuration: number
  /** Seconds from the creation. */
  participantAbsentTimeout: number
  memoryStores: string[]
  documents: { ids: string[]; tags: string[]; strategy: string }
  /** As the wire has it; null: wherever the provider keeps recordings. */
  recordingStorage: object | null
}

export type RoomRequest = {
  conversationId: string
  createdAt: Date
  name: string
  cast: Cast
  conversationalContext: string
  greeting: string
  language: string
  mind: Mind
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
  terms: Terms
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
  /** When it began by the provider's own clock; null: it has none, or did not say. */
  createdAt: Date | null
  /** Opens a private room of the provider's own. */
  meetingToken: string | null
}

/** A conversation as its provider finds it: by its own id or, before a start was confirmed, by the address that it calls. */
export type Held = { conversationId: string; providerId: string | null; callbackUrl: string }

export type Provider = {
  name: string
  /**
   * Opens the conversation's room; again for an open room is the same room.
   * @throws Error in words for the person who creates it
   */
  start(request: RoomRequest): Promise<Started>
  /**
   * Closes it, and where the rooms are ours waits until everything said in it has been told. Closing an unknown one, or
   * again, is fine.
   */
  end(held: Held, reason: string): Promise<void>
  /** Who is in it now; null when the provider has no such room. Absent where the rooms are not ours. */
  snapshot?(conversationId: string): Promise<RoomState | null>
  /**
   * Gives the replica a message as a participant's browser would, for texts too long for the browser's channel. Absent
   * where the rooms are not ours.
   * @throws Error when the room is not open
   */
  interact?(conversationId: string, message: unknown): Promise<void>
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
  /**
   * Asks a model for a little, as a conversation would, and says what came of it.
   * @throws Error in words when it cannot be asked at this moment
   */
  tryModel?(trial: ModelTrial): Promise<TrialOutcome>
  /**
   * Servers for models of one's own that answer on this machine, and what models they have.
   * @throws Error in words when it cannot look at this moment
   */
  findModels?(): Promise<FoundServer[]>
  /**
   * Asks a language model what of a conversation is worth remembering. Absent where no model is asked here.
   * @throws Error in words when the model did not answer as it was asked to
   */
  remember?(conversation: Remembering): Promise<FoundFact[]>
  /** Tells everybody in the room that a recording runs, or with null that none does; an unknown room is fine. */
  announce?(conversationId: string, recording: RunningRecording | null): Promise<void>
  /** What can be asked of a provider that runs conversations under an account; absent for one of our own. */
  outside?: Outside
}

/** Each may throw a ProviderProblem. */
export type Outside = {
  /** How a conversation stands, with everything that happened in it; null when the account has none of that id. */
  report(providerId: string): Promise<Report | null>
  /** Removes it from the provider's history; `hard`: with all that was kept of it. An unknown one is fine. */
  erase(providerId: string, hard: boolean): Promise<void>
  /** Ends one that was found there, whoever created it; an unknown one is fine. */
  endFound(providerId: string): Promise<void>
  /** Every conversation of the account that is live, whoever created it. */
  live(): Promise<RemoteConversation[]>
  /** Its personas and replicas, and those that everybody has. */
  catalogue(): Promise<Catalogue>
  manage: Manage
}

/** The whole presence of a room; a higher version is newer. Everybody who ever joined is listed. */
export type RoomState = { version: number; presence: Presence[] }

/** What a provider tells. It repeats what has not been taken (the promise resolved). */
export type News =
  | { type: 'presence'; conversationId: string; state: RoomState }
  | { type: 'greeted'; conversationId: string }
  | { type: 'line'; conversationId: string; line: SpokenLine }
  | { type: 'turn'; conversationId: string; turn: SpokenTurn }
  /** A model did not do what it was asked; the conversation goes on. `number` counts within the room as it is open. */
  | { type: 'problem'; conversationId: string; number: number; problem: Omit<ModelProblem, 'age'>; at: Date }
  /** What the replica knows of the conversation was changed in it. */
  | { type: 'context'; conversationId: string; context: string }
  /** The provider lost its rooms at `lostAt` and can open them again now. */
  | { type: 'restarted'; conversationIds: string[]; lostAt: Date }
  /** The room cannot be kept open. */
  | { type: 'failed'; conversationId: string }

export type TellNews = (news: News) => Promise<void>

/** A provider under an account that each workspace brings. */
export type AccountProvider = {
  name: string
  under(account: ProviderAccount): Provider & { outside: Outside }
  /** What a callback tells; null when it is about no conversation. */
  parseWebhook(body: unknown): Report | null
}

/**
 * The provider of our own of that name.
 * @throws Error when this server runs none of that name
 */
export const providerNamed = (name: string): Provider => registered(name) as Provider

/**
 * The provider of that name under an account.
 * @throws Error when this server knows none of that name
 */
export const providerUnder = (name: string, account: ProviderAccount) =>
  accountProviderNamed(name).under(account)

/**
 * The provider of that name, whatever the account.
 * @throws Error when this server knows none of that name
 */
export const accountProviderNamed = (name: string): AccountProvider => registered(name) as AccountProvider

function registered(name: string): unknown {
  const found = registry().providers.get(name)
  // The registry is filled by server.ts with nothing but providers.
  if (!found) throw new Error(`This server has no provider named ${name}.`)
  return found
}

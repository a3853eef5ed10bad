/**
 * What the product asks of a provider that runs conversations under an account which each workspace brings, and what such
 * a provider tells: it reports conversations as a whole, when it is asked or by a callback.
 */

/** How a workspace's account is reached. */
export type ProviderAccount = { key: string; baseUrl: string }

/**
 * Why a provider did not do what it was asked. In all but `uncertain` nothing was done.
 * `key`: it does not accept the key. `slots` and `credits`: the account has no more of them. `unknown`: it has nothing of
 * that id. `refused`: something in the request, as its words say. `busy`: too many requests. `unreachable`: no connection.
 * `uncertain`: it was asked and did not answer as it should; it may have done it.
 */
export type ProblemKind =
  | 'key'
  | 'slots'
  | 'credits'
  | 'unknown'
  | 'refused'
  | 'busy'
  | 'unreachable'
  | 'uncertain'

/** A provider did not do what it was asked. The message is for the person who asked, the provider's own words in it. */
export class ProviderProblem extends Error {
  override readonly name = 'ProviderProblem'
  constructor(
    message: string,
    readonly kind: ProblemKind,
  ) {
    super(message)
  }
}

/** The problem that was thrown; null for any other error. Not by class: server and pages are bundled apart. */
export const problemOf = (error: unknown): ProviderProblem | null =>
  error instanceof Error && error.name === 'ProviderProblem' ? (error as ProviderProblem) : null

/** A line of a transcript that comes as a whole, afterwards. What was not said is null. */
export type TranscriptEntry = {
  role: 'user' | 'replica'
  text: string
  at: Date | null
  /** Milliseconds from the beginning of the conversation. */
  offset: number | null
  /** Milliseconds. */
  duration: number | null
  inferenceId: string | null
  interrupted: boolean
}

/** Something that happened in a conversation, as its provider reports it; the same thing may be reported many times. */
export type ReportedEvent = {
  /** The wire's name, such as `application.transcription_ready`. */
  type: string
  /** By the provider's clock. */
  at: Date | null
  properties: Record<string, unknown>
  /** What the product does about it, beside keeping it. */
  means:
    | { type: 'joined' }
    /** In the wire's words. */
    | { type: 'ended'; reason: string }
    | { type: 'transcript'; lines: TranscriptEntry[] }
    | { type: 'perception' }
    | null
}

/** A conversation as its provider reports it. */
export type Report = {
  providerId: string
  /** Null: it is not said. */
  status: 'active' | 'ended' | null
  /** When it began, by the provider's clock; null: it is not said. */
  createdAt: Date | null
  events: ReportedEvent[]
}

/** A conversation that is live at the provider, whoever created it. */
export type RemoteConversation = {
  providerId: string
  name: string
  meetingUrl: string | null
  createdAt: Date | null
  callbackUrl: string | null
}

/** A persona or replica that an account can use. */
export type CataloguePersona = {
  id: string
  name: string
  defaultReplicaId: string | null
  /** Everybody's, and not the account's own. */
  isStock: boolean
}
export type CatalogueReplica = {
  id: string
  name: string
  isStock: boolean
  /** Whether it can talk: its training is over. */
  isReady: boolean
  /** Address of a short video of it; null without one. */
  thumbnail: string | null
}
export type Catalogue = { personas: CataloguePersona[]; replicas: CatalogueReplica[] }

export type CatalogueKind = 'persona' | 'replica'

/** The personas and replicas of an account in the provider's own words. Each may throw a ProviderProblem. */
export type Manage = {
  /** Null: the account has none of that id. */
  read(kind: CatalogueKind, id: string): Promise<Record<string, unknown> | null>
  /** What was made, as far as the provider says. It is asked once. */
  create(kind: CatalogueKind, body: object): Promise<Record<string, unknown>>
  /** A JSON Patch (RFC 6902) of a persona; of a replica an object with its name. False: the account has none of that id. */
  patch(kind: CatalogueKind, id: string, patch: unknown): Promise<boolean>
  /** False: the account has none of that id. */
  remove(kind: CatalogueKind, id: string): Promise<boolean>
}

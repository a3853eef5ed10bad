/**
 * Who is asking, and for what. Every read and write of the domain takes one of these first.
 * Only `lib/access` makes them, so that a query without a tenant does not compile.
 */
declare const proven: unique symbol

export type Role = 'owner' | 'admin' | 'member' | 'viewer'

/** A signed-in person in one workspace. */
export type MemberScope = {
  readonly [proven]: 'member'
  kind: 'member'
  accountId: string
  workspaceId: string
  role: Role
  sessionId: string
}

/** A program with an API key; it acts for the key's owner, and may what they may. */
export type KeyScope = {
  readonly [proven]: 'key'
  kind: 'key'
  accountId: string
  workspaceId: string
  role: Role
  apiKeyId: string
}

/** Somebody with a meeting link: sees what a participant of this one conversation may see. */
export type GuestScope = { readonly [proven]: 'guest'; kind: 'guest'; conversationId: string }

/** Somebody who proved by a ticket which place in the room of this one conversation is theirs. */
export type ParticipantScope = {
  readonly [proven]: 'participant'
  kind: 'participant'
  conversationId: string
  sessionId: string
  name: string
  accountId: string | null
  /** In the room now, or lost a moment ago. */
  present: boolean
}

/** The installation itself: the engine, a provider's news, the seed, the admin command. */
export type SystemScope = { readonly [proven]: 'system'; kind: 'system'; actor: string }

/** Anybody who sees a workspace. */
export type WorkspaceScope = MemberScope | KeyScope

import type { GuestScope, KeyScope, MemberScope, ParticipantScope, SystemScope } from '@/lib/domain/scope'

// The only place where a scope comes into being. Whoever calls one of these has checked who is asking.
function prove<Scope>(fields: object): Scope {
  return Object.freeze(fields) as Scope
}

/** A person whose session was read just now. */
export function memberScope(
  member: Pick<MemberScope, 'accountId' | 'workspaceId' | 'role' | 'sessionId'>,
): MemberScope {
  const { accountId, workspaceId, role, sessionId } = member
  return prove({ kind: 'member', accountId, workspaceId, role, sessionId })
}

/** A program whose API key was found just now. */
export function keyScope(key: Pick<KeyScope, 'accountId' | 'workspaceId' | 'role' | 'apiKeyId'>): KeyScope {
  const { accountId, workspaceId, role, apiKeyId } = key
  return prove({ kind: 'key', accountId, workspaceId, role, apiKeyId })
}

/** Somebody with the link of this one conversation. */
export function guestScope(conversationId: string): GuestScope {
  return prove({ kind: 'guest', conversationId })
}

/** Somebody whose ticket the room knew just now. */
export function participantScope(holder: Omit<ParticipantScope, 'kind' | symbol>): ParticipantScope {
  const { conversationId, sessionId, name, accountId, present } = holder
  return prove({ kind: 'participant', conversationId, sessionId, name, accountId, present })
}

/** The installation itself; `actor` says which part, for the log. */
export function systemScope(actor: string): SystemScope {
  return prove({ kind: 'system', actor })
}

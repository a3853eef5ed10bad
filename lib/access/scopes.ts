import type { GuestScope, KeyScope, MemberScope, SystemScope } from '@/lib/domain/scope'

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
export function keyScope(key: Pick<KeyScope, 'accountId' | 'workspaceId' | 'apiKeyId'>): KeyScope {
  const { accountId, workspaceId, apiKeyId } = key
  return prove({ kind: 'key', accountId, workspaceId, apiKeyId })
}

/** Somebody with the link of this one conversation. */
export function guestScope(conversationId: string): GuestScope {
  return prove({ kind: 'guest', conversationId })
}

/** The installation itself; `actor` says which part, for the log. */
export function systemScope(actor: string): SystemScope {
  return prove({ kind: 'system', actor })
}

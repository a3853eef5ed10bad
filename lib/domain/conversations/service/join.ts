import { isRemote, meetingUrl, settingsOf } from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { unseal } from '@/lib/platform/seal'
import { findOwn } from './find'

/** Where a member joins, and whether the room asks for a meeting token; `tokenSeconds` is how long one lives. */
export type Joinable = {
  conversationId: string
  meetingUrl: string
  requireAuth: boolean
  tokenSeconds: number
  /** The room is not ours: tokens of ours open nothing there, and the provider made its own where it needs one. */
  isRemote: boolean
  outsideToken: string | null
}

/**
 * What a member of the workspace needs to join.
 * @throws DomainError `not-found`, or `conflict` when it has ended
 */
export async function joinConversation(scope: WorkspaceScope, id: string, origin: string): Promise<Joinable> {
  const row = await findOwn(scope, id)
  if (row.status === 'ended') {
    throw new DomainError('conflict', 'This conversation has ended. Run it again to talk on.')
  }
  const settings = settingsOf(row)
  return {
    conversationId: row.id,
    meetingUrl: meetingUrl(row, origin),
    requireAuth: settings.require_auth,
    tokenSeconds: settings.properties.participant_absent_timeout,
    isRemote: isRemote(row),
    outsideToken: row.meetingToken && unseal(row.meetingToken),
  }
}

import { holderOf } from '@/lib/domain/conversations/service/holder'
import type { ParticipantScope } from '@/lib/domain/scope'
import { guestScope, participantScope } from './scopes'

/** A ticket is a session id and a signature. */
const longestTicket = 512

/**
 * The participant whose ticket the request brings in `x-room-ticket`; null for none, or for one that this room did not
 * give.
 * @throws DomainError `unavailable` when the room cannot be asked at this moment
 */
export async function participantFrom(
  headers: Headers,
  conversationId: string,
): Promise<ParticipantScope | null> {
  const ticket = headers.get('x-room-ticket')
  if (!ticket || ticket.length > longestTicket) return null
  const holder = await holderOf(guestScope(conversationId), ticket)
  return holder && participantScope({ ...holder, conversationId })
}

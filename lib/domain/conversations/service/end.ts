import type { Conversation } from '@/lib/domain/conversations/schema/response'
import { toWire } from '@/lib/domain/conversations/serialize'
import { unknownConversation } from '@/lib/domain/conversations/service/find'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { registry } from '@/lib/platform/registry'
import { change } from './change'
import { findOwn } from './find'

/**
 * Ends a conversation now. Ending one that has ended changes nothing and gives the same answer.
 * @throws DomainError `not-found` for an id the workspace does not have, `forbidden` for a viewer
 */
export async function endConversation(
  scope: WorkspaceScope,
  id: string,
  origin: string,
): Promise<Conversation> {
  mayWrite(scope)
  await findOwn(scope, id)
  const row = await change(id, { type: 'end-requested' })
  if (!row) throw unknownConversation()
  return toWire(row, origin)
}

/**
 * Ends every conversation of the workspace that is live now, and frees its slots; again is fine. The ids of those
 * that were live.
 * @throws DomainError `forbidden` for a viewer
 */
export async function endAllConversations(scope: WorkspaceScope): Promise<string[]> {
  mayWrite(scope)
  const live = await registry().database.conversation.findMany({
    where: { workspaceId: scope.workspaceId, status: { not: 'ended' } },
    select: { id: true },
  })
  const ids = live.map(({ id }) => id)
  for (const id of ids) await change(id, { type: 'end-requested' })
  return ids
}

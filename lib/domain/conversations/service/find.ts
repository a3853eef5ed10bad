import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Conversation } from '@/lib/platform/database/generated/client'
import { registry } from '@/lib/platform/registry'

/** An id of another workspace and one that never was are told in the same words. */
export const unknownConversation = () =>
  new DomainError('not-found', 'There is no conversation with this id.')

/**
 * The workspace's conversation of that id.
 * @throws DomainError `not-found`
 */
export async function findOwn(scope: WorkspaceScope, id: string): Promise<Conversation> {
  const row = await registry().database.conversation.findFirst({
    where: { id, workspaceId: scope.workspaceId, deletedAt: null },
  })
  if (!row) throw unknownConversation()
  return row
}

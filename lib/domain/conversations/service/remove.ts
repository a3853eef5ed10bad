import { flushCalls } from '@/lib/domain/requests/service/log'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { registry } from '@/lib/platform/registry'
import { change } from './change'
import { findOwn, unknownConversation } from './find'

/**
 * Takes a conversation out of the history, ending it first when it is live. What it used stays counted.
 * @throws DomainError `not-found`, `forbidden`
 */
export async function deleteConversation(scope: WorkspaceScope, id: string): Promise<void> {
  mayWrite(scope)
  await findOwn(scope, id)
  await change(id, { type: 'end-requested' }, { deletedAt: registry().clock.now() })
}

/**
 * Removes a conversation for good, ending it first when it is live: what was said, who was there, what it was told and
 * its recordings on this server. What it used stays counted. Again is fine, and so is one that was deleted before.
 * @throws DomainError `not-found`, `forbidden`
 */
export async function eraseConversation(scope: WorkspaceScope, id: string): Promise<void> {
  mayWrite(scope)
  const { database, clock } = registry()
  const where = { id, workspaceId: scope.workspaceId }
  const row = await database.conversation.findFirst({ where, select: { erasedAt: true } })
  if (!row) throw unknownConversation()
  if (row.erasedAt) return
  // So that nothing of it is written to the log afterwards.
  await flushCalls().catch(() => {})
  const now = clock.now()
  await change(id, { type: 'end-requested' }, { deletedAt: now, erasedAt: now })
}

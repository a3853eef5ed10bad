import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { registry } from '@/lib/platform/registry'
import { change } from './change'
import { findOwn } from './find'

/**
 * Takes a conversation out of the history, ending it first when it is live. What it used stays counted.
 * @throws DomainError `not-found`, `forbidden`
 */
export async function deleteConversation(scope: WorkspaceScope, id: string): Promise<void> {
  mayWrite(scope)
  await findOwn(scope, id)
  await change(id, { type: 'end-requested' }, { deletedAt: registry().clock.now() })
}

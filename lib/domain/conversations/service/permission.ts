import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'

/** @throws DomainError `forbidden` for those who may only look */
export function mayWrite(scope: WorkspaceScope): void {
  if (scope.kind === 'member' && scope.role === 'viewer') {
    throw new DomainError(
      'forbidden',
      'Viewers may look at conversations, not change them. Ask an owner for another role.',
    )
  }
}

import { DomainError } from '@/lib/domain/errors'
import { storedModels } from '@/lib/domain/models/queries'
import type { Layers } from '@/lib/domain/models/rules/secrets'
import {
  type WorkspaceModels,
  type WorkspaceModelsUpdate,
  workspaceModelsUpdate,
} from '@/lib/domain/models/schema'
import { serializeModels } from '@/lib/domain/models/serialize'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayManage } from '@/lib/domain/workspaces/rules'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { registry } from '@/lib/platform/registry'
import { sealedLayers } from './sealing'
import { checkAddresses } from './targets'

/**
 * Changes what personas of the workspace run with that have no models of their own. Parts that the request leaves out
 * stay as they are, and so do the conversations that run.
 * @throws DomainError `forbidden` for members and viewers, `invalid` with the field
 */
export async function updateModels(
  scope: WorkspaceScope,
  request: WorkspaceModelsUpdate,
): Promise<WorkspaceModels> {
  mayManageModels(scope)
  const parsed = workspaceModelsUpdate.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const field = issue?.path.join('.')
    throw new DomainError('invalid', issue?.message ?? 'This is not usable.', { field })
  }
  checkAddresses(parsed.data)
  return await inTransaction(registry().database, async (tx) => {
    await tx.$queryRaw`select 1 from workspaces where id = ${scope.workspaceId} for no key update`
    const before = await storedModels(scope, tx)
    const models: Layers = { ...before, ...sealedLayers(parsed.data, before) }
    await tx.workspace.update({
      where: { id: scope.workspaceId },
      data: { models: models as Prisma.InputJsonObject },
    })
    await notify(tx, { topic: 'workspace', id: scope.workspaceId, workspaceId: scope.workspaceId })
    return serializeModels(models)
  })
}

/** @throws DomainError `forbidden` for those who do not manage the workspace */
export function mayManageModels(scope: WorkspaceScope): void {
  if (mayManage(scope.role)) return
  throw new DomainError(
    'forbidden',
    scope.role === 'viewer'
      ? 'Viewers may look at everything and change nothing. Ask an owner for another role.'
      : 'Only owners and admins of the workspace change which models it runs with.',
  )
}

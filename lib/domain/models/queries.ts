import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Database, Transaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import type { Layers } from './rules/secrets'
import type { WorkspaceModels } from './schema'
import { layersOf, serializeModels } from './serialize'

/** What personas of the workspace run with that have no models of their own; without secrets. */
export async function readModels(scope: WorkspaceScope): Promise<WorkspaceModels> {
  return serializeModels(await storedModels(scope))
}

/** The same as it is stored: its secrets are sealed. */
export async function storedModels(
  scope: WorkspaceScope,
  db: Database | Transaction = registry().database,
): Promise<Layers> {
  const { models } = await db.workspace.findUniqueOrThrow({
    where: { id: scope.workspaceId },
    select: { models: true },
  })
  return layersOf(models)
}

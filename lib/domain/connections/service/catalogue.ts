import type { WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { type Catalogue, problemOf } from '@/lib/providers/account'
import { catalogueLastsMs, type OutsideProvider } from '../rules'
import { inConnected, notConnected } from './account'
import { storedCatalogue } from './connect'

/** An account's personas and replicas, and when the provider was asked. */
export type ReadCatalogue = { catalogue: Catalogue; readAt: Date }

/**
 * The personas and replicas that the workspace's account can use: as they were read in the last minutes, or read anew. A
 * provider that cannot be asked leaves what it said last; why not is shown with the connection.
 * @param fresh read anew in any case
 * @throws DomainError `invalid` where the account is not connected
 */
export async function readCatalogue(
  { workspaceId }: WorkspaceScope,
  provider: OutsideProvider,
  fresh: boolean,
): Promise<ReadCatalogue> {
  const { database, clock, log } = registry()
  const where = { workspaceId_provider: { workspaceId, provider } }
  const kept = await database.providerConnection.findUnique({
    where,
    select: { catalogue: true, catalogueAt: true },
  })
  if (!kept) throw notConnected(provider)
  const before = { catalogue: kept.catalogue as unknown as Catalogue, readAt: kept.catalogueAt }
  if (!fresh && clock.now().getTime() - kept.catalogueAt.getTime() < catalogueLastsMs) return before
  try {
    const catalogue = await inConnected({ workspaceId, provider }, (account) => account.outside.catalogue())
    const readAt = clock.now()
    const data = { catalogue: storedCatalogue(catalogue), catalogueAt: readAt }
    await database.providerConnection.updateMany({ where: { workspaceId, provider }, data })
    return { catalogue, readAt }
  } catch (error) {
    if (!problemOf(error)) throw error
    log.warn({ error, provider }, 'The personas of an account could not be read')
    return before
  }
}

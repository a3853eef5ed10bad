import type { WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { outsideProviders } from './rules'
import type { ProviderList } from './schema'
import { outsideToWire, studioToWire } from './serialize'

/** Every provider that this server knows, as it stands in the workspace. Nothing of a key but its last characters. */
export async function listProviders({ workspaceId }: WorkspaceScope): Promise<ProviderList> {
  const { defaultProvider, connections } = await registry().database.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { defaultProvider: true, connections: { omit: { key: true, catalogue: true } } },
  })
  const outside = outsideProviders.map((name) => {
    const connection = connections.find(({ provider }) => provider === name) ?? null
    return outsideToWire(name, connection, defaultProvider === name)
  })
  return { data: [studioToWire(defaultProvider === 'studio'), ...outside] }
}

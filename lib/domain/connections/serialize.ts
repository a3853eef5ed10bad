import { timestamp } from '@/lib/domain/conversations/serialize'
import type { ProviderConnection } from '@/lib/platform/database/generated/client'
import type { CatalogueWire, ProviderWire } from './schema'

/** The provider that is built in, on the wire. */
export const studioToWire = (isDefault: boolean): ProviderWire => ({
  provider: 'studio',
  is_default: isDefault,
  is_connected: true,
  base_url: null,
  key_hint: null,
  problem: null,
})

/** A provider outside on the wire; `connection` is null where the workspace has none. */
export function outsideToWire(
  name: ProviderWire['provider'],
  connection: Omit<ProviderConnection, 'catalogue' | 'key'> | null,
  isDefault: boolean,
): ProviderWire {
  const { problem, problemAt } = connection ?? {}
  return {
    provider: name,
    is_default: isDefault,
    is_connected: connection !== null,
    base_url: connection?.baseUrl ?? null,
    key_hint: connection?.hint || null,
    problem: problem && problemAt ? { message: problem, since: timestamp(problemAt) } : null,
  }
}

const kindOf = (isStock: boolean) => (isStock ? 'system' : 'user')

type Item = { id: string; name: string; isStock: boolean }
type Told = {
  personas: (Item & { defaultReplicaId: string | null })[]
  replicas: (Item & { isReady: boolean })[]
}

/** An account's personas and replicas on the wire. */
export function catalogueToWire({ personas, replicas }: Told, readAt: Date): CatalogueWire {
  return {
    personas: personas.map(({ id, name, isStock, defaultReplicaId }) => ({
      persona_id: id,
      persona_name: name,
      persona_type: kindOf(isStock),
      default_replica_id: defaultReplicaId,
    })),
    replicas: replicas.map(({ id, name, isStock, isReady }) => ({
      replica_id: id,
      replica_name: name,
      replica_type: kindOf(isStock),
      is_ready: isReady,
    })),
    read_at: timestamp(readAt),
  }
}

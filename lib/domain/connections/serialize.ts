import { timestamp } from '@/lib/domain/conversations/serialize'
import { isLayer, maskedLayers } from '@/lib/domain/models/rules/secrets'
import type { ProviderConnection } from '@/lib/platform/database/generated/client'
import type { AccountPersona, CatalogueWire, ProviderWire } from './schema'

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

/** A text that a provider told under one of these names: one thing may be called by an old name or a new one. */
function textIn(told: object, ...names: string[]): string | null {
  const values = new Map<string, unknown>(Object.entries(told))
  const texts = names.map((name) => values.get(name))
  return texts.find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? null
}

/** The id of a persona in the words of its provider; null when it does not say. */
export const toldPersonaId = (told: object) => textIn(told, 'persona_id', 'pal_id')

/** Something of an account as its provider told of it, without the secrets that the layers of a persona have. */
export const itemToWire = (told: object): Record<string, unknown> => ({
  ...told,
  ...('layers' in told && isLayer(told.layers) && { layers: maskedLayers(told.layers) }),
})

/** What is shown of a persona that its provider told of in its own words. */
export function accountPersonaToWire(told: object): AccountPersona {
  const layers = 'layers' in told && isLayer(told.layers) ? told.layers : {}
  return {
    system_prompt: textIn(told, 'system_prompt') ?? '',
    default_replica_id: textIn(told, 'default_replica_id', 'default_face_id'),
    layers: maskedLayers(layers),
  }
}

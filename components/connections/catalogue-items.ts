import type { CatalogueWire } from '@/lib/domain/connections/schema'

export type CatalogueKind = 'personas' | 'replicas'

/** A persona or a replica of an account, as a gallery shows it. */
export type CatalogueItem = {
  id: string
  name: string
  /** One that everybody has. */
  isStock: boolean
  /** It can be used. */
  isReady: boolean
}

/** An account's personas or replicas with a part of their name or id, its own before those that everybody has. */
export function catalogueItems(catalogue: CatalogueWire, kind: CatalogueKind, text: string): CatalogueItem[] {
  const wanted = text.trim().toLowerCase()
  const items = kind === 'personas' ? personas(catalogue) : replicas(catalogue)
  return items
    .filter(({ id, name }) => `${name}\n${id}`.toLowerCase().includes(wanted))
    .sort((one, other) => Number(one.isStock) - Number(other.isStock))
}

const personas = (catalogue: CatalogueWire): CatalogueItem[] =>
  catalogue.personas.map(({ persona_id, persona_name, persona_type }) => ({
    ...{ id: persona_id, name: persona_name || persona_id },
    ...{ isStock: persona_type === 'system', isReady: true },
  }))

const replicas = (catalogue: CatalogueWire): CatalogueItem[] =>
  catalogue.replicas.map(({ replica_id, replica_name, replica_type, is_ready }) => ({
    ...{ id: replica_id, name: replica_name || replica_id },
    ...{ isStock: replica_type === 'system', isReady: is_ready },
  }))

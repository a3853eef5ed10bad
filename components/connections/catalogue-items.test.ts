import { describe, expect, test } from 'vitest'
import type { CatalogueWire } from '@/lib/domain/connections/schema'
import { catalogueItems } from './catalogue-items'

const persona = (persona_id: string, persona_name: string, persona_type: 'user' | 'system') => ({
  ...{ persona_id, persona_name, persona_type, default_replica_id: null },
})
const replica = (
  replica_id: string,
  replica_name: string,
  replica_type: 'user' | 'system',
  is_ready = true,
) => ({
  ...{ replica_id, replica_name, replica_type, is_ready },
})

const catalogue: CatalogueWire = {
  personas: [
    persona('p1', 'Coach', 'system'),
    persona('p2', 'Árbitro', 'user'),
    persona('p3', '', 'system'),
    persona('p4', 'Guide', 'user'),
  ],
  replicas: [replica('r1', 'Anna', 'system'), replica('r2', 'Me', 'user', false)],
  read_at: '2026-11-20T10:00:00.000000Z',
}

const idsOf = (kind: 'personas' | 'replicas', text: string) =>
  catalogueItems(catalogue, kind, text).map(({ id }) => id)

describe('what an account has', () => {
  test('its own come before those that everybody has, each in the order they came in', () => {
    expect(idsOf('personas', '')).toEqual(['p2', 'p4', 'p1', 'p3'])
    expect(idsOf('replicas', '')).toEqual(['r2', 'r1'])
  })

  test('is found by a part of its name or id, in any case', () => {
    expect(idsOf('personas', ' coa ')).toEqual(['p1'])
    expect(idsOf('personas', 'ÁRB')).toEqual(['p2'])
    expect(idsOf('replicas', 'R2')).toEqual(['r2'])
    expect(idsOf('replicas', 'nobody')).toEqual([])
  })

  test('without a name is called by its id', () => {
    expect(catalogueItems(catalogue, 'personas', 'p3')[0]).toMatchObject({ name: 'p3', isReady: true })
  })

  test('a replica in training is not ready', () => {
    expect(catalogueItems(catalogue, 'replicas', 'Me')).toEqual([
      { id: 'r2', name: 'Me', isStock: false, isReady: false },
    ])
  })

  test('is left in its order where it is kept', () => {
    catalogueItems(catalogue, 'personas', '')
    expect(catalogue.personas.map(({ persona_id }) => persona_id)).toEqual(['p1', 'p2', 'p3', 'p4'])
  })
})

import { expect, test } from 'vitest'
import { addressOf, filtersFrom } from './filters'

test('filters are read back from their address', () => {
  const filters = {
    status: 'ended',
    persona_id: 'pdced222244b',
    replica_id: 'r79e1c033f',
    from: '2026-11-01',
    to: '2026-11-20',
    text: 'مرحبا & 😀',
  } as const
  expect(filtersFrom(new URLSearchParams(addressOf(filters)))).toEqual(filters)
})

test('no filters, no query', () => {
  expect(addressOf({})).toBe('')
})

test('what the API would refuse, or does not know, is left out', () => {
  const params = new URLSearchParams({ status: 'gone', from: 'yesterday', text: 'x'.repeat(300), page: '2' })
  expect(filtersFrom(params)).toEqual({})
})

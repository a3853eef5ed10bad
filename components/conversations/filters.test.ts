import { expect, test } from 'vitest'
import { conversationListQuery } from '@/lib/domain/conversations/schema/response'
import { addressOf, filtersFrom } from './filters'

test('filters are read back from their address', () => {
  const filters = {
    status: 'ended',
    persona_id: 'pdced222244b',
    replica_id: 'r79e1c033f',
    provider: 'tavus',
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
  const refused = { status: 'gone', provider: 'zoom', from: 'yesterday', text: 'x'.repeat(300) }
  const params = new URLSearchParams({ ...refused, page: '2' })
  expect(filtersFrom(params)).toEqual({})
})

test.each([
  ['status', ['active', 'ended', 'starting', '']],
  ['persona_id', ['p1', 'x'.repeat(64), 'x'.repeat(65)]],
  ['provider', ['studio', 'tavus', 'Tavus', 'none', '']],
  ['from', ['2026-02-28', '2026-02-30', '2026-2-3', '0001-01-01', 'today', '2026-02-28T00:00']],
  ['text', ['a', 'x'.repeat(200), 'x'.repeat(201)]],
] as const)('%s is taken exactly where the API takes it', (field, values) => {
  for (const value of values) {
    const name = field === 'persona_id' ? 'persona' : field
    const taken = filtersFrom(new URLSearchParams({ [name]: value }))[field] !== undefined
    expect(taken, value).toBe(value !== '' && conversationListQuery.shape[field].safeParse(value).success)
  }
})

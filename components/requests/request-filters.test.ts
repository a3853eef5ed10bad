import { expect, it } from 'vitest'
import { requestFiltersFrom, requestsAddress } from './request-filters'

it('writes filters into an address and reads them back', () => {
  const filters = {
    path: '/v2/personas',
    method: 'POST',
    outcome: 'refused',
    api_key_id: 'key-1',
    subject_id: 'p0123456789a',
    from: '2026-01-01',
    to: '2026-01-31',
  } as const
  expect(requestFiltersFrom(new URLSearchParams(requestsAddress(filters)))).toEqual(filters)
  expect(requestsAddress({})).toBe('')
})

it('leaves out what the API would refuse', () => {
  const typed = new URLSearchParams(`method=PUT&outcome=good&key=${'x'.repeat(65)}&from=2026-02-30&about=+`)
  expect(requestFiltersFrom(typed)).toEqual({})
})

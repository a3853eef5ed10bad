import { expect, test } from 'vitest'
import { addressOfReport, groupFrom, periodFrom } from './period'

// Late on the 20th in UTC, when it is the 21st in Kolkata already.
const now = Date.parse('2026-11-20T22:00:00Z')
const from = (query: string) => periodFrom(new URLSearchParams(query), now)

test('the month of now up to today, in UTC', () => {
  expect(from('')).toEqual({ kind: 'month', from: '2026-11-01', to: '2026-11-20' })
})

test('thirty days that end today', () => {
  expect(from('period=last-30')).toEqual({ kind: 'last-30', from: '2026-10-22', to: '2026-11-20' })
})

test('days of one’s own, read back from their address', () => {
  const period = { kind: 'custom', from: '2026-01-05', to: '2026-02-01' } as const
  const address = addressOfReport(period, 'creator')
  expect(from(address)).toEqual(period)
  expect(groupFrom(new URLSearchParams(address))).toBe('creator')
})

test('what is no way to split is none', () => {
  expect(groupFrom(new URLSearchParams('by=moon'))).toBeNull()
  expect(addressOfReport({ kind: 'month' }, null)).toBe('')
})

test.each([
  'from=2026-02-30&to=2026-03-01',
  'from=2026-03-02&to=2026-03-01',
  'from=2020-01-01&to=2026-01-01',
  'from=x&to=y',
  'from=2026-01-01',
])('%s is no period, so the month is shown', (query) => {
  expect(from(query).kind).toBe('month')
})

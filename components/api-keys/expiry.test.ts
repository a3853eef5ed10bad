import { expect, it } from 'vitest'
import { expiryOf } from './expiry'

const now = Date.parse('2026-02-20T12:00:00.000Z')

it('is so many days from now, never, or the end of a day where the reader is', () => {
  expect(expiryOf('never', '2026-03-01', now)).toBeNull()
  expect(expiryOf('days30', '', now)).toBe('2026-03-22T12:00:00.000Z')
  expect(expiryOf('days90', '', now)).toBe('2026-05-21T12:00:00.000Z')
  expect(expiryOf('days365', '', now)).toBe('2027-02-20T12:00:00.000Z')
  expect(expiryOf('day', '2026-03-01', now)).toBe(new Date(2026, 2, 1, 23, 59, 59, 999).toISOString())
})

it('passes on what is no day', () => {
  expect(expiryOf('day', '', now)).toBe('')
  expect(expiryOf('day', 'soon', now)).toBe('soon')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partsOf, seriesOf } from './series'

const groups = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `g${index}`,
    name: `Group ${index}`,
    seconds: 100 - index,
    conversations: 1,
  }))

const others = (count: number) => `${count} others`

test('without groups there is one series', () => {
  expect(seriesOf(undefined, others)).toMatchObject([{ id: null }])
})

test.each([
  [1, 1],
  [6, 6],
  [7, 7],
  [8, 7],
  [40, 7],
])('%i groups are %i colours, the last for all others', (count, series) => {
  const made = seriesOf(groups(count), others)
  expect(made).toHaveLength(series)
  expect(new Set(made.map(({ color }) => color)).size).toBe(series)
  expect(made.at(-1)?.id === null).toBe(count > 7)
})

test('the parts of a day sum to the day, whatever has a colour', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(86_400), { maxLength: 20 }), (seconds) => {
      const byId = Object.fromEntries(seconds.map((value, index) => [`g${index}`, value]))
      const day = {
        day: '2026-11-20',
        conversations: 1,
        groups: byId,
        seconds: seconds.reduce((a, b) => a + b, 0),
      }
      const parts = partsOf(day, seriesOf(groups(seconds.length), others))
      expect(parts.reduce((a, b) => a + b, 0)).toBe(seconds.length === 0 ? 0 : day.seconds)
      for (const part of parts) expect(part).toBeGreaterThanOrEqual(0)
    }),
  )
})

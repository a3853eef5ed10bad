import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { costOf, monthlyBound, monthlySeconds } from './rules'

describe('what a month allows', () => {
  test.each([
    [{ monthlyMinutes: null, pricePerMinute: null, monthlyBudget: null }, null, 'minutes'],
    [{ monthlyMinutes: 10, pricePerMinute: null, monthlyBudget: null }, 600, 'minutes'],
    [{ monthlyMinutes: null, pricePerMinute: 1000, monthlyBudget: null }, null, 'minutes'],
    // 1.00 at 0.10 a minute.
    [{ monthlyMinutes: null, pricePerMinute: 1000, monthlyBudget: 100 }, 600, 'budget'],
    [{ monthlyMinutes: 5, pricePerMinute: 1000, monthlyBudget: 100 }, 300, 'minutes'],
    [{ monthlyMinutes: 50, pricePerMinute: 1000, monthlyBudget: 100 }, 600, 'budget'],
    // A price that divides badly: a second more would cost more than there is.
    [{ monthlyMinutes: null, pricePerMinute: 7, monthlyBudget: 1 }, 857, 'budget'],
  ])('%j is %j seconds, by %s', (limits, seconds, bound) => {
    expect(monthlySeconds(limits)).toBe(seconds)
    expect(monthlyBound(limits)).toBe(bound)
  })

  test('a budget is spent to less than the price of one second, and never overspent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e8 }), fc.integer({ min: 1, max: 1e9 }), (price, budget) => {
        const limits = { monthlyMinutes: null, pricePerMinute: price, monthlyBudget: budget }
        const seconds = BigInt(monthlySeconds(limits) ?? 0)
        const spent = seconds * BigInt(price)
        const available = BigInt(budget) * 100n * 60n
        expect(spent <= available).toBe(true)
        expect(spent + BigInt(price) > available).toBe(true)
      }),
    )
  })
})

test.each([
  [0, 1, 0],
  [60, 0.1, 0.1],
  [1, 0.1, 0.0017],
  [3599, 0.0705, 4.2288],
  [86_400, 10_000, 14_400_000],
])('%i seconds at %d a minute cost %d', (seconds, price, cost) => {
  expect(costOf(seconds, price)).toBe(cost)
})

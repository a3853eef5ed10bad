import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayStart, minutesEnd, secondsByDay, secondsSince, secondsUsed, utcDay, utcMonth } from './rules'

describe('secondsUsed', () => {
  it('counts begun seconds', () => {
    const start = new Date('2026-03-10T10:00:00.000Z')
    expect(secondsUsed(start, start)).toBe(0)
    expect(secondsUsed(start, new Date('2026-03-10T10:00:00.001Z'))).toBe(1)
    expect(secondsUsed(start, new Date('2026-03-10T10:05:00.000Z'))).toBe(300)
    expect(secondsUsed(start, new Date('2026-03-10T09:59:00.000Z'))).toBe(0)
  })
})

describe('secondsByDay', () => {
  it('gives a second to the day in which it begins', () => {
    expect(secondsByDay(new Date('2026-03-10T23:59:58.500Z'), 4)).toEqual([
      { day: '2026-03-10', seconds: 2 },
      { day: '2026-03-11', seconds: 2 },
    ])
    expect(secondsByDay(new Date('2026-03-10T23:59:59.000Z'), 1)).toEqual([{ day: '2026-03-10', seconds: 1 }])
  })

  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  const seconds = fc.integer({ min: 0, max: 400_000 })

  it('sums to the whole, and agrees with counting second by second', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 3000 }), (start, used) => {
        // Near a midnight, where it matters.
        const near = new Date(dayStart(utcDay(start)).getTime() + 86_400_000 - (start.getTime() % 2_000_000))
        const counted = new Map<string, number>([[utcDay(near), 0]])
        for (let second = 0; second < used; second++) {
          const day = utcDay(new Date(near.getTime() + second * 1000))
          counted.set(day, (counted.get(day) ?? 0) + 1)
        }
        expect(secondsByDay(near, used)).toEqual([...counted].map(([day, sum]) => ({ day, seconds: sum })))
      }),
      { numRuns: 60 },
    )
  })

  it('agrees with the part since any midnight', () => {
    fc.assert(
      fc.property(instant, seconds, fc.integer({ min: 0, max: 4 }), (start, used, days) => {
        const since = new Date(dayStart(utcDay(start)).getTime() + days * 86_400_000)
        const sum = secondsByDay(start, used)
          .filter(({ day }) => dayStart(day) >= since)
          .reduce((total, day) => total + day.seconds, 0)
        expect(secondsSince(start, used, since)).toBe(sum)
      }),
    )
  })
})

describe('minutesEnd', () => {
  const now = new Date('2026-03-10T10:00:00.000Z')

  it('shares what is left among the live', () => {
    expect(minutesEnd(now, 600, 3)).toEqual(new Date('2026-03-10T10:03:20.000Z'))
    expect(minutesEnd(now, -5, 1)).toEqual(now)
    expect(minutesEnd(now, null, 3)).toBeNull()
    expect(minutesEnd(now, 600, 0)).toBeNull()
  })
})

describe('utcMonth', () => {
  it('spans the turn of the year', () => {
    expect(utcMonth(new Date('2026-12-31T23:59:59.999Z'))).toEqual({
      start: new Date('2026-12-01T00:00:00.000Z'),
      end: new Date('2027-01-01T00:00:00.000Z'),
    })
  })
})

import { expect, it } from 'vitest'
import { movableClock } from '@/lib/platform/clock'
import { createPace } from '@/lib/studio/rooms/pace'

it('passes a burst, then as much as time gives back, never more than a burst', () => {
  const clock = movableClock()
  const pass = createPace({ perSecond: 50, burst: 100 }, clock)
  const count = () => {
    let passed = 0
    while (passed < 500 && pass()) passed += 1
    return passed
  }
  const close = (value: number, wanted: number) => expect(Math.abs(value - wanted)).toBeLessThanOrEqual(5)
  close(count(), 100)
  clock.advance(1000)
  close(count(), 50)
  clock.advance(60_000)
  close(count(), 100)
  clock.advance(200)
  expect(pass(50)).toBe(false)
  expect(pass(5)).toBe(true)
})

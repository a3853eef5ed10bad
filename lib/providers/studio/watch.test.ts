import { expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { createWatch } from '@/lib/providers/studio/watch'

function build() {
  const clock = handClock()
  const seen = { pings: 0, hung: 0 }
  const watch = createWatch(clock, {
    ping: () => {
      seen.pings += 1
    },
    hung: () => {
      seen.hung += 1
    },
  })
  return { clock, seen, watch }
}

it('leaves a process alone that answers, however late', () => {
  const { clock, seen, watch } = build()
  for (let i = 0; i < 100; i += 1) {
    clock.advance(5000)
    if (i % 2 === 0) watch.answered()
  }
  expect(seen.hung).toBe(0)
  expect(seen.pings).toBe(101)
})

it('gives up a process that has not answered for 15 s, once', () => {
  const { clock, seen } = build()
  clock.advance(14_999)
  expect(seen.hung).toBe(0)
  clock.advance(60_000)
  expect(seen).toEqual({ pings: 3, hung: 1 })
})

it('is not deceived by a clock that jumps', () => {
  const { clock, seen, watch } = build()
  watch.answered()
  clock.advance(0)
  const jump = clock.now().getTime() + 3_600_000
  const { now } = clock
  clock.now = () => new Date(jump)
  clock.advance(5000)
  clock.now = now
  expect(seen.hung).toBe(0)
})

it('stops', () => {
  const { clock, seen, watch } = build()
  watch.stop()
  clock.advance(60_000)
  expect(seen).toEqual({ pings: 1, hung: 0 })
})

import { setImmediate as afterMessages } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createPace, type Pace } from './recorder-pace'

let pace: Pace
let time = 0
let done: number[] = []
afterEach(() => pace.stop())

/** Asks every 10 ms for a second, for work that takes `cost`. */
async function everyTen(cost: number): Promise<number[]> {
  time = 0
  done = []
  pace = createPace(20, () => time)
  while (time < 1000) {
    const before = time
    pace.run(() => {
      done.push(time)
      time += cost
    })
    await afterMessages()
    await afterMessages()
    time = Math.max(time, before + 10)
  }
  return done
}

describe('what is done again and again', () => {
  it('is done as often as it may where it takes no time', async () => {
    expect(await everyTen(0)).toEqual(Array.from({ length: 50 }, (_, n) => n * 20))
    expect(await everyTen(8)).toEqual(Array.from({ length: 50 }, (_, n) => n * 20))
  })

  it('takes half of the time at the most', async () => {
    for (const cost of [15, 40, 100, 300]) {
      const times = await everyTen(cost)
      expect(times.length).toBeGreaterThan(1)
      for (const [n, at] of times.entries())
        if (n > 0) expect(at - (times[n - 1] ?? 0)).toBeGreaterThanOrEqual(2 * cost)
    }
  })
})

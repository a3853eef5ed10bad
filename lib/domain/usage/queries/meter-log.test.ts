import { afterAll, beforeAll, expect, it } from 'vitest'
import { differences, recomputed, reported } from '@/e2e/bill/recompute'
import { simulate } from '@/e2e/bill/simulate'
import { type HandClock, handClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { usageGroups, utcDay } from '../rules'

// A few minutes before a month ends.
const start = new Date('2026-01-31T23:50:00.123Z')
let world: TestRegistry<HandClock>
beforeAll(async () => {
  world = (await testRegistry(handClock(start))) as TestRegistry<HandClock>
})
afterAll(() => world.close())

it('a program that knows when conversations began and ended computes the same usage', {
  timeout: 300_000,
}, async () => {
  const { workspaces, made } = await simulate(world, { count: 1000, seed: 20_260_131 })
  for (const kind of [
    'created',
    'tests',
    'failed starts',
    'outside',
    'deleted',
    'erased',
    'ended by a deadline',
  ])
    expect(made[kind], kind).toBeGreaterThan(20)
  const period = { from: utcDay(start), to: utcDay(world.clock.now()) }
  for (const scope of workspaces)
    for (const by of usageGroups) {
      const mine = await recomputed(scope, by, { ...period, until: world.clock.now() })
      const theirs = await reported(scope, by, period)
      expect(mine.seconds.size).toBeGreaterThan(10)
      expect(differences(mine.seconds, theirs.seconds), by).toEqual([])
      expect(differences(mine.conversations, theirs.conversations), by).toEqual([])
    }
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { forget, giveBack, take } from './take'

let test: TestRegistry<HandClock>
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())

it('allows so many a window, which begins with the first', async () => {
  const began = test.clock.now().getTime()
  const resetAt = new Date(began + 10_000)
  expect(await take(test.system, 'a', 2, 10_000)).toEqual({ allowed: true, resetAt })
  test.clock.advance(9_000)
  expect(await take(test.system, 'a', 2, 10_000)).toEqual({ allowed: true, resetAt })
  expect(await take(test.system, 'a', 2, 10_000)).toEqual({ allowed: false, resetAt })
  test.clock.advance(999)
  expect(await take(test.system, 'a', 2, 10_000)).toEqual({ allowed: false, resetAt })
  test.clock.advance(1)
  expect(await take(test.system, 'a', 2, 10_000)).toEqual({
    allowed: true,
    resetAt: new Date(began + 20_000),
  })
})

it('counts each key by itself', async () => {
  expect((await take(test.system, 'b', 1, 1000)).allowed).toBe(true)
  expect((await take(test.system, 'b', 1, 1000)).allowed).toBe(false)
  expect((await take(test.system, 'c', 1, 1000)).allowed).toBe(true)
})

it('is exact when many come at once', async () => {
  const taken = await Promise.all(Array.from({ length: 60 }, () => take(test.system, 'crowd', 25, 60_000)))
  expect(taken.filter(({ allowed }) => allowed)).toHaveLength(25)
})

it('gives one try back, or all of them', async () => {
  for (let tried = 0; tried < 3; tried++) await take(test.system, 'd', 3, 1000)
  expect((await take(test.system, 'd', 3, 1000)).allowed).toBe(false)
  await giveBack(test.system, 'd')
  await giveBack(test.system, 'd')
  expect((await take(test.system, 'd', 3, 1000)).allowed).toBe(true)
  await forget(test.system, 'd')
  expect((await take(test.system, 'd', 1, 1000)).allowed).toBe(true)
  await giveBack(test.system, 'unknown')
})

it('clears away windows that are over', async () => {
  for (let key = 0; key < 20; key++) await take(test.system, `old${key}`, 1, 1000)
  test.clock.advance(60_000_000)
  await take(test.system, 'new', 1, 1000)
  expect(await test.database.rate.findMany()).toMatchObject([{ key: 'new' }])
})

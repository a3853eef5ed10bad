import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { coalesce } from './coalesce'

it('answers everybody with their own, by work that began after they asked, one at a time for each name', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), fails: fc.boolean() }), { maxLength: 30 }),
      async (scheduler, wishes) => {
        let instant = 0
        const underWay = new Set<string>()
        const ask = coalesce(
          async (name: string, items: { number: number; asked: number; fails: boolean }[]) => {
            expect(underWay.has(name)).toBe(false)
            underWay.add(name)
            const began = ++instant
            await scheduler.schedule(Promise.resolve())
            underWay.delete(name)
            if (items.some(({ fails }) => fails)) throw new Error(`${name} ${began}`)
            return items.map(({ number }) => ({ number, began }))
          },
        )
        const all = wishes.map(({ name, fails }, number) =>
          scheduler.schedule(Promise.resolve()).then(async () => {
            const asked = ++instant
            const answer = await ask(name, { number, asked, fails }).catch((error: Error) => error.message)
            if (typeof answer === 'string') return expect(Number(answer.slice(2))).toBeGreaterThan(asked)
            expect(fails).toBe(false)
            expect(answer.number).toBe(number)
            expect(answer.began).toBeGreaterThan(asked)
          }),
        )
        await scheduler.waitFor(Promise.all(all))
        expect(underWay.size).toBe(0)
      },
    ),
  )
})

it('does one thing for all who ask in one turn, or meanwhile', async () => {
  const sizes: number[] = []
  const ask = coalesce(async (_name: string, items: number[]) => {
    sizes.push(items.length)
    return items
  })
  expect(await Promise.all([1, 2, 3, 4].map((each) => ask('a', each)))).toEqual([1, 2, 3, 4])
  expect(await ask('a', 5)).toBe(5)
  expect(sizes).toEqual([4, 1])
  const early = ask('a', 6)
  await new Promise((resolve) => setImmediate(resolve))
  expect(await Promise.all([early, ask('a', 7), ask('a', 8)])).toEqual([6, 7, 8])
  expect(sizes).toEqual([4, 1, 1, 2])
})

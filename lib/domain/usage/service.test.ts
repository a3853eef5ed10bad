import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { inTransaction } from '@/lib/platform/database/client'
import { correctUsage, recordUsage } from './service'

let test: TestRegistry<HandClock>
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())

/** The sums of each day in which something was used, of the workspace and of each group. */
async function days(workspaceId: string) {
  const rows = await test.database.usageDay.findMany({
    where: { workspaceId },
    orderBy: [{ groupedBy: 'asc' }, { day: 'asc' }, { groupId: 'asc' }],
  })
  return rows
    .map(({ workspaceId: _, seconds, ...rest }) => ({ ...rest, seconds: Number(seconds) }))
    .filter(({ seconds, conversations }) => seconds !== 0 || conversations !== 0)
}

it('what is put right is as if it had been counted so, over midnight too', async () => {
  // Around the last minutes of a day.
  const begins = fc.integer({ min: -400, max: 10 }).map((seconds) => Date.UTC(2026, 2, 11) + seconds * 1000)
  const lasts = fc.integer({ min: 0, max: 900 })
  await fc.assert(
    fc.asyncProperty(begins, lasts, lasts, async (begin, before, duration) => {
      const [{ workspaceId: one }, { workspaceId: other }] = [await test.member(), await test.member()]
      const used = {
        personaId: 'p1',
        replicaId: 'r1',
        accountId: null,
        apiKeyId: null,
        createdAt: new Date(begin),
      }
      await inTransaction(test.database, async (tx) => {
        await recordUsage(tx, [{ ...used, workspaceId: one, duration: before }])
        await correctUsage(tx, [{ ...used, workspaceId: one, duration, before }])
        await recordUsage(tx, [{ ...used, workspaceId: other, duration }])
      })
      expect(await days(one)).toEqual(await days(other))
    }),
    { numRuns: 60 },
  )
})

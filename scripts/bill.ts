// npm run bill -- 100000: lives that many conversations through the services by a clock that is moved, then computes their
// usage again by docs/bill.mjs, which shares nothing with the product, and tells of every difference. A second number is the
// seed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { differences, recomputed, reported } from '@/e2e/bill/recompute'
import { simulate } from '@/e2e/bill/simulate'
import { handClock } from '@/e2e/support/hand-clock'
import { memoryProvider } from '@/e2e/support/memory-provider'
import { memberScope, systemScope } from '@/lib/access/scopes'
import { usageGroups, utcDay } from '@/lib/domain/usage/rules'
import { systemClock } from '@/lib/platform/clock'
import { openBus } from '@/lib/platform/database/bus'
import { openDatabase } from '@/lib/platform/database/client'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { migrate } from '@/lib/platform/database/migrations'
import { readEnv } from '@/lib/platform/env'
import { rowId } from '@/lib/platform/ids'
import { createLog } from '@/lib/platform/log'
import { fillRegistry } from '@/lib/platform/registry'
import { deriveSecrets } from '@/lib/platform/secrets'
import { seedStock } from '@/prisma/seed'

const [count = 2000, seed = 1] = process.argv.slice(2).map(Number)
const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-bill-'))
// Starts that fail are part of it.
const log = createLog('silent')
// Nothing of it outlives the run.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
const embedded = await openEmbedded({ dataDir, log, settings })
const { url } = embedded
await migrate({ url, clock: systemClock, log })
const { database, pool, close } = openDatabase({ url, log, max: 16 })
const bus = await openBus({ url, clock: systemClock, log })
const start = new Date('2026-01-31T23:50:00.123Z')
const clock = handClock(start)
const provider = memoryProvider()
fillRegistry({
  env: readEnv({ NODE_ENV: 'production', DATA_DIR: dataDir }),
  ...{ clock, log, database, pool, bus, instanceId: 'bill' },
  secrets: deriveSecrets(new Uint8Array(32)),
  providers: new Map([['studio', provider]]),
})
const system = systemScope('bill')
await seedStock(system)

async function member(limits: { maxConcurrent: number; maxCallDuration: number }) {
  const [accountId, workspaceId, createdAt] = [rowId(), rowId(), clock.now()]
  await database.account.create({
    data: { id: accountId, email: `${accountId}@example.com`, name: 'Ana', createdAt },
  })
  await database.workspace.create({ data: { id: workspaceId, name: 'Ana', createdAt, ...limits } })
  await database.member.create({ data: { workspaceId, accountId, role: 'owner', createdAt } })
  return memberScope({ accountId, workspaceId, role: 'owner', sessionId: rowId() })
}

const began = performance.now()
const seconds = () => ((performance.now() - began) / 1000).toFixed(1)
const progress = setInterval(async () => {
  console.log(`  ${seconds()} s: ${await database.conversation.count()} conversations`)
}, 30_000)
const { workspaces, made } = await simulate({ clock, database, system, provider, member }, { count, seed })
clearInterval(progress)
console.log(`${count} conversations lived in ${seconds()} s, seed ${seed}:`)
for (const [kind, times] of Object.entries(made).sort()) console.log(`  ${kind}: ${times}`)

const period = { from: utcDay(start), to: utcDay(clock.now()) }
console.log(`Usage from ${period.from} to ${period.to}:`)
let differing = 0
for (const [index, scope] of workspaces.entries())
  for (const by of usageGroups) {
    const mine = await recomputed(scope, by, { ...period, until: clock.now() })
    const theirs = await reported(scope, by, period)
    const found = [
      ...differences(mine.seconds, theirs.seconds),
      ...differences(mine.conversations, theirs.conversations),
    ]
    differing += found.length
    const total = [...mine.seconds.values()].reduce((sum, used) => sum + used, 0)
    const all = [...mine.conversations.values()].reduce((sum, used) => sum + used, 0)
    console.log(
      `  workspace ${index + 1} by ${by}: ${mine.seconds.size} sums, ${total} s, ${all} conversations, ${found.length} differ`,
    )
    for (const line of found.slice(0, 10)) console.log(`    ${line}`)
  }
await bus.close()
await close()
await embedded.stop()
rmSync(dataDir, { recursive: true, force: true })
console.log(`${differing} differences, ${seconds()} s`)
process.exitCode = differing === 0 ? 0 : 1

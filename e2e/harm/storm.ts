import { parseArgs } from 'node:util'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { createLog } from '@/lib/platform/log'
import { ensureBuilt } from '../../scripts/build.mjs'
import { type App, startApp } from '../support/app'
import { startReceiver } from '../support/receiver'
import { audit, hanging, rows } from './audit'
import { chance } from './chance'
import { newJournal, work } from './workload'

/**
 * `npm run harm`: clients create, join, leave, end and delete conversations while the server and the studio are killed and
 * PostgreSQL is stopped at once, again and again. Five seconds after each recovery nothing may hang; in the end nothing
 * acknowledged is lost, everything used is billed once, and every webhook has come under one id.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '200' },
    stops: { type: 'string', default: '30' },
  },
})
const [seed, kills, stops] = [values.seed, values.kills, values.stops].map(Number) as [number, number, number]
const clients = 6
/** Milliseconds after which nothing hangs. */
const recoveryMs = 5_000
const distDir = '.next-test'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until `is` says so. @returns milliseconds it took */
async function until(is: () => Promise<boolean>, what: string, mostMs: number): Promise<number> {
  const began = Date.now()
  while (!(await is().catch(() => false))) {
    if (Date.now() - began > mostMs) throw new Error(`After ${mostMs} ms still not: ${what}`)
    await pause(50)
  }
  return Date.now() - began
}

const ready = (app: App) => until(async () => (await fetch(`${app.url}/readyz`)).ok, 'ready', 60_000)

type Harm = 'server' | 'studio' | 'database'

const harms: Record<Harm, (app: App) => Promise<void>> = {
  async server(app) {
    await app.kill()
    await app.restart()
  },
  async studio(app) {
    process.kill(await app.studioPid(), 'SIGKILL')
    await until(async () => !(await fetch(`${app.url}/readyz`)).ok, 'the studio missed', 5_000)
  },
  /** An immediate stop: no word to anybody, recovery from the log at the next start. */
  async database(app) {
    const pid = app.databasePid()
    process.kill(pid, 'SIGQUIT')
    await until(async () => app.databasePid() !== pid, 'the database started again', 30_000)
  },
}

await ensureBuilt(distDir)
const receiver = await startReceiver()
const app = await startApp({
  NEXT_DIST_DIR: distDir,
  LOG_LEVEL: 'fatal',
  RATE_LIMIT_KEY: '0',
  RATE_LIMIT_ACCOUNT: '0',
})
const email = 'harm@example.com'
await app.admin('user:create', '--email', email, '--name', 'Harm')
const key = await app.admin('key:create', '--email', email)
const database = await openEmbedded({ dataDir: app.dataDir, log: createLog('fatal'), purpose: 'admin' })
await rows(database.url, 'update workspaces set max_concurrent = 8')

const dice = chance(seed)
const journal = newJournal()
const place = { origin: app.url, key, callbackUrl: `${receiver.url}/hook` }
let isOver = false
const load = Promise.all(
  Array.from({ length: clients }, (_, index) =>
    work(place, journal, chance(seed * 1000 + index), () => isOver),
  ),
)

const plan: Harm[] = [
  ...Array.from({ length: kills }, (_, index): Harm => (index % 2 === 0 ? 'server' : 'studio')),
  ...Array.from({ length: stops }, (): Harm => 'database'),
]
const wrong: string[] = []
const recoveries: number[] = []
for (let round = 1; plan.length > 0; round++) {
  await pause(dice.between(300, 3_000))
  const [harm = 'server'] = plan.splice(dice.between(0, plan.length - 1), 1)
  await harms[harm](app)
  await ready(app)
  const readyAt = new Date()
  const still = () => hanging(database.url, readyAt)
  const took = await until(async () => (await still()).length === 0, 'nothing hangs', recoveryMs).catch(
    async () => {
      const found = (await still()).map((what) => `round ${round}, ${harm}: ${what} hangs`)
      for (const each of found) console.error(`WRONG: ${each}`)
      wrong.push(...found)
      return recoveryMs
    },
  )
  recoveries.push(took)
  if (round % 10 === 0 || plan.length === 0)
    console.log(`${round} harms, ${journal.made.size} conversations made, ${wrong.length} wrong`)
}
isOver = true
await load

const live = async () =>
  Number(
    (
      await rows<{ n: string }>(
        database.url,
        `select count(*) as n from conversations where status <> 'ended'`,
      )
    )[0]?.n,
  )
await until(async () => (await live()) === 0, 'all have ended by their timers', 90_000)
const open = `select count(*) as n from webhook_deliveries where status = 'pending'`
await until(
  async () => (await rows<{ n: string }>(database.url, open))[0]?.n === '0',
  'all webhooks sent',
  400_000,
)
wrong.push(...(await audit(database.url, journal, receiver)))

await database.stop()
await app.close()
await receiver.close()
const sorted = recoveries.sort((a, b) => a - b)
console.log(`seed ${seed}: ${kills} kills of server and studio, ${stops} immediate stops of PostgreSQL`)
console.log(
  `${journal.made.size} conversations, ${journal.ended.size} ended by request, ${journal.deleted.size} deleted, ` +
    `${journal.repeated} requests made again, ${journal.uncertain} uncertain, ${receiver.got.length} webhooks came`,
)
console.log(`answers: ${JSON.stringify(Object.fromEntries(journal.answers))}`)
console.log(
  `what was due was done ${sorted[sorted.length >> 1]} ms after recovery (median), ${sorted.at(-1)} ms at most`,
)
for (const each of wrong) console.error(`WRONG: ${each}`)
console.log(wrong.length === 0 ? 'Nothing is wrong.' : `${wrong.length} things are wrong.`)
process.exit(wrong.length === 0 ? 0 : 1)

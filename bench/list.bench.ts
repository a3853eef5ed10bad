import { type ChildProcess, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, startApp } from '@/e2e/support/app'
import { benchRegistry } from '@/e2e/support/bench-registry'
import { median, printFigures } from '@/e2e/support/bench-table'
import { fillHistory, million } from '@/e2e/support/million'
import { createKey } from '@/lib/domain/api-keys/service'
import { pageStatement } from '@/lib/domain/conversations/queries/list-statement'
import { ensureBuilt } from '../scripts/build.mjs'
import type { Load, Rate } from './load.client'

/**
 * `GET /v2/conversations?limit=20` of a workspace with a million conversations, asked with an API key of the whole product
 * in a process of its own, beside a route handler of Next and bare Hono: both send the same statement of the list and
 * write its rows as JSON, and do nothing else. In turns, all on one PostgreSQL, asked by one process.
 */
const rounds = 5
const roundMs = 3_000
/** Enough that each side always has work: with few, who asks waits as much as who answers. */
const connections = 16
const root = join(import.meta.dirname, '..')

await ensureBuilt('.next-test')
const next = join(root, 'node_modules/next/dist/bin/next')
await promisify(execFile)(process.execPath, [next, 'build', 'e2e/floor'], { cwd: root })

const bench = await benchRegistry()
const scope = await bench.owner()
const { key } = await createKey(scope, { name: 'Bench' })
await fillHistory(scope, million)
const statement = pageStatement(scope, {}, {}, 20)
const env: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_ENV: 'production',
  DATABASE_URL: bench.url,
  FLOOR_STATEMENT: JSON.stringify(statement),
}

const children: ChildProcess[] = []
const forked = (file: string) => {
  const child = fork(join(import.meta.dirname, file), { env, execArgv: ['--import', 'tsx'] })
  children.push(child)
  return child
}

async function untilAnswered(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return void (await answer.text())
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Nothing answers at ${url}.`)
}

const app = await startApp({
  DATABASE_URL: bench.url,
  APP_SECRET: 'a secret of the bench, long enough to be taken',
  NEXT_DIST_DIR: '.next-test',
  // What it logs of every request is a part of what a request costs.
  LOG_LEVEL: 'info',
  // Limits that count and are not reached.
  RATE_LIMIT_KEY: '1000000',
  RATE_LIMIT_ACCOUNT: '1000000',
})
const nextPort = await freePort()
children.push(
  spawn(process.execPath, [next, 'start', 'e2e/floor', '-p', String(nextPort), '-H', '127.0.0.1'], {
    cwd: root,
    env,
    stdio: 'ignore',
  }),
)
const [honoPort] = await once(forked('list.floor.ts'), 'message')
const client = forked('load.client.ts')
const gone = once(client, 'exit').then((): never => {
  throw new Error('Who asks has ended before it was told to.')
})

async function load(url: string, ms: number): Promise<Rate> {
  const asked: Load = { url, headers: { 'x-api-key': key }, connections, ms }
  const answered = once(client, 'message')
  client.send(asked)
  return (await Promise.race([answered, gone]))[0]
}

const servers = {
  ours: `${app.url}/v2/conversations?limit=20`,
  next: `http://127.0.0.1:${nextPort}/list`,
  hono: `http://127.0.0.1:${honoPort}/list`,
}
type Name = keyof typeof servers
const names = Object.keys(servers) as Name[]
const rates: Record<Name, Rate[]> = { ours: [], next: [], hono: [] }
for (const name of names) {
  if (name !== 'ours') await untilAnswered(servers[name])
  // Until its code is compiled for speed, which takes some thousand requests wherever the machine is busy.
  let answered = 0
  for (let tries = 0; answered < 5_000 && tries < 20; tries++)
    answered += ((await load(servers[name], roundMs)).perSecond * roundMs) / 1000
}
for (let round = 0; round < rounds; round++) {
  // Nobody always runs into what the same other left behind.
  for (const name of names.map((_, index) => names[(index + round) % names.length] as Name)) {
    rates[name].push(await load(servers[name], roundMs))
  }
}

await app.close()
gone.catch(() => {})
for (const child of children) child.kill()
await bench.close()

const of = (name: Name, figure: keyof Rate) => median(rates[name].map((rate) => rate[figure]))
const times = (name: Name) =>
  median(rates.ours.map(({ perSecond }, round) => perSecond / (rates[name][round]?.perSecond ?? Number.NaN)))
console.log(
  `  asked over ${connections} connections; every side sends the statement "${statement.name}" for 20 rows`,
)
console.log(`  and the total of ${million.rows.toLocaleString('en-US')};`)
console.log(
  '  ours also, for all that come meanwhile, one that looks the key up and one that counts, one for the log of some hundred,',
)
console.log('  and checks the query, writes both names of everything, headers and a line of its log')
printFigures([
  { what: 'ours', value: of('ours', 'perSecond'), unit: 'requests/s' },
  { what: 'ours, p50', value: of('ours', 'p50'), unit: 'ms' },
  { what: 'ours, p99', value: of('ours', 'p99'), unit: 'ms' },
  { what: 'Next route handler', value: of('next', 'perSecond'), unit: 'requests/s' },
  { what: 'Next, p50', value: of('next', 'p50'), unit: 'ms' },
  { what: 'Next, p99', value: of('next', 'p99'), unit: 'ms' },
  { what: 'bare Hono', value: of('hono', 'perSecond'), unit: 'requests/s' },
  { what: 'bare Hono, p50', value: of('hono', 'p50'), unit: 'ms' },
  { what: 'bare Hono, p99', value: of('hono', 'p99'), unit: 'ms' },
  { what: 'ours over Next', value: times('next'), unit: 'times', least: 5 },
  { what: 'ours over bare Hono', value: times('hono'), unit: 'times', least: 0.5 },
])

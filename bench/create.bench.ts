import { readFileSync } from 'node:fs'
import { benchRegistry } from '@/e2e/support/bench-registry'
import { median, printFigures } from '@/e2e/support/bench-table'
import { systemScope } from '@/lib/access/scopes'
import { createApi, routes } from '@/lib/api/app'
import { openApi } from '@/lib/api/openapi/document'
import { createKey } from '@/lib/domain/api-keys/service'
import { flushCalls } from '@/lib/domain/requests/service/log'
import { registry } from '@/lib/platform/registry'
import { seedStock } from '@/prisma/seed'

/**
 * A conversation created over the API, with a provider that answers at once, beside one transaction that inserts the same
 * row and nothing else. In turns. Then what one request asked of the database, statement by statement.
 */
const rounds = 60

const bench = await benchRegistry({ RATE_LIMIT_KEY: '1000000', RATE_LIMIT_ACCOUNT: '1000000' })
await seedStock(systemScope('bench'))
const scope = await bench.owner()
const { key } = await createKey(scope, { name: 'Bench' })
const api = createApi({ openApi: openApi(routes), ready: async () => ({ database: true }) })
const { pool, database } = registry()

async function create(): Promise<string> {
  const answer = await api.request('http://localhost/v2/conversations', {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ persona_id: 'pdced222244b', conversation_name: 'Bench' }),
  })
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()).conversation_id
}

const ours: string[] = [await create()]
const { rows: names } = await pool.query<{ name: string }>(
  `select column_name as name from information_schema.columns where table_name = 'conversations' and column_name not in ('id', 'request_key')`,
)
const others = names.map(({ name }) => `"${name}"`).join(', ')
/** The row again under another id. */
async function bare(id: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query({
      name: 'bare',
      text: `insert into conversations (id, ${others}) select $1, ${others} from conversations where id = $2`,
      values: [id, ours[0]],
    })
    await client.query('commit')
  } finally {
    client.release()
  }
}

const [made, floor]: [number[], number[]] = [[], []]
for (let round = -10; round < rounds; round++) {
  let began = performance.now()
  ours.push(await create())
  if (round >= 0) made.push(performance.now() - began)
  began = performance.now()
  await bare(`c${(0x10000000 + round).toString(16).padStart(15, '0')}`)
  if (round >= 0) floor.push(performance.now() - began)
}

const statements = await statementsOf(create)
await flushCalls()
await bench.close()
const [whole, least] = [median(made), median(floor)]
console.log('  one request asks, beside begin and commit:')
for (const [index, text] of statements.entries()) console.log(`  ${String(index + 1).padStart(2)}. ${text}`)
printFigures([
  { what: 'statements of a request', value: statements.length },
  { what: 'a conversation created over the API', value: whole, unit: 'ms' },
  { what: 'a transaction with its row alone', value: least, unit: 'ms' },
  { what: 'share of the bare transaction', value: least / whole },
])

/** What PostgreSQL was asked during `work`, by its own log, each shortened to its beginning. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  await flushCalls()
  const [{ file } = { file: '' }] = await database.$queryRaw<{ file: string }[]>`
    select current_setting('data_directory') || '.log' as file`
  const size = readFileSync(file).length
  await pool.query(`alter system set log_statement = 'all'`)
  await pool.query('select pg_reload_conf()')
  await new Promise((resolve) => setTimeout(resolve, 500))
  await work()
  await pool.query(`alter system reset log_statement`)
  const logged = readFileSync(file).subarray(size).toString()
  return [...logged.matchAll(/LOG: {2}(?:execute [^:]*|statement): ([\s\S]*?)(?=\n\d{4}-|$)/g)]
    .map(([, text = '']) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => !/^(begin|commit|alter system|select pg_reload)/i.test(text))
    .map((text) => (text.length > 110 ? `${text.slice(0, 107)}...` : text))
}

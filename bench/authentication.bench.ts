import { once } from 'node:events'
import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { benchRegistry } from '@/e2e/support/bench-registry'
import { memberScope } from '@/lib/access/scopes'
import { handle, json } from '@/lib/api/handle'
import { readQuery } from '@/lib/api/input'
import { bothNames } from '@/lib/api/names'
import { conversationRoutes } from '@/lib/api/routes/conversations'
import { createKey } from '@/lib/domain/api-keys/service'
import { settle } from '@/lib/domain/conversations/schema/request'
import { conversationId, rowId } from '@/lib/platform/ids'

/**
 * What it costs to find out who asks, to count it against the limits and to note it in the request log: the list of
 * conversations over HTTP with an API key, beside the same handler that is told who asks. Both run in turns, so that what else the machine does falls on both.
 */
const least = 0.85
const rounds = 12
const requestsARound = 600
const atOnce = 8

const bench = await benchRegistry({
  // Limits that count and are not reached.
  RATE_LIMIT_KEY: '1000000',
  RATE_LIMIT_ACCOUNT: '1000000',
})
const { database } = bench

const createdAt = new Date()
const [accountId, workspaceId] = [rowId(), rowId()]
await database.account.create({
  data: { id: accountId, email: 'bench@example.com', name: 'Bench', createdAt },
})
await database.workspace.create({
  data: {
    ...{ id: workspaceId, name: 'Bench', createdAt },
    ...{ maxConcurrent: 5, monthlyMinutes: null, maxCallDuration: 3600 },
  },
})
await database.member.create({ data: { workspaceId, accountId, role: 'owner', createdAt } })
const scope = memberScope({ accountId, workspaceId, role: 'owner', sessionId: 'bench' })
const { key } = await createKey(scope, { name: 'Bench' })
// Others' keys, so that the one is looked for among many.
await database.apiKey.createMany({
  data: Array.from({ length: 10_000 }, (_, n) => ({
    ...{ id: rowId(), workspaceId, accountId, name: `Key ${n}`, hash: `hash ${n}`, hint: 'clq_', createdAt },
  })),
})
await database.conversation.createMany({
  data: Array.from({ length: 200 }, (_, n) => ({
    ...{ id: conversationId(), workspaceId, accountId, name: `Conversation ${n}`, provider: 'studio' },
    ...{ personaId: 'p', personaName: 'P', replicaId: 'r', replicaName: 'R', cast: {} },
    settings: settle({}, 3600),
    ...{ status: 'ended' as const, createdAt, updatedAt: createdAt, endedAt: createdAt, duration: 0 },
  })),
})
await database.$executeRaw`analyze`

const list = conversationRoutes.find(({ method, path }) => method === 'GET' && path === '/v2/conversations')
if (!list) throw new Error('There is no list of conversations.')
const origin = 'http://localhost'

/** What `handle` does but for asking who it is. */
async function anonymous(request: Request): Promise<Response> {
  const query = readQuery(new URL(request.url), list?.query)
  if (!list || 'refused' in query) throw new Error('The query is refused.')
  const param = () => ''
  const asked = {
    scope,
    id: '',
    param,
    query: query.value,
    body: undefined,
    origin,
    requestKey: rowId(),
    request,
  }
  return json(bothNames(await list.handle(asked)))
}

async function serve(fetch: (request: Request) => Promise<Response>) {
  const server = createServer(getRequestListener(fetch)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/conversations?limit=20`,
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
const ask = (url: string) =>
  new Promise<void>((resolve, reject) => {
    get(url, { agent, headers: { 'x-api-key': key } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}.`))
      answer.resume().on('end', resolve)
    }).on('error', reject)
  })

/** Requests a second. */
async function rate(url: string): Promise<number> {
  const began = performance.now()
  let left = requestsARound
  const asker = async () => {
    while (left-- > 0) await ask(url)
  }
  await Promise.all(Array.from({ length: atOnce }, asker))
  return requestsARound / ((performance.now() - began) / 1000)
}

const told = await serve(anonymous)
const asked = await serve((request) => handle(list, request, () => '', 'bench'))
const rates: { told: number; asked: number }[] = []
for (let round = 0; round <= rounds; round++) {
  // Neither always runs into what the other left behind; the first round warms up.
  const first = round % 2 === 0
  const one = await rate(first ? told.url : asked.url)
  const other = await rate(first ? asked.url : told.url)
  if (round > 0) rates.push(first ? { told: one, asked: other } : { told: other, asked: one })
}

agent.destroy()
told.server.close()
asked.server.close()
await bench.close()

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const ratio = median(rates.map(({ told, asked }) => asked / told))
console.log(`  told who asks  ${median(rates.map(({ told }) => told)).toFixed(0)} requests/s`)
console.log(`  with a key     ${median(rates.map(({ asked }) => asked)).toFixed(0)} requests/s`)
console.log(`  the ratio      ${ratio.toFixed(3)} (median of ${rounds} pairs)`)
if (ratio < least) {
  console.error(`The mark is ${least}.`)
  process.exitCode = 1
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fuzz } from '@/e2e/api/fuzz'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import type { Call } from '@/e2e/api/tester'
import { markOf } from '@/e2e/api/words'
import type { Tavus } from '@/e2e/support/tavus-account'
import { systemScope } from '@/lib/access/scopes'
import { flushCalls } from '@/lib/domain/requests/service/log'
import { seedStock } from '@/prisma/seed'
import { routes } from '../app'
import { openApi } from './document'

/** How many requests, and from which seed: `npm run fuzz -- 50000` sets the first. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 6000)
const seed = Number(process.env.FUZZ_SEED ?? 20260120)

let api: TestApi
let ann: Person
let bob: Person
/** At Tavus. */
let accounts: Tavus[]
beforeAll(async () => {
  api = await startApi()
  await seedStock(systemScope('test'))
  Object.assign(api.provider, { preview: async () => ({ wav: new Uint8Array(44), mouth: [] }) })
  ann = await api.person('Ann', { slots: 100_000 })
  bob = await api.person('Bob', { slots: 100_000 })
  accounts = [await api.connect(ann), await api.connect(bob)]
  for (const [index, account] of accounts.entries()) {
    account.slots = Number.POSITIVE_INFINITY
    const mark = markOf(people[index] ?? '')
    for (const own of [account.personas[0], account.replicas[0]]) Object.assign(own ?? {}, { name: mark })
    account.createElsewhere(mark)
  }
})
afterAll(() => api.close())

const people = ['Ann', 'Bob'] as const
const document = JSON.parse(JSON.stringify(openApi(routes)))
const stock = { persona_id: 'pdced222244b', replica_id: 'r90bbd427f71' }
/** A bucket is tried when a conversation is created, and there is none here. */
const without = [
  'recording_storage',
  'recording_s3_bucket_name',
  'recording_s3_bucket_region',
  'aws_assume_role_arn',
]

/** Conversations that run outside, whatever else a request says. */
const outside = { provider: 'tavus', persona_id: 'pdced222244b', replica_id: 'rfe12d8b9597' }

const run = (call: Call, atLeast: number) =>
  fuzz({
    ...{ document, call, seed, stock, without, lives: { '/v2/conversations': outside } },
    people: [
      { name: people[0], key: ann.key },
      { name: people[1], key: bob.key },
    ],
    requests: atLeast,
  })

it(
  `keeps what the document promises over ${requests} requests made from it`,
  async () => {
    const { requests: made, statuses } = await run(api.call, requests)
    expect(made).toBeGreaterThanOrEqual(requests)
    // Each operation was carried out, or came to a thing in the wrong state for it, and was not only refused.
    const carriedOut = [...statuses.keys()]
      .filter((key) => / (20[04]|409)$/.test(key))
      .map((key) => key.split(' ')[0])
    // Nobody uploads or says anything here.
    const unseen = ['getRecordingFile', 'getBackground', 'getConversationTurn']
    for (const methods of Object.values(document.paths) as Record<string, { operationId: string }>[])
      for (const { operationId } of Object.values(methods))
        if (!unseen.includes(operationId)) expect(carriedOut).toContain(operationId)
    // Beside the one that was there before.
    for (const account of accounts) expect(account.conversations.size).toBeGreaterThan(1)
  },
  120_000 + requests * 40,
)

describe('what it would not miss', () => {
  // The log repeats what was said in a run before, of which the next one does not know.
  beforeEach(async () => {
    await flushCalls()
    await api.database.apiRequest.deleteMany()
  })

  type Fault = (call: Call) => Call
  const changed =
    (change: (answer: Response, ...asked: Parameters<Call>) => Promise<Response> | Response): Fault =>
    (call) =>
    async (path, request) =>
      await change(await call(path, request), path, request)
  const rewritten = (edit: (body: Record<string, unknown>) => void) =>
    changed(async (answer, _path, { method }) => {
      if (
        method === 'HEAD' ||
        answer.status !== 200 ||
        !answer.headers.get('content-type')?.startsWith('application/json')
      )
        return answer
      const body = await answer.json()
      edit(body)
      return new Response(JSON.stringify(body), answer)
    })
  const status = (from: number, to: number) =>
    changed((answer) => (answer.status === from ? new Response(null, { ...answer, status: to }) : answer))
  const seen = new Map<string, Response>()

  const faults: [string, Fault, RegExp][] = [
    ['a failure of the server', status(404, 500), /A failure of the server/],
    ['a status nobody wrote down', status(204, 202), /202 is not documented/],
    ['a field that is missing', rewritten((body) => delete body.total_count), /total_count/],
    [
      'a field nobody wrote down',
      rewritten((body) => Object.assign(body, { password_hash: 'x' })),
      /additional properties/,
    ],
    [
      'a door that is open',
      (call) => (path, request) => call(path, { ...request, key: request.key ?? ann.key }),
      /Nobody came in/,
    ],
    [
      'a workspace that sees another',
      (call) => (path, request) => call(path, { ...request, key: request.key && ann.key }),
      /another workspace|It shows/,
    ],
    [
      'things that outlive their end',
      (call) => async (path, request) => {
        const answer = await call(path, request)
        if (request.method !== 'GET' || !request.key) return answer
        const at = `${request.key} ${path}`
        const json = answer.headers.get('content-type')?.startsWith('application/json')
        if (answer.status === 200 && json) seen.set(at, answer.clone())
        return seen.get(at)?.clone() ?? answer
      },
      /It was deleted/,
    ],
    [
      'a body that should be refused',
      (call) => async (path, request) => {
        const answer = await call(path, request)
        if (request.method !== 'POST' || !path.startsWith('/v2/objectives') || answer.status !== 400)
          return answer
        const data = [{ objective_name: 'n', objective_prompt: 'p' }]
        return await call('/v2/objectives', { ...request, body: { data } })
      },
      /The document refuses this body/,
    ],
    [
      'a body that should be taken',
      (call) => (path, request) =>
        call(path, request.method === 'POST' && path === '/v2/personas' ? { ...request, body: {} } : request),
      /The document takes this body/,
    ],
    ['a method nobody offers', status(405, 200), /not 405/],
  ]
  it.each(faults)(
    '%s',
    async (_what, fault, words) => {
      await expect(run(fault(api.call), requests)).rejects.toThrow(words)
    },
    120_000,
  )
})

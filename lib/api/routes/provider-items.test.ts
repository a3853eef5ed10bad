import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { inTime } from '@/e2e/support/hand-clock'
import type { TavusFault } from '@/e2e/support/tavus'
import type { Tavus } from '@/e2e/support/tavus-account'
import { createKey } from '@/lib/domain/api-keys/service'
import { catalogue, item } from '@/lib/domain/connections/schema'

let api: TestApi
/** Connected to an account of her own; new in each test. */
let ann: Person
let account: Tavus
beforeAll(async () => {
  api = await startApi()
})
beforeEach(async () => {
  ann = await api.person('Ann')
  account = await api.connect(ann)
})
afterAll(() => api.close())

const places = { persona: '/v2/providers/tavus/personas', replica: '/v2/providers/tavus/replicas' } as const
const kinds = ['persona', 'replica'] as const
type Kind = (typeof kinds)[number]

const persona = { persona_name: 'Guide', system_prompt: 'You guide.', default_replica_id: 'r0a1b2c3d4e5' }
const replica = { replica_name: 'Guide', train_video_url: 'https://example.com/guide.mp4' }
const requests = { persona, replica }
const rename = (name: string) => ({
  persona: [{ op: 'replace', path: '/persona_name', value: name }],
  replica: { replica_name: name },
})
/** What the account has from the beginning. */
const own = { persona: 'p0a1b2c3d4e5', replica: 'r0a1b2c3d4e5' }

type Sent = { body?: unknown; headers?: Record<string, string>; who?: { key?: string; cookie?: string } }
/** Asks while time goes on, as what fails is asked again after a while. */
const ask = (method: string, path: string, { body, headers, who = ann }: Sent = {}) => {
  const { key } = who
  return inTime(
    api.clock,
    api.call(path, { method, key, cookie: key ? undefined : who.cookie, body, headers }),
  )
}
const at = (kind: Kind, id: string = own[kind]) => `${places[kind]}/${encodeURIComponent(id)}`
const told = async (answer: Response) => {
  expect(answer.status).toBe(200)
  return item.parse(await answer.json())
}
const words = async (answer: Response) => (await answer.json()) as Record<string, string>
const idOf = (made: Record<string, unknown>) =>
  String(made.persona_id ?? made.pal_id ?? made.replica_id ?? made.face_id)
const create = async (kind: Kind, sent: Sent = {}) =>
  idOf(await told(await ask('POST', places[kind], { body: requests[kind], ...sent })))
/** The account by the catalogue, as it is kept. */
async function namesInCatalogue(kind: Kind): Promise<string[]> {
  const read = catalogue.parse(await (await ask('GET', '/v2/providers/tavus/catalogue')).json())
  return kind === 'persona'
    ? read.personas.map(({ persona_name }) => persona_name)
    : read.replicas.map(({ replica_name }) => replica_name)
}
/** Names in the account itself. */
const names = (kind: Kind, of = account) =>
  (kind === 'persona' ? of.personas : of.replicas).map(({ name }) => name)
const failing = (fault: TavusFault, method?: string) =>
  Object.assign(account, {
    fault: (asked: { method: string }) => (method && asked.method !== method ? undefined : fault),
  })
/** Every way to ask for one of them. */
const everyWay = (kind: Kind, id?: string) =>
  [
    ['POST', places[kind], requests[kind]],
    ['GET', at(kind, id), undefined],
    ['PATCH', at(kind, id), rename('Other')[kind]],
    ['DELETE', at(kind, id), undefined],
  ] as const
const writes = (kind: Kind) => everyWay(kind).filter(([method]) => method !== 'GET')

describe.each(kinds)('a %s of the account', (kind) => {
  it.each(['replica', 'face'] as const)('is made, read, changed and deleted: names of %s', async (era) => {
    account.era = era
    const prefix = {
      persona: { replica: 'persona', face: 'pal' },
      replica: { replica: 'replica', face: 'face' },
    }
    const name = `${prefix[kind][era]}_name`
    const id = await create(kind)
    expect(account.asked.find(({ method }) => method === 'POST')?.body).toEqual(requests[kind])
    // Without waiting ten minutes, or asking anew.
    expect(await namesInCatalogue(kind)).toContain('Guide')
    expect(await told(await ask('GET', at(kind, id)))).toMatchObject({ [name]: 'Guide' })
    for (let times = 0; times < 2; times++) {
      const changed = await ask('PATCH', at(kind, id), { body: rename('Leader')[kind] })
      expect(await told(changed)).toMatchObject({ [name]: 'Leader' })
    }
    expect(await namesInCatalogue(kind)).toContain('Leader')
    const deleted = await ask('DELETE', at(kind, id))
    expect([deleted.status, await deleted.text()]).toEqual([204, ''])
    expect(await namesInCatalogue(kind)).not.toContain('Leader')
    for (const [method, path, body] of everyWay(kind, id).slice(1)) {
      const answer = await ask(method, path, { body })
      expect(answer.status).toBe(404)
      const message = `The account has no ${kind} with this id.`
      expect(await answer.json()).toEqual({ message, error: message })
    }
  })

  it.each(['x1', '.', '..', '../..', 'a/b', 'a b?c#d', '\u0000', "' OR 1=1", 'x'.repeat(300)])(
    'is unknown by the id %j',
    async (id) => {
      for (const [method, path, body] of everyWay(kind, id).slice(1)) {
        const answer = await ask(method, path, { body })
        // Some of these are no address of one at all.
        expect([404, 405]).toContain(answer.status)
      }
      const usual = /^\/v2\/(personas|replicas)(\/x1(\/name)?)?(\?.*)?$/
      for (const { path } of account.asked) expect(path).toMatch(usual)
      expect(names(kind)).toHaveLength(2)
    },
  )

  it('is made once under one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'once' }
    const id = await create(kind, { headers })
    const again = await ask('POST', places[kind], { body: requests[kind], headers })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(idOf(await told(again))).toBe(id)
    expect(names(kind)).toHaveLength(3)
    const other = await ask('POST', places[kind], { body: { ...requests[kind], more: 1 }, headers })
    expect(other.status).toBe(422)
  })

  it.each(['done-then-cut', 'done-then-hang', { doneThen: { status: 200, body: '<html>' } }] as const)(
    'is made once under one Idempotency-Key, though the answer is lost: %j',
    async (fault) => {
      failing(fault, 'POST')
      const headers = { 'idempotency-key': 'lost' }
      const lost = await ask('POST', places[kind], { body: requests[kind], headers })
      // A client that waits for `retry-after` and asks again would make another.
      expect([lost.status, lost.headers.get('retry-after')]).toEqual([503, null])
      const { message } = await words(lost)
      expect(message).toContain(`The ${kind} may have been made all the same`)
      account.fault = () => undefined
      const again = await ask('POST', places[kind], { body: requests[kind], headers })
      expect([again.status, (await words(again)).message]).toEqual([503, message])
      expect(names(kind)).toHaveLength(3)
      const fresh = await ask('GET', '/v2/providers/tavus/catalogue?fresh=true')
      expect(await fresh.text()).toContain('Guide')
    },
  )

  it('can be asked for under the same Idempotency-Key once it is known that none was made', async () => {
    const headers = { 'idempotency-key': 'free' }
    const sent = { body: requests[kind], headers }
    for (const fault of [
      { status: 429, body: '{}' },
      { status: 400, body: '{"error":"No."}' },
    ]) {
      failing(fault, 'POST')
      expect((await ask('POST', places[kind], sent)).status).toBe(fault.status === 429 ? 503 : 400)
    }
    account.fault = () => undefined
    await create(kind, { headers })
    expect(names(kind)).toHaveLength(3)
  })

  it('is nobody’s who has another account, or none', async () => {
    const bob = await api.person('Bob')
    for (const [method, path, body] of everyWay(kind)) {
      const answer = await ask(method, path, { body, who: bob })
      expect(answer.status).toBe(400)
      const message = 'Tavus is not connected. Connect an account of yours in the settings.'
      expect(await answer.json()).toEqual({ message, error: message, field: 'provider' })
    }
    const other = await api.connect(bob)
    const id = await create(kind)
    const asked = account.asked.length
    for (const [method, path, body] of everyWay(kind, id).slice(1))
      expect((await ask(method, path, { body, who: bob })).status).toBe(404)
    await create(kind, { who: bob })
    // Each key went to its own account.
    expect(account.asked).toHaveLength(asked)
    expect(names(kind)).toHaveLength(3)
    expect(names(kind, other)).toHaveLength(3)
  })

  it('is read, and not changed, by a viewer and by a key that may read', async () => {
    const { key } = await createKey(ann.scope, { name: 'Reader', scopes: ['read'] })
    const refused = async (who: Sent['who']) => {
      expect((await ask('GET', at(kind), { who })).status).toBe(200)
      for (const [method, path, body] of writes(kind))
        expect((await ask(method, path, { body, who })).status).toBe(403)
    }
    await refused({ key })
    await refused({ cookie: ann.cookie })
    await api.database.member.updateMany({ where: { accountId: ann.accountId }, data: { role: 'viewer' } })
    await refused(ann)
    expect(account.asked.every(({ method }) => method === 'GET')).toBe(true)
  })

  it.each(['studio', 'nobody', 'TAVUS', 'a%20b', '__proto__'])('is not asked for at %s', async (name) => {
    for (const [method, path, body] of everyWay(kind)) {
      const answer = await ask(method, path.replace('tavus', name), { body })
      expect(answer.status).toBe(404)
      expect((await words(answer)).message).toBe('There is no provider of this name that needs an account.')
    }
  })

  const failures: [string, TavusFault, number, RegExp][] = [
    [
      'a key',
      { status: 401, body: '{"message":"Invalid access token"}' },
      400,
      /API key: Invalid access tok/,
    ],
    ['its rules', { status: 400, body: '{"error":"Not like this"}' }, 400, /^Tavus says: Not like this$/],
    [
      'its plan',
      { status: 402, body: '{"message":"Not on this plan"}' },
      400,
      /^Tavus says: Not on this plan$/,
    ],
    ['too many requests', { status: 429, body: '{"message":"Slow down"}' }, 503, /Tavus says: Slow down/],
    ['a failure', { status: 500, body: '{"message":"Oops"}' }, 503, /Tavus says: Oops/],
    ['another page', { status: 200, body: '<html>' }, 503, /answer of Tavus is not JSON/],
    ['no answer', 'hang', 503, /Tavus could not be reached/],
    ['no connection', 'cut', 503, /Tavus could not be reached/],
  ]
  it.each(failures)('is refused in the words of the provider: %s', async (_what, fault, status, message) => {
    failing(fault)
    for (const [method, path, body] of everyWay(kind)) {
      const answer = await ask(method, path, { body })
      expect([method, answer.status]).toEqual([method, status])
      const refusal = await words(answer)
      expect(refusal.message).toMatch(message)
      expect(refusal.field).toBe(status === 400 ? 'provider' : undefined)
    }
    expect(names(kind)).toHaveLength(2)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import type { Tavus } from '@/e2e/support/tavus-account'
import { conversationCreated, conversationVerbose } from '@/lib/domain/conversations/schema/response'
import { callbackAddress } from '@/lib/domain/conversations/service/callback-address'
import { registry } from '@/lib/platform/registry'
import { bodyLimit } from './input'

let api: TestApi
let ann: Person
/** Holds its callbacks back until a test sends them; new in each test. */
let account: Tavus
/** A conversation that runs there, and the path that it is told about at. */
let id: string
let path: string
beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
})
beforeEach(async () => {
  ann = await api.person('Ann')
  account = await api.connect(ann)
  account.callbacks = 'held'
  const callback_url = 'https://hooks.example.org/colloquy'
  id = await create({ provider: 'tavus', persona_id: 'p0a1b2c3d4e5', callback_url })
  path = pathOf(account.theOne().callbackUrl)
})
afterAll(() => api.close())

async function create(body: object): Promise<string> {
  const answer = await api.call('/v2/conversations', { method: 'POST', key: ann.key, body })
  return conversationCreated.parse(await answer.json()).conversation_id
}
const pathOf = (url: string) => new URL(url).pathname
const post = (to: string, body?: unknown) => api.call(to, { method: 'POST', body })
const read = async (which = id) =>
  conversationVerbose.parse(
    await (await api.call(`/v2/conversations/${which}?verbose=true`, { key: ann.key })).json(),
  )
/** Types of the events that are to be sent to whoever made it. */
async function told() {
  const rows = await api.database.webhookDelivery.findMany({ where: { conversationId: id } })
  return rows.map(({ eventType }) => eventType).sort()
}
/** What Tavus says once the conversation is over there. */
async function over(reason = 'end_conversation_endpoint_hit') {
  account.held.length = 0
  await account.ended(account.theOne().id, reason)
  return account.held[0]?.body
}

describe('a callback', () => {
  it('changes the conversation that it is about, and needs no key', async () => {
    expect(path).toMatch(new RegExp(`^/callbacks/${id}/[\\w-]{43}$`))
    const there = account.theOne().id
    await account.transcribed(there, [
      { role: 'assistant', content: 'Hello there.' },
      { role: 'user', content: 'Good morning.' },
    ])
    api.clock.advance(60_000)
    await account.ended(there, 'participant_left_timeout')
    for (const { body } of account.held) {
      const answer = await post(path, body)
      expect([answer.status, await answer.text()]).toEqual([204, ''])
    }
    const now = await read()
    expect(now).toMatchObject({ status: 'ended', duration: 60 })
    expect(now.transcript.map(({ content }) => content)).toEqual(['Hello there.', 'Good morning.'])
    expect(now.events.map(({ event_type }) => event_type)).toEqual(
      expect.arrayContaining(['system.replica_joined', 'application.transcription_ready', 'system.shutdown']),
    )
  })

  it('that comes again, or late, leaves everything as it is', async () => {
    await account.perceived(account.theOne().id, 'They smiled.')
    await account.ended(account.theOne().id, 'max_call_duration')
    const bodies = account.held.map(({ body }) => body)
    for (const body of bodies) expect((await post(path, body)).status).toBe(204)
    const before = await read()
    const deliveries = await told()
    expect(deliveries).toContain('system.shutdown')
    api.clock.advance(90_000)
    for (const body of [...bodies, ...bodies.toReversed()]) expect((await post(path, body)).status).toBe(204)
    expect(await read()).toEqual(before)
    expect(await told()).toEqual(deliveries)
  })

  it('about another conversation of the provider is ignored', async () => {
    const before = await read()
    const told = { ...(await over()), conversation_id: 'c00000000000000f' }
    expect((await post(path, told)).status).toBe(204)
    expect(await read()).toEqual(before)
  })

  it('for a conversation that was not made outside, or never was, changes nothing', async () => {
    const own = await create({ persona_id: 'pdced222244b' })
    const before = await read(own)
    const told = await over()
    for (const each of [own, 'c0123456789abcde'])
      expect((await post(pathOf(callbackAddress(each)), { ...told, conversation_id: each })).status).toBe(204)
    expect(await read(own)).toEqual(before)
    expect((await read()).status).toBe('active')
  })

  it('that we fail to take is answered as a failure, to be told again', async () => {
    const { providers } = registry()
    const tavus = providers.get('tavus')
    providers.delete('tavus')
    const told = await over()
    const answer = await post(path, told)
    providers.set('tavus', tavus)
    expect(answer.status).toBe(500)
    expect((await answer.json()) as object).toEqual({
      message: expect.stringContaining(answer.headers.get('x-request-id') ?? '?'),
    })
    expect((await post(path, told)).status).toBe(204)
    expect((await read()).status).toBe('ended')
  })

  it('is not in the request log, and its secret in no log', async () => {
    await post(path, await over())
    const noted = await (await api.call('/v2/requests', { key: ann.key })).text()
    const secret = path.split('/').at(-1) ?? ''
    expect(noted).not.toContain('/callbacks/')
    expect(JSON.stringify(await read()) + noted + JSON.stringify(api.lines)).not.toContain(secret)
  })
})

describe('what is refused', () => {
  const secretOf = (of: string) => of.split('/').at(-1) ?? ''
  const forged: [string, () => string | Promise<string>][] = [
    ['another last letter', () => path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A')],
    ['a part', () => path.slice(0, -1)],
    ['more', () => `${path}A`],
    ['another case', () => `/callbacks/${id}/${secretOf(path).toLowerCase()}`],
    ['letters of more bytes', () => `/callbacks/${id}/${encodeURIComponent('ü'.repeat(43))}`],
    ['one letter', () => `/callbacks/${id}/x`],
    ['the conversation’s id', () => `/callbacks/${id}/${id}`],
    ['the secret of another', () => `/callbacks/${id}/${secretOf(callbackAddress('c0123456789abcde'))}`],
    ['the secret for another', () => `/callbacks/c0123456789abcde/${secretOf(path)}`],
  ]
  it.each(forged)('an address with a secret that is not the conversation’s: %s', async (_what, address) => {
    const before = await read()
    const answer = await post(await address(), await over())
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual({ message: 'There is nothing at this address.' })
    expect(await read()).toEqual(before)
  })

  it('an address without a secret, or with more than one', async () => {
    for (const address of [`/callbacks/${id}`, `/callbacks/${id}/`, '/callbacks', `${path}/more`])
      expect((await post(address, {})).status).toBe(404)
  })

  it.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['text', '"c0123456789abcde"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['about nothing', {}],
    ['about no conversation', { event_type: 'system.shutdown', properties: {} }],
    ['about a number', { conversation_id: 7, event_type: 'system.shutdown' }],
  ])('a body that is %s', async (_what, body) => {
    const before = await read()
    const answer = await post(path, body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ message: 'The body is not about a conversation.' })
    expect(await read()).toEqual(before)
  })

  it('a body that is not UTF-8, or too large; of nobody’s address not even that is said', async () => {
    const send = async (to: string, body: BodyInit) =>
      (await api.app.request(`https://colloquy.test${to}`, { method: 'POST', body })).status
    expect(await send(path, new Uint8Array([0x22, 0xff, 0x22]))).toBe(400)
    const large = JSON.stringify({ ...(await over()), more: 'x'.repeat(bodyLimit) })
    expect(await send(path, large)).toBe(413)
    expect(await send(`/callbacks/${id}/x`, large)).toBe(404)
    expect((await read()).status).toBe('active')
  })

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s', async (method) => {
    const answer = await api.call(path, { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('with the headers of every answer, as what is taken', async () => {
    const told = await over()
    for (const answer of [await post(path, told), await post(path, '{'), await post(`${path}x`, told)])
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
        'x-request-id': expect.any(String),
      })
  })
})

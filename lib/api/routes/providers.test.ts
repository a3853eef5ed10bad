import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { inTime } from '@/e2e/support/hand-clock'
import type { TavusFault } from '@/e2e/support/tavus'
import type { Tavus } from '@/e2e/support/tavus-account'
import { catalogue, foreignConversations, providerList } from '@/lib/domain/connections/schema'
import { conversationCreated } from '@/lib/domain/conversations/schema/response'
import { roles } from '@/lib/domain/workspaces/rules'

let api: TestApi
/** Connected to an account of her own; new in each test. */
let ann: Person
let account: Tavus
beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
})
beforeEach(async () => {
  ann = await api.person('Ann')
  account = await api.connect(ann)
})
afterAll(() => api.close())

/** Asks while time goes on, as what fails is asked again after a while. */
const ask = (path: string, method = 'GET', who: { key?: string; cookie?: string } = ann) =>
  inTime(api.clock, api.call(path, { method, key: who.key, cookie: who.key ? undefined : who.cookie }))
const endPath = (id: string) => `/v2/providers/tavus/conversations/${encodeURIComponent(id)}/end`
const words = async (answer: Response) => (await answer.json()) as Record<string, string>
const listed = async () => providerList.parse(await (await ask('/v2/providers')).json()).data
const readCatalogue = async (query = '') =>
  catalogue.parse(await (await ask(`/v2/providers/tavus/catalogue${query}`)).json())
const foreign = async () =>
  foreignConversations.parse(await (await ask('/v2/providers/tavus/conversations')).json()).data
const failing = (fault: TavusFault) => Object.assign(account, { fault: () => fault })
const working = () => Object.assign(account, { fault: () => undefined })

const creating = (more: object = {}, who = ann) => {
  const body = { provider: 'tavus', persona_id: 'p0a1b2c3d4e5', ...more }
  return inTime(api.clock, api.call('/v2/conversations', { method: 'POST', key: who.key, body }))
}
const create = async (more?: object) => conversationCreated.parse(await (await creating(more)).json())

describe('the list', () => {
  it.each(roles)('shows nothing of the key but its end: %s', async (role) => {
    await api.database.member.updateMany({ where: { accountId: ann.accountId }, data: { role } })
    for (const who of [{ key: ann.key }, { cookie: ann.cookie }]) {
      const text = await (await ask('/v2/providers', 'GET', who)).text()
      const [studio, tavus] = providerList.parse(JSON.parse(text)).data
      expect(studio).toMatchObject({ provider: 'studio', is_default: true, is_connected: true })
      expect(tavus).toEqual({
        ...{ provider: 'tavus', is_default: false, is_connected: true, problem: null },
        ...{ base_url: account.url, key_hint: account.key.slice(-4) },
      })
      // Not even half of it, nor what it is stored as.
      for (let at = 0; at + 8 <= account.key.length; at++)
        expect(text).not.toContain(account.key.slice(at, at + 8))
      expect(text).not.toContain('sealed')
    }
    expect(JSON.stringify(api.lines)).not.toContain(account.key)
  })

  it('has a provider that is not connected, too', async () => {
    const bob = await api.person('Bob')
    const { data } = providerList.parse(await (await ask('/v2/providers', 'GET', bob)).json())
    expect(data[1]).toEqual({
      ...{ provider: 'tavus', is_default: false, is_connected: false },
      ...{ base_url: null, key_hint: null, problem: null },
    })
  })
})

describe('the catalogue', () => {
  it('is kept for ten minutes, unless it is wanted fresh', async () => {
    const first = await readCatalogue()
    expect(first.personas).toEqual([
      expect.objectContaining({ persona_id: 'p0a1b2c3d4e5', persona_type: 'user' }),
      expect.objectContaining({ persona_id: 'pdced222244b', persona_type: 'system' }),
    ])
    expect(first.replicas[0]).toMatchObject({ replica_name: 'Mara', is_ready: true })
    const asked = account.asked.length
    account.personas.push({ id: 'p2', name: 'New', kind: 'user', replicaId: 'rfe12d8b9597' })
    expect(await readCatalogue()).toEqual(first)
    expect(account.asked).toHaveLength(asked)
    const fresh = await readCatalogue('?fresh=true')
    expect(fresh.personas.map(({ persona_id }) => persona_id)).toContain('p2')
    account.personas.pop()
    expect((await readCatalogue('?fresh=false')).personas).toEqual(fresh.personas)
    api.clock.advance(10 * 60_000)
    expect((await readCatalogue()).personas).toEqual(first.personas)
    expect((await ask('/v2/providers/tavus/catalogue?fresh=maybe')).status).toBe(400)
  })

  it('has either name of everything', async () => {
    const [persona] = (await words(await ask('/v2/providers/tavus/catalogue'))).personas as never as object[]
    expect(persona).toMatchObject({ pal_id: 'p0a1b2c3d4e5', default_face_id: 'r0a1b2c3d4e5' })
  })

  it('is what it was while the provider cannot be asked, and the list says why', async () => {
    const before = await readCatalogue()
    failing('cut')
    expect(await readCatalogue('?fresh=true')).toEqual(before)
    const [, tavus] = await listed()
    expect(tavus?.problem?.message).toMatch(/^Tavus could not be reached\./)
    working()
    expect((await readCatalogue('?fresh=true')).read_at > before.read_at).toBe(true)
    expect((await listed())[1]?.problem).toBeNull()
  })
})

describe('a conversation there', () => {
  it('is refused as one here is, with the words of the provider as the detail', async () => {
    account.slots = 0
    const full = await creating()
    expect([full.status, await full.json()]).toEqual([
      400,
      {
        message: 'User has reached maximum concurrent conversations',
        error: 'User has reached maximum concurrent conversations',
        detail: expect.stringContaining('User has reached maximum concurrent conversations'),
      },
    ])
    account.credits = false
    const spent = await creating()
    expect([spent.status, await spent.json()]).toEqual([
      402,
      {
        message: 'The user is out of conversational credits.',
        detail: 'Tavus says: The user is out of conversational credits.',
      },
    ])
    account.key = 'another one'
    const refused = await creating()
    expect([refused.status, await words(refused)]).toMatchObject([
      400,
      { message: 'Tavus does not accept the API key: Invalid access token', field: 'provider' },
    ])
    expect((await listed())[1]?.problem?.message).toBe(
      'Tavus does not accept the API key: Invalid access token',
    )
    const list = await words(await ask('/v2/conversations?status=active'))
    expect(list).toMatchObject({ total_count: 0 })
  })

  it('has the meeting token that its provider gave, where its room is private', async () => {
    const made = await create({ require_auth: true })
    const token = account.theOne().meetingToken
    expect(made).toMatchObject({
      meeting_token: token,
      conversation_url: expect.stringContaining('daily.co'),
    })
    const path = (id: string) => `/v2/conversations/${id}/meeting-token`
    expect(await words(await ask(path(made.conversation_id), 'POST'))).toMatchObject({ meeting_token: token })
    const open = await create()
    expect(open.meeting_token).toBeUndefined()
    expect((await ask(path(open.conversation_id), 'POST')).status).toBe(409)
    const rows = await api.database.conversation.findMany({ where: { workspaceId: ann.workspaceId } })
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe('conversations that were made elsewhere', () => {
  it('are listed without those of the workspace, and ended as often as one likes', async () => {
    const own = await create()
    const made = account.createElsewhere('From a script')
    expect(await foreign()).toEqual([
      {
        conversation_id: made.id,
        conversation_name: 'From a script',
        created_at: made.createdAt.toISOString().replace('Z', '000Z'),
      },
    ])
    for (let times = 0; times < 3; times++) {
      const answer = await ask(endPath(made.id), 'POST')
      expect([answer.status, await answer.text()]).toEqual([204, ''])
    }
    expect(made.status).toBe('ended')
    expect(await foreign()).toEqual([])
    // One of the workspace's own ends here as well.
    expect((await ask(endPath(own.provider_conversation_id ?? ''), 'POST')).status).toBe(204)
    const read = await words(await ask(`/v2/conversations/${own.conversation_id}`))
    expect(read).toMatchObject({ status: 'ended' })
  })

  it.each(['c0123456789abcde', '..', '%2e%2e', '../personas', 'a b?c#d', '\u0000', 'x'.repeat(300)])(
    'take no harm from the id %j, which nobody has',
    async (id) => {
      const made = account.createElsewhere('From a script')
      expect((await ask(endPath(id), 'POST')).status).toBeLessThan(500)
      expect(account.asked.every(({ method, path }) => method === 'GET' || path.endsWith('/end'))).toBe(true)
      expect(made.status).toBe('active')
    },
  )

  it('are not ended by a viewer, nor without a key', async () => {
    const made = account.createElsewhere('From a script')
    expect((await ask(endPath(made.id), 'POST', { cookie: ann.cookie })).status).toBe(403)
    await api.database.member.updateMany({ where: { accountId: ann.accountId }, data: { role: 'viewer' } })
    expect((await ask(endPath(made.id), 'POST')).status).toBe(403)
    expect((await ask('/v2/providers/tavus/conversations')).status).toBe(200)
    expect(made.status).toBe('active')
  })

  it('are out of reach through another account at the same provider', async () => {
    const bob = await api.person('Bob')
    const other = await api.connect(bob)
    const [own, made] = [await create(), account.createElsewhere('From a script')]
    const asked = account.asked.length
    for (const id of [own.provider_conversation_id, own.conversation_id, made.id])
      expect((await ask(endPath(String(id)), 'POST', bob)).status).toBe(204)
    expect(account.active()).toHaveLength(2)
    const list = await ask('/v2/providers/tavus/conversations', 'GET', bob)
    expect(await list.json()).toEqual({ data: [] })
    const read = await words(await ask(`/v2/conversations/${own.conversation_id}`))
    expect(read).toMatchObject({ status: 'active' })
    // Each key went to its own account.
    expect(account.asked).toHaveLength(asked)
    expect(other.asked.filter(({ path }) => path.startsWith('/v2/conversations'))).toHaveLength(4)
  })
})

describe('refusals', () => {
  const routes = [
    ['GET', 'catalogue'],
    ['GET', 'conversations'],
    ['POST', 'conversations/c0123456789abcde/end'],
  ] as const

  it.each(routes)('%s %s without an account names the provider', async (method, route) => {
    const answer = await ask(`/v2/providers/tavus/${route}`, method, await api.person('Bob'))
    expect(answer.status).toBe(400)
    const message = 'Tavus is not connected. Connect an account of yours in the settings.'
    expect(await answer.json()).toEqual({ message, error: message, field: 'provider' })
  })

  it.each(routes)('%s %s of an unknown provider, or of one without accounts', async (method, route) => {
    for (const name of ['studio', 'nobody', 'TAVUS', 'a%20b', '__proto__']) {
      const answer = await ask(`/v2/providers/${name}/${route}`, method)
      expect(answer.status).toBe(404)
      const { message } = await words(answer)
      expect(message).toBe('There is no provider of this name that needs an account.')
    }
  })

  const failures: [string, TavusFault, number, RegExp][] = [
    [
      'a key',
      { status: 401, body: '{"message":"Invalid access token"}' },
      400,
      /API key: Invalid access tok/,
    ],
    [
      'its rules',
      { status: 400, body: '{"error":"Not on this plan"}' },
      400,
      /^Tavus says: Not on this plan$/,
    ],
    ['too many requests', { status: 429, body: '{"message":"Slow down"}' }, 503, /Tavus says: Slow down/],
    ['a failure', { status: 500, body: '{"message":"Oops"}' }, 503, /Tavus says: Oops/],
    ['another page', { status: 200, body: '<html>' }, 503, /answer of Tavus is not JSON/],
    ['no answer', 'hang', 503, /Tavus could not be reached/],
    ['no connection', 'cut', 503, /Tavus could not be reached/],
  ]
  it.each(failures)('are in the words of the provider: %s', async (_what, fault, status, message) => {
    const made = account.createElsewhere('From a script')
    failing(fault)
    for (const [method, path] of [
      ['GET', '/v2/providers/tavus/conversations'],
      ['POST', endPath(made.id)],
    ] as const) {
      const answer = await ask(path, method)
      expect(answer.status).toBe(status)
      expect(answer.headers.has('retry-after')).toBe(status === 503)
      const told = await words(answer)
      expect(told.message).toMatch(message)
      expect(told.field).toBe(status === 400 ? 'provider' : undefined)
      expect(JSON.stringify(told)).not.toContain(account.key)
    }
    expect(made.status).toBe('active')
  })
})

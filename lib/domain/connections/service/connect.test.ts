import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { origin, refusal } from '@/e2e/support/conversations'
import { type HandClock, inTime } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { startTavus } from '@/e2e/support/tavus'
import { connectAccount, type Tavus } from '@/e2e/support/tavus-account'
import { memberScope } from '@/lib/access/scopes'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { listForeign } from '@/lib/domain/conversations/service/foreign'
import type { MemberScope, Role } from '@/lib/domain/scope'
import type { Change } from '@/lib/platform/database/bus'
import { listProviders } from '../queries'
import { readCatalogue } from './catalogue'
import { chooseDefaultProvider, connectProvider, disconnectProvider } from './connect'

let test: TestRegistry<HandClock>
/** The owner of a workspace of their own; new in each test. */
let owner: MemberScope
beforeAll(async () => {
  test = await testRegistry()
})
beforeEach(async () => {
  owner = await test.member()
})
afterAll(() => test.close())

async function tavusFor(): Promise<Tavus> {
  const tavus = await startTavus()
  onTestFinished(() => tavus.close())
  return tavus
}
const stored = ({ workspaceId }: MemberScope) =>
  test.database.providerConnection.findUnique({
    where: { workspaceId_provider: { workspaceId, provider: 'tavus' } },
  })
const shown = async (scope = owner) => {
  const { data } = await listProviders(scope)
  return data.find(({ provider }) => provider === 'tavus') ?? expect.fail('It is not listed.')
}
const defaultOf = async (scope = owner) =>
  (await listProviders(scope)).data.find(({ is_default }) => is_default)?.provider
const connect = (account: { key?: string; url?: string }, scope = owner) =>
  inTime(
    test.clock,
    connectProvider(scope, 'tavus', { api_key: account.key ?? 'a-key', base_url: account.url }),
  )
const create = () => createConversation(owner, { provider: 'tavus', persona_id: 'p0a1b2c3d4e5' }, { origin })
/** The same workspace for somebody of another role. */
const as = (role: Role) => memberScope({ ...owner, role })

/** The changes of a kind that are told while a test runs. */
function changesOf(topic: Change['topic']) {
  const changes: Change[] = []
  onTestFinished(test.bus.subscribe((change) => void (change.topic === topic && changes.push(change))))
  return {
    /** Waits until so many were told, no more, since the last time. */
    async are(count: number) {
      await vi.waitFor(() => expect(changes).toHaveLength(count))
      const { workspaceId } = owner
      for (const each of changes.splice(0)) expect(each).toEqual({ topic, id: workspaceId, workspaceId })
    },
  }
}

describe('connecting an account', () => {
  it('keeps the key so that nobody reads it, and shows its end', async () => {
    const tavus = await tavusFor()
    const changes = changesOf('workspace')
    await connect({ key: `  ${tavus.key} `, url: `${tavus.url}/` })
    await changes.are(1)
    const row = await stored(owner)
    expect(row).toMatchObject({ hint: tavus.key.slice(-4), baseUrl: tavus.url, problem: null })
    expect(JSON.stringify(row)).not.toContain(tavus.key)
    expect(await shown()).toEqual({
      ...{ provider: 'tavus', is_default: false, is_connected: true, problem: null },
      ...{ base_url: tavus.url, key_hint: tavus.key.slice(-4) },
    })
    expect(JSON.stringify(await listProviders(owner))).not.toContain(row?.key)
    // What proved the key is what can be chosen from now on.
    const asked = tavus.asked.length
    const { catalogue } = await readCatalogue(owner, 'tavus', false)
    expect(catalogue.personas.map(({ name }) => name)).toEqual(['Coach', 'Stock host'])
    expect(tavus.asked).toHaveLength(asked)
    expect(tavus.asked.every(({ method }) => method === 'GET')).toBe(true)
  })

  it('shows nothing of a key that is short', async () => {
    const tavus = await tavusFor()
    tavus.key = 'nineteen-characters'
    await connect(tavus)
    expect((await shown()).key_hint).toBeNull()
    expect((await stored(owner))?.hint).toBe('')
  })

  it('is refused in the words of the provider when it does not accept the key', async () => {
    const tavus = await tavusFor()
    await expect(connect({ ...tavus, key: 'another-key' })).rejects.toMatchObject({
      ...{ code: 'invalid', field: 'api_key' },
      message: 'Tavus does not accept the API key: Invalid access token',
    })
    expect(await stored(owner)).toBeNull()
    expect((await shown()).is_connected).toBe(false)
  })

  it.each([
    ['nobody answers', 'unavailable', /^Tavus could not be reached\./],
    ['fails', 'unavailable', /^Tavus says: Oops$/],
    ['speaks of other things', 'unavailable', /list of another shape/],
    ['has nothing', 'invalid', /^Tavus says: Not Found$/],
  ])('is refused at the address: %s', async (what, code, message) => {
    const tavus = await tavusFor()
    if (what === 'nobody answers') await tavus.close()
    const [status, body] = {
      'nobody answers': [0, ''] as const,
      fails: [500, '{"message":"Oops"}'] as const,
      'speaks of other things': [200, '{"hello":"you"}'] as const,
      'has nothing': [404, '{"message":"Not Found"}'] as const,
    }[what] ?? [0, '']
    tavus.fault = () => ({ status, body })
    await expect(connect(tavus)).rejects.toMatchObject({
      ...{ code, field: 'base_url' },
      message: expect.stringMatching(message),
    })
    expect(await stored(owner)).toBeNull()
  })

  it.each(['http://10.0.0.7', 'http://169.254.169.254/latest', 'http://[fd00::7]', 'http://metadata'])(
    'is refused at an address inside: %s',
    async (url) => {
      await expect(connect({ url })).rejects.toMatchObject({
        ...{ code: 'invalid', field: 'base_url' },
        message: expect.stringMatching(/private network\..*OUTBOUND_ALLOW/),
      })
      expect(await stored(owner)).toBeNull()
    },
  )

  it.each([
    [{ api_key: '' }, 'api_key'],
    [{ api_key: '   ' }, 'api_key'],
    [{ api_key: 'two words' }, 'api_key'],
    [{ api_key: 'clé' }, 'api_key'],
    [{ api_key: 'a\r\nx-admin: 1' }, 'api_key'],
    [{ api_key: 'k'.repeat(501) }, 'api_key'],
    [{ api_key: 'key', base_url: 'tavusapi.com' }, 'base_url'],
    [{ api_key: 'key', base_url: 'ftp://tavusapi.com' }, 'base_url'],
    [{ api_key: 'key', base_url: 'https://me@tavusapi.com' }, 'base_url'],
    [{ api_key: 'key', base_url: 'https://tavusapi.com?key=1' }, 'base_url'],
    [{ api_key: 'key', base_url: 'https://tavusapi.com/#x' }, 'base_url'],
  ])('refuses %j, and asks nobody', async (request, field) => {
    await expect(connectProvider(owner, 'tavus', request)).rejects.toMatchObject({ code: 'invalid', field })
    expect(await stored(owner)).toBeNull()
  })

  it('again replaces the key and the address, unless the new one is not accepted', async () => {
    const [first, second] = [await connectAccount(owner), await tavusFor()]
    await expect(connect({ ...second, key: first.key })).rejects.toMatchObject({ field: 'api_key' })
    expect(await shown()).toMatchObject({ base_url: first.url, key_hint: first.key.slice(-4) })
    await connect(second)
    expect(await shown()).toMatchObject({ base_url: second.url, key_hint: second.key.slice(-4) })
    const asked = first.asked.length
    await listForeign(owner, 'tavus')
    expect(first.asked).toHaveLength(asked)
  })

  it('is each workspace’s own', async () => {
    const tavus = await connectAccount(owner)
    const other = await test.member()
    expect((await shown(other)).is_connected).toBe(false)
    await expect(listForeign(other, 'tavus')).rejects.toMatchObject({ code: 'invalid', field: 'provider' })
    const theirs = await connectAccount(other)
    await disconnectProvider(other, 'tavus')
    expect(await shown()).toMatchObject({ is_connected: true, base_url: tavus.url })
    expect(theirs.url).not.toBe(tavus.url)
  })
})

describe('disconnecting it', () => {
  it('waits for the conversations that run there, and forgets the key', async () => {
    const changes = changesOf('workspace')
    await connectAccount(owner)
    await chooseDefaultProvider(owner, 'tavus')
    await changes.are(2)
    const [one, two] = [await create(), await create()]
    await expect(disconnectProvider(owner, 'tavus')).rejects.toMatchObject({
      code: 'conflict',
      message: '2 conversations run on Tavus now. End them first: without the account nobody can.',
    })
    await endConversation(owner, one.conversation_id, origin)
    await expect(disconnectProvider(owner, 'tavus')).rejects.toThrow('A conversation runs on Tavus now.')
    expect(await shown()).toMatchObject({ is_connected: true, is_default: true })
    await endConversation(owner, two.conversation_id, origin)
    await disconnectProvider(owner, 'tavus')
    await changes.are(1)
    expect(await stored(owner)).toBeNull()
    expect(await defaultOf()).toBe('studio')
    const looks = { workspaceId: owner.workspaceId, lookAt: { not: null } }
    expect(await test.database.conversation.count({ where: looks })).toBe(0)
    await expect(create()).rejects.toMatchObject({ code: 'invalid', field: 'provider' })
    // Again is fine, and an account can be connected again.
    await disconnectProvider(owner, 'tavus')
    await connectAccount(owner)
    expect((await create()).status).toBe('active')
  })

  it('while conversations are being created leaves none without its account', async () => {
    const tavus = await connectAccount(owner)
    tavus.slots = 10
    const made = await Promise.allSettled([create(), create(), disconnectProvider(owner, 'tavus'), create()])
    const live = await test.database.conversation.count({
      where: { workspaceId: owner.workspaceId, status: { not: 'ended' } },
    })
    expect(made[2]?.status).toBe(live > 0 ? 'rejected' : 'fulfilled')
    expect(tavus.active()).toHaveLength(live)
  })
})

describe('the provider by default', () => {
  it('is one that is connected', async () => {
    await expect(chooseDefaultProvider(owner, 'tavus')).rejects.toMatchObject({ field: 'provider' })
    await expect(chooseDefaultProvider(owner, 'nobody')).rejects.toEqual(refusal('invalid'))
    expect(await defaultOf()).toBe('studio')
    const changes = changesOf('workspace')
    await connectAccount(owner)
    await changes.are(1)
    await chooseDefaultProvider(owner, 'tavus')
    expect(await defaultOf()).toBe('tavus')
    await chooseDefaultProvider(owner, 'studio')
    expect(await defaultOf()).toBe('studio')
    await changes.are(2)
  })
})

describe('who may', () => {
  it.each(['member', 'viewer'] as const)('a %s may not', async (role) => {
    const tavus = await tavusFor()
    await expect(connect(tavus, as(role))).rejects.toEqual(refusal('forbidden'))
    expect(tavus.asked).toEqual([])
    await connect(tavus)
    await expect(disconnectProvider(as(role), 'tavus')).rejects.toEqual(refusal('forbidden'))
    await expect(chooseDefaultProvider(as(role), 'tavus')).rejects.toEqual(refusal('forbidden'))
    expect(await shown()).toMatchObject({ is_connected: true, is_default: false })
  })

  it('an admin may', async () => {
    await connect(await tavusFor(), as('admin'))
    await chooseDefaultProvider(as('admin'), 'tavus')
    await disconnectProvider(as('admin'), 'tavus')
    expect((await shown()).is_connected).toBe(false)
  })
})

describe('what goes wrong with it', () => {
  it('is shown from the first failure to the next success, and pages are told of both', async () => {
    const changes = changesOf('workspace')
    const tavus = await connectAccount(owner)
    await changes.are(1)
    const right = tavus.key
    tavus.key = 'another-key'
    await expect(listForeign(owner, 'tavus')).rejects.toEqual(refusal('invalid'))
    const since = test.clock.now().toISOString().replace('Z', '000Z')
    const problem = { message: 'Tavus does not accept the API key: Invalid access token', since }
    expect((await shown()).problem).toEqual(problem)
    await changes.are(1)
    // The same again is no news.
    test.clock.advance(1000)
    await expect(create()).rejects.toEqual(refusal('invalid'))
    expect((await shown()).problem).toEqual(problem)
    tavus.key = right
    await listForeign(owner, 'tavus')
    expect((await shown()).problem).toBeNull()
    await listForeign(owner, 'tavus')
    await changes.are(1)
  })

  it('is over with a key that is accepted', async () => {
    const tavus = await connectAccount(owner)
    tavus.key = 'another-key'
    await expect(listForeign(owner, 'tavus')).rejects.toEqual(refusal('invalid'))
    await connect(tavus)
    expect((await shown()).problem).toBeNull()
  })

  it('is not that it has no slot, or refuses a request', async () => {
    const tavus = await connectAccount(owner)
    tavus.slots = 0
    await expect(create()).rejects.toEqual(refusal('concurrency'))
    tavus.credits = false
    await expect(create()).rejects.toEqual(refusal('minutes'))
    tavus.fault = ({ method }) =>
      method === 'POST' ? { status: 400, body: '{"message":"Not so"}' } : undefined
    await expect(create()).rejects.toMatchObject({ code: 'invalid', message: 'Tavus says: Not so' })
    expect((await shown()).problem).toBeNull()
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import type { Tavus } from '@/e2e/support/tavus-account'
import { answeredTurn } from '@/e2e/support/turns'
import { systemScope } from '@/lib/access/scopes'
import type { ApiKeyCreate } from '@/lib/domain/api-keys/schema'
import { createKey, revokeKey } from '@/lib/domain/api-keys/service'
import { recordTurn } from '@/lib/domain/conversations/service/news'
import { routes as everyRoute } from './app'

/** Providers have a name, which is everybody's; what a workspace has there is another's just as little. */
const routes = everyRoute.map((route) => ({
  ...route,
  path: route.path.replace('/v2/providers/:id', '/v2/providers/tavus'),
}))

let api: TestApi
let ann: Person
let bob: Person
/** Has nothing, and asked for nothing of anybody: the request log shows what was asked for. */
let cleo: Person
/** Ids of things that Bob's workspace has and Ann's has not, by the path that takes them. */
const bobs: Record<string, string> = {}
/** Of Bob's workspace, at Tavus. */
let account: Tavus
/** The store of those paths that name one. */
const store = { bobs: 'plum-store', unknown: 'no-store' }
const unknown: Record<string, string> = {
  '/v2/conversations/:id': 'c0123456789abcde',
  '/v2/conversations/:id/end': 'c0123456789abcde',
  '/v2/conversations/:id/transcript': 'c0123456789abcde',
  '/v2/conversations/:id/events': 'c0123456789abcde',
  '/v2/conversations/:id/turns': 'c0123456789abcde',
  '/v2/conversations/:id/turns/:turn': 'c0123456789abcde',
  '/v2/conversations/:id/meeting-token': 'c0123456789abcde',
  '/v2/conversations/:id/memories': 'c0123456789abcde',
  '/v2/providers/tavus/conversations/:conversation/end': 'c0123456789abcde',
  '/v2/providers/tavus/personas/:item': 'p0123456789a',
  '/v2/providers/tavus/replicas/:item': 'r0123456789a',
  '/v2/memories/:store/:id': 'm0123456789a',
  '/v2/personas/:id': 'p0123456789a',
  '/v2/replicas/:id': 'r0123456789a',
  '/v2/replicas/:id/name': 'r0123456789a',
  '/v2/voices/:id/audio': 'r0123456789a',
  '/v2/objectives/:id': 'o0123456789a',
  '/v2/guardrails/:id': 'g0123456789a',
  '/v2/documents/:id': 'd0123456789a',
  '/v2/documents/:id/recrawl': 'd0123456789a',
  '/v2/documents/:id/passages': 'd0123456789a',
  '/v2/documents/:id/file': 'd0123456789a',
  '/v2/recordings/:id/file': '00000000-0000-4000-8000-000000000000',
  '/v2/backgrounds/:id': 'a'.repeat(64),
  '/v2/requests/:id': '00000000-0000-4000-8000-000000000000',
  '/v2/webhooks/:id': 'w0123456789a',
  '/v2/webhooks/:id/test': 'w0123456789a',
  '/v2/webhooks/deliveries/:id': '00000000-0000-4000-8000-000000000000',
  '/v2/webhooks/deliveries/:id/replay': '00000000-0000-4000-8000-000000000000',
}

beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
  ann = await api.person('Ann')
  bob = await api.person('Bob')
  cleo = await api.person('Cleo')
  const { personaId, replicaId } = await api.addCast(bob.workspaceId, 'b0b')
  const made = await api.call('/v2/conversations', {
    method: 'POST',
    key: bob.key,
    body: { persona_id: personaId, conversation_name: 'The plum meeting' },
  })
  expect(made.status).toBe(200)
  const { conversation_id } = (await made.json()) as { conversation_id: string }
  bobs['/v2/conversations/:id'] = conversation_id
  for (const part of ['end', 'transcript', 'events', 'turns', 'turns/:turn', 'meeting-token', 'memories'])
    bobs[`/v2/conversations/:id/${part}`] = conversation_id
  bobs['/v2/personas/:id'] = personaId
  bobs['/v2/replicas/:id'] = replicaId
  bobs['/v2/replicas/:id/name'] = replicaId
  bobs['/v2/voices/:id/audio'] = replicaId
  for (const [noun, idName, data] of [
    ['objectives', 'objectives_id', [{ objective_name: 'Plums', objective_prompt: 'Sell plums.' }]],
    ['guardrails', 'guardrails_id', [{ guardrail_name: 'No_plums', guardrail_prompt: 'Sell none.' }]],
  ] as const) {
    const stored = await api.call(`/v2/${noun}`, { method: 'POST', key: bob.key, body: { data } })
    expect(stored.status).toBe(200)
    bobs[`/v2/${noun}/:id`] = ((await stored.json()) as Record<string, string>)[idName] ?? ''
  }
  await recordTurn(systemScope('test'), conversation_id, answeredTurn(1))
  const { id: documentId } = await api.database.document.create({
    data: {
      ...{
        id: 'd00000000b0b',
        workspaceId: bob.workspaceId,
        name: 'The plum book',
        tags: ['plum'],
        status: 'ready',
      },
      ...{ instanceId: 'test', passageCount: 1, createdAt: api.clock.now(), updatedAt: api.clock.now() },
    },
  })
  await api.database.$executeRaw`
    insert into passages (document_id, number, place, text, words, search)
    values (${documentId}, 0, '', 'A plum is a fruit.', 5, to_tsvector('simple', 'a plum is a fruit'))`
  for (const part of ['', '/recrawl', '/passages', '/file']) bobs[`/v2/documents/:id${part}`] = documentId
  const { id } = await api.database.recording.create({
    data: {
      id: '11111111-1111-4111-8111-111111111111',
      conversationId: conversation_id,
      sessionId: 'bob',
      name: 'Bob',
      instanceId: 'test',
      mimeType: 'video/webm',
      status: 'ready',
      startedAt: api.clock.now(),
      takes: 1,
      bytes: 10,
    },
  })
  bobs['/v2/recordings/:id/file'] = id
  const { hash } = await api.database.backgroundImage.create({
    data: {
      workspaceId: bob.workspaceId,
      hash: 'b'.repeat(64),
      mimeType: 'image/png',
      bytes: Buffer.from('a picture'),
      createdAt: api.clock.now(),
    },
  })
  bobs['/v2/backgrounds/:id'] = hash
  const fact = await api.call(`/v2/memory-stores/${store.bobs}/memories`, {
    method: 'POST',
    key: bob.key,
    body: { content: 'Bob grows plums.' },
  })
  bobs['/v2/memories/:store/:id'] = ((await fact.json()) as { memory_id: string }).memory_id
  const hook = { url: 'https://plum.example.org/hook' }
  const registered = await api.call('/v2/webhooks', { method: 'POST', key: bob.key, body: hook })
  const { webhook_id } = (await registered.json()) as { webhook_id: string }
  const tested = await api.call(`/v2/webhooks/${webhook_id}/test`, { method: 'POST', key: bob.key })
  const { delivery_id } = (await tested.json()) as { delivery_id: string }
  bobs['/v2/webhooks/:id'] = bobs['/v2/webhooks/:id/test'] = webhook_id
  bobs['/v2/webhooks/deliveries/:id'] = bobs['/v2/webhooks/deliveries/:id/replay'] = delivery_id
  const llm = { base_url: 'https://plum.example.org/v1', model: 'plum' }
  expect((await api.call('/v2/models', { method: 'PATCH', key: bob.key, body: { llm } })).status).toBe(200)
  const log = await (await api.call('/v2/requests', { key: bob.key })).json()
  account = await api.connect(bob)
  bobs['/v2/providers/tavus/conversations/:conversation/end'] =
    account.createElsewhere('A meeting on plums').id
  bobs['/v2/providers/tavus/personas/:item'] = account.personas[0]?.id ?? ''
  bobs['/v2/providers/tavus/replicas/:item'] = account.replicas[0]?.id ?? ''
  bobs['/v2/requests/:id'] = (log as { data: { id: string }[] }).data[0]?.id ?? ''
})
afterAll(() => api.close())

const withId = routes.filter(({ path }) => path.includes(':'))
const without = routes.filter(({ path, method }) => !path.includes(':') && method === 'GET')
const filled = (path: string, ids: Record<string, string>, name: string) =>
  path.replace(/:(?:id|conversation|item)/, ids[path] ?? '').replace(':store', name)
const ways = [
  ['key', () => ({ key: ann.key })],
  ['cookie', () => ({ cookie: ann.cookie })],
] as const

describe('things of another workspace', () => {
  it.each(
    withId.flatMap((route) => ways.map(([name, who]) => [route.method, route.path, name, who] as const)),
  )('%s %s with a %s is the same as for an id that never was', async (method, path, _name, who) => {
    const ask = async (ids: Record<string, string>, name: string) => {
      if (/:(id|conversation|item)/.test(path) && !ids[path])
        throw new Error(`${path} has no id here: add one to the table`)
      const answer = await api.call(`${filled(path, ids, name)}?verbose=true`, { method, ...who() })
      const headers = Object.fromEntries(answer.headers)
      delete headers['x-request-id']
      delete headers['x-colloquy-time']
      return { status: answer.status, headers, body: await answer.text() }
    }
    const foreign = await ask(bobs, store.bobs)
    expect(foreign).toEqual(await ask(unknown, store.unknown))
    expect(foreign.status).toBeGreaterThanOrEqual(400)
  })

  it('are untouched by all that', async () => {
    const answer = await api.call(`/v2/conversations/${bobs['/v2/conversations/:id']}`, { key: bob.key })
    expect(await answer.json()).toMatchObject({ status: 'active' })
    expect(account.theOne().status).toBe('active')
    expect(account.personas.map(({ name }) => name)).toEqual(['Coach', 'Stock host'])
    expect(account.replicas.map(({ name }) => name)).toEqual(['Mara', 'Nathan'])
  })

  // A search asks for a question, and is tried below.
  const lists = without.filter(({ path }) => path !== '/v2/events' && path !== '/v2/documents/search')
  it.each(lists.map(({ path }) => path))('%s shows nothing of them', async (path) => {
    const mine = await (await api.call(path, { key: cleo.key })).text()
    const theirs = await (await api.call(path, { key: bob.key })).text()
    for (const word of [...Object.values(bobs), store.bobs, 'plum']) expect(mine).not.toContain(word)
    expect(theirs).not.toEqual(mine)
  })

  it('cannot be chosen for a conversation', async () => {
    const create = async (body: unknown) =>
      (await (await api.call('/v2/conversations', { method: 'POST', key: ann.key, body })).json()) as {
        error: string
      }
    expect((await create({ persona_id: bobs['/v2/personas/:id'] })).error).toBe('Invalid persona_uuid')
    expect((await create({ replica_id: bobs['/v2/replicas/:id'] })).error).toBe('Invalid replica_uuid')
  })

  it('cannot be found by a search or a filter', async () => {
    const asked = 'question=plum&document_ids=d00000000b0b&tags=plum'
    const retrieved = await api.call(`/v2/documents/search?${asked}`, { key: ann.key })
    expect(await retrieved.json()).toEqual({ strategy: 'balanced', data: [] })
    for (const query of ['name_or_uuid=plum', 'name_or_uuid=d00000000b0b', 'tags=plum']) {
      const answer = await api.call(`/v2/documents?${query}`, { key: ann.key })
      expect(await answer.json()).toMatchObject({ data: [], total_count: 0 })
    }
    for (const query of ['text=plum', `text=${bobs['/v2/conversations/:id']}`, 'persona_id=pb0b']) {
      const answer = await api.call(`/v2/conversations?${query}`, { key: ann.key })
      expect(await answer.json()).toEqual({ data: [], total_count: 0, next_cursor: null })
    }
    for (const query of [
      `conversation_id=${bobs['/v2/conversations/:id']}`,
      `webhook_id=${bobs['/v2/webhooks/:id']}`,
    ]) {
      const answer = await api.call(`/v2/webhooks/deliveries?${query}`, { key: ann.key })
      expect(await answer.json()).toEqual({ data: [], next_cursor: null })
    }
    const answer = await api.call('/v2/replicas?replica_ids=rb0b,rdced222244b', { key: ann.key })
    expect(await answer.json()).toMatchObject({ total_count: 1, data: [{ replica_id: 'rdced222244b' }] })
  })
})

describe('who may ask', () => {
  type Asker = { key?: string; cookie?: string; headers?: Record<string, string> }
  const cases: [string, () => Asker | Promise<Asker>, read: number, write: number][] = [
    ['nobody', () => ({}), 401, 401],
    ['a key', () => ({ key: ann.key }), 0, 0],
    ['a key as bearer', () => ({ headers: { authorization: `Bearer ${ann.key}` } }), 0, 0],
    ['a key with a wrong checksum', () => ({ key: `${ann.key.slice(0, -1)}!` }), 401, 401],
    ['a key with two letters swapped', () => ({ key: swapped(ann.key) }), 401, 401],
    ['a key that never was', () => ({ key: `clq_${'0'.repeat(38)}` }), 401, 401],
    ['a revoked key', revokedKey, 401, 401],
    ['a key that has expired', expiredKey, 401, 401],
    ['a key from a wrong address', () => keyOf({ addresses: ['192.0.2.7'] }), 401, 401],
    ['a key that may read', () => keyOf({ scopes: ['read'] }), 0, 403],
    ['a key that may write', () => keyOf({ scopes: ['write'] }), 403, 0],
    ['an empty key', () => ({ headers: { 'x-api-key': '' } }), 401, 401],
    ['basic credentials', () => ({ headers: { authorization: `Basic ${btoa('a:b')}` } }), 401, 401],
    ['a cookie', () => ({ cookie: ann.cookie }), 0, 403],
    ['a forged cookie', () => ({ cookie: `${ann.cookie.slice(0, -8)}AAAAAAAA` }), 401, 401],
    ['a cookie and a key', () => ({ cookie: ann.cookie, key: ann.key }), 0, 0],
    ['a cookie and a bad key', () => ({ cookie: ann.cookie, key: 'clq_bad' }), 401, 401],
    ['the cookie of a session that was ended', endedSession, 401, 401],
  ]
  // An answer other than 401 and 403 says that the door was open: 0 stands for that.
  const door = (status: number) => (status === 401 || status === 403 || status >= 500 ? status : 0)

  /** Reads what only those may see who may write. */
  const secret = '/v2/webhooks/secret'

  it.each(cases)('%s', async (_name, asker, read, write) => {
    const who = await asker()
    for (const route of routes) {
      const path = filled(route.path, unknown, store.unknown)
      const answer = await api.call(path, { method: route.method, ...who })
      const where = `${route.method} ${route.path}`
      expect(`${where} ${door(answer.status)}`).toBe(`${where} ${route.access === 'read' ? read : write}`)
      expect(route.access).toBe(route.method === 'GET' && route.path !== secret ? 'read' : 'write')
      if (answer.status === 401)
        expect(await answer.json()).toMatchObject({ message: 'Invalid access token' })
      else await answer.body?.cancel()
    }
  })

  function swapped(key: string): string {
    const at = [...key].findIndex((letter, index) => index > 3 && letter !== key[index + 1])
    return key.slice(0, at) + key[at + 1] + key[at] + key.slice(at + 2)
  }
  async function revokedKey(): Promise<Asker> {
    const other = await api.person('Other')
    await revokeKey(other.scope, other.apiKeyId)
    return { key: other.key }
  }
  async function keyOf(request: Omit<ApiKeyCreate, 'name'>): Promise<Asker> {
    return { key: (await createKey(ann.scope, { name: 'A key', ...request })).key }
  }
  async function expiredKey(): Promise<Asker> {
    const expires_at = new Date(api.clock.now().getTime() + 1000).toISOString()
    const asker = await keyOf({ expires_at })
    api.clock.advance(1000)
    return asker
  }
  async function endedSession(): Promise<Asker> {
    const other = await api.person('Other')
    await api.database.session.update({
      where: { id: other.sessionId },
      data: { revokedAt: api.clock.now() },
    })
    return { cookie: other.cookie }
  }
})

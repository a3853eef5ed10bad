import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { conversationMemories, memory, memoryList, memoryStoreList } from '@/lib/domain/memories/schema'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
  ann = await api.person('Ann')
})
afterAll(() => api.close())

const facts = (store: string) => `/v2/memory-stores/${encodeURIComponent(store)}/memories`
const ask = (path: string, method = 'GET', body?: unknown) => api.call(path, { method, key: ann.key, body })
const add = async (store: string, content: string) =>
  memory.parse(await (await ask(facts(store), 'POST', { content })).json())

describe('a store in an address', () => {
  it.each([
    'ana',
    'a b',
    'Ana/Nathan',
    'ü مرحبا 🙂',
    '100 %',
    '%2f',
    'a?b#c&d=e',
    '...',
    ' ',
    'x'.repeat(200),
  ])('may be called %j', async (store) => {
    const made = await add(store, 'Ana lives in Oslo.')
    expect(made).toMatchObject({ memory_store: store, by_hand: true, conversation_id: null })
    const list = memoryList.parse(await (await ask(facts(store))).json())
    expect(list).toEqual({ data: [made], total_count: 1 })
    const stores = memoryStoreList.parse(await (await ask('/v2/memory-stores?limit=1000')).json())
    expect(stores.data).toContainEqual(expect.objectContaining({ memory_store: store, memories: 1 }))
    const one = `/v2/memories/${encodeURIComponent(store)}/${made.memory_id}`
    const changed = memory.parse(
      await (await ask(one, 'PATCH', { content: ' Ana lives in Bergen. ' })).json(),
    )
    expect(changed).toMatchObject({ memory_id: made.memory_id, content: 'Ana lives in Bergen.' })
    expect((await ask(one, 'DELETE')).status).toBe(204)
    const again = await ask(one, 'DELETE')
    expect([again.status, await again.json()]).toEqual([
      404,
      { message: 'Memory not found', error: 'Memory not found' },
    ])
    const whole = `/v2/memory-stores/${encodeURIComponent(store)}`
    expect((await ask(whole, 'DELETE')).status).toBe(204)
    expect(await (await ask(facts(store))).json()).toMatchObject({ message: 'Memory store not found' })
  })

  it('is refused where it is none', async () => {
    for (const path of ['/v2/memory-stores/%00/memories', `/v2/memory-stores/${'x'.repeat(201)}/memories`]) {
      expect((await ask(path)).status, path).toBe(404)
      const refused = await ask(path, 'POST', { content: 'Ana lives in Oslo.' })
      expect([refused.status, await refused.json()], path).toEqual([
        400,
        expect.objectContaining({ field: 'memory_store' }),
      ])
    }
  })
})

it('lists what is asked for, page by page', async () => {
  for (const name of ['Ana', 'Bea', 'Cleo']) {
    await add('people', `${name} has 50 % off.`)
    api.clock.advance(1000)
  }
  const list = async (query: string) =>
    memoryList.parse(await (await ask(`${facts('people')}${query}`)).json())
  expect((await list('?limit=2')).data.map(({ content }) => content.split(' ')[0])).toEqual(['Cleo', 'Bea'])
  expect(await list('?limit=2&page=2')).toMatchObject({
    total_count: 3,
    data: [{ content: 'Ana has 50 % off.' }],
  })
  expect((await list('?text=bea')).total_count).toBe(1)
  expect((await list('?text=50%20%25')).total_count).toBe(3)
})

it('puts a fact in a store once under one Idempotency-Key', async () => {
  const once = () =>
    api.call(facts('once'), {
      method: 'POST',
      key: ann.key,
      body: { content: 'Ana lives in Oslo.' },
      headers: { 'idempotency-key': 'once' },
    })
  expect(await (await once()).json()).toEqual(await (await once()).json())
  expect(memoryList.parse(await (await ask(facts('once'))).json()).total_count).toBe(1)
})

it('says what is remembered of a conversation, and nothing of one that is not there', async () => {
  const body = { persona_id: 'pdced222244b', memory_stores: ['ana'], conversation_name: 'Lesson' }
  const { conversation_id: id } = await (await ask('/v2/conversations', 'POST', body)).json()
  const of = `/v2/conversations/${id}/memories`
  expect(conversationMemories.parse(await (await ask(of)).json())).toEqual({
    memory_stores: ['ana'],
    status: 'pending',
    data: [],
  })
  const unknown = await ask('/v2/conversations/c0123456789abcde/memories')
  expect([unknown.status, await unknown.json()]).toMatchObject([400, { error: 'Invalid conversation_id' }])
})

it('takes a deleted fact out of the request log', async () => {
  const { memory_id } = await add('log', 'Ana has a secret called plum.')
  const logged = async () =>
    JSON.stringify(await api.database.apiRequest.findMany({ where: { subjectId: memory_id } }))
  expect((await ask(`/v2/memories/log/${memory_id}`, 'DELETE')).status).toBe(204)
  expect(await logged()).not.toContain('plum')
  expect(await logged()).toContain('/v2/memory-stores/log/memories')
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { persona, personaAnswer, personaList } from '@/lib/domain/personas/schema'
import { replica, replicaList } from '@/lib/domain/replicas/schema'
import { oneName } from '../names'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
  for (const suffix of ['0a', '0b', '0c']) await api.addCast(null, suffix)
  api.clock.advance(1000)
  await api.addCast(ann.workspaceId, '1a')
  api.clock.advance(1000)
  await api.addCast(ann.workspaceId, '1b')
})
afterAll(() => api.close())

const get = async (path: string) => {
  const answer = await api.call(path, { key: ann.key })
  return { status: answer.status, body: await answer.json() }
}
/** An answer as our schemas have it. */
const underOneName = (answer: object) => (oneName(answer) as { value: unknown }).value

const own = ['1b', '1a']
const all = [...own, '0a', '0b', '0c']

describe.each([
  ['personas', 'persona_type', personaList, 'p', 'persona_id'],
  ['replicas', 'replica_type', replicaList, 'r', 'replica_id'],
] as const)('%s', (noun, kind, schema, letter, idName) => {
  const ids = async (query: string) => {
    const { status, body } = await get(`/v2/${noun}${query}`)
    expect(status).toBe(200)
    const { data, total_count } = schema.parse(body)
    return { ids: data.map((row) => (row as Record<string, unknown>)[idName]), total_count }
  }
  const named = (suffixes: string[]) => suffixes.map((suffix) => letter + suffix)

  it('lists the own ones first, newest first, then the stock by name', async () => {
    expect(await ids('')).toEqual({ ids: named(all), total_count: 5 })
  })
  it('pages without gap or overlap', async () => {
    const pages = [await ids('?limit=2'), await ids('?limit=2&page=2'), await ids('?limit=2&page=3')]
    expect(pages.flatMap((page) => page.ids)).toEqual(named(all))
    expect(await ids('?limit=1000&page=2')).toEqual({ ids: [], total_count: 5 })
  })
  it('tells own and stock apart', async () => {
    expect(await ids(`?${kind}=user`)).toEqual({ ids: named(own), total_count: 2 })
    expect(await ids(`?${kind}=system`)).toEqual({ ids: named(['0a', '0b', '0c']), total_count: 3 })
  })
  it.each(['limit=0', 'limit=1001', 'limit=x', 'page=0', 'page=-1', `${kind}=own`])(
    'refuses ?%s',
    async (query) => {
      const { status, body } = await get(`/v2/${noun}?${query}`)
      expect(status).toBe(400)
      expect(body).toMatchObject({ error: expect.stringContaining(query.split('=')[0] ?? '') })
    },
  )
  it.each(['x', `${letter}ffffff`, '%00', '%2e%2e%2f', '🙂'])('does not know %s', async (id) => {
    expect(await get(`/v2/${noun}/${id}`)).toEqual({
      status: 400,
      body: expect.objectContaining({ message: `Invalid ${idName}`, error: `Invalid ${idName}` }),
    })
  })
})

describe('one of them', () => {
  it('persona: for readers of the list of one and of the plain object', async () => {
    const { body } = await get('/v2/personas/p1a')
    const { data, ...flat } = personaAnswer.parse(body)
    expect(data).toEqual([flat])
    const { data: _listed, ...whole } = body
    expect(persona.strict().parse(underOneName(whole))).toMatchObject({
      persona_id: 'p1a',
      persona_type: 'user',
      default_replica_id: 'r1a',
      created_at: '2026-01-20T12:00:01.000000Z',
    })
  })
  it('replica: not wrapped, ready to be used', async () => {
    const { body } = await get('/v2/replicas/r0a?verbose=true')
    expect(replica.strict().parse(underOneName(body))).toMatchObject({
      replica_id: 'r0a',
      replica_type: 'system',
      status: 'completed',
      training_progress: '100/100',
    })
  })
  it('replicas by a list of ids', async () => {
    const { body } = await get('/v2/replicas?replica_ids=r0c,%20r1a,r9')
    expect(replicaList.parse(body).data.map((row) => row.replica_id)).toEqual(['r1a', 'r0c'])
  })
})

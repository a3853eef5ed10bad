import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { voiceList } from '@/lib/domain/voices/schema'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
  for (const suffix of ['0a', '0b', '0c']) await api.addCast(null, suffix)
})
afterAll(() => api.close())

const list = async (query: string) =>
  voiceList.parse(await (await api.call(`/v2/voices?${query}`, { key: ann.key })).json())

it('are listed by name, searched and narrowed by tag', async () => {
  const all = await list('')
  expect(all).toMatchObject({ total_count: 3, page: 1, limit: 10 })
  expect(all.data[0]).toMatchObject({
    voice_name: 'Replica 0a',
    replica_id: 'r0a',
    audio_url: 'https://colloquy.test/v2/voices/r0a/audio',
    tags: [{ tag_name: 'neutral' }],
  })
  const names = async (query: string) => (await list(query)).data.map(({ replica_id }) => replica_id)
  expect(await names('sort=desc&limit=2')).toEqual(['r0c', 'r0b'])
  expect(await names('search=0B')).toEqual(['r0b'])
  expect(await names('search=%25')).toEqual([])
  expect(await names('tag=female')).toEqual([])
  expect(await names('limit=2&page=2')).toEqual(['r0c'])
  for (const query of ['limit=101', 'limit=0', 'sort=up']) {
    expect((await api.call(`/v2/voices?${query}`, { key: ann.key })).status).toBe(400)
  }
})

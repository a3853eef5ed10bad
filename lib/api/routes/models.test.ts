import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { workspaceModels } from '@/lib/domain/models/schema'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
})
afterAll(() => api.close())

const patch = (body: unknown) => api.call('/v2/models', { method: 'PATCH', key: ann.key, body })
const llm = { base_url: 'https://models.example.org/v1', model: 'm', api_key: 'canary-key' }

it('sets a part, shows it without its secret, keeps the secret, and takes the part away', async () => {
  const set = workspaceModels.parse(await (await patch({ llm })).json())
  expect(set).toEqual({ llm: { ...llm, api_key: '********' }, tts: null, stt: null })
  expect(workspaceModels.parse(await (await patch({ llm: set.llm })).json())).toEqual(set)
  const read = await (await api.call('/v2/models', { cookie: ann.cookie })).text()
  expect(workspaceModels.parse(JSON.parse(read))).toEqual(set)
  expect(read + JSON.stringify(api.lines)).not.toContain('canary')
  const moved = await patch({ llm: { ...set.llm, base_url: 'https://elsewhere.example.org/v1' } })
  expect([moved.status, await moved.json()]).toMatchObject([
    400,
    { message: 'llm.api_key was written for another base_url. Write it out.' },
  ])
  expect(await (await patch({ llm: null })).json()).toEqual({ llm: null, tts: null, stt: null })
})

it.each([
  [{ llm: { ...llm, base_url: 'http://169.254.169.254/v1' } }, /llm\.base_url cannot be used/],
  [{ llm: { base_url: 'https://models.example.org/v1' } }, /llm\.model/],
  [{ tts: 'a voice' }, /tts/],
])('refuses %j with its field', async (body, message) => {
  const answer = await patch(body)
  expect(answer.status).toBe(400)
  expect(((await answer.json()) as { message: string }).message).toMatch(message)
})

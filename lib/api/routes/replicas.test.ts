import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newReplica } from '@/components/replicas/new-replica'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { replica } from '@/lib/domain/replicas/schema'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
  await api.addCast(null, '0a')
})
afterAll(() => api.close())

const call = (method: string, path: string, body?: unknown) => api.call(path, { method, key: ann.key, body })
const wanted = { ...newReplica, replica_name: 'Rose' }
async function created(body: Record<string, unknown> = {}) {
  const answer = await call('POST', '/v2/replicas', { ...wanted, ...body })
  expect(answer.status).toBe(200)
  return replica.parse(await answer.json())
}
const read = async (id: string) => replica.parse(await (await call('GET', `/v2/replicas/${id}`)).json())

describe('create', () => {
  it('answers 200 with a replica that is ready', async () => {
    const made = await created()
    expect(made).toMatchObject({
      replica_id: expect.stringMatching(/^r[0-9a-f]{11}$/),
      replica_name: 'Rose',
      replica_type: 'user',
      status: 'completed',
      look: wanted.look,
      voice: wanted.voice,
    })
    expect(await read(made.replica_id)).toEqual(made)
  })
  it('goes by the other names, too', async () => {
    const { replica_name: face_name, look, voice } = wanted
    const made = await (await call('POST', '/v2/faces', { face_name, look, voice })).json()
    expect(made).toMatchObject({ face_name: 'Rose', face_id: made.replica_id, face_type: 'user' })
    expect(await (await call('GET', `/v2/faces/${made.face_id}`)).json()).toEqual(made)
  })
  it.each([
    [
      'a recording to train from',
      { look: null, voice: null, train_video_url: 'https://x.org/a.mp4' },
      /^Either train/,
    ],
    ['no look', { look: undefined }, /^Either train_video_url or train_image_url must be provided/],
    ['no voice', { voice: undefined }, /draws its replicas/],
    ['no name', { replica_name: '' }, /name/i],
    ['a look that cannot be drawn', { look: { style: 'photo', options: {} } }, /cannot be drawn/],
    ['a voice of another set', { voice: { ...wanted.voice, variant: 'm9' } }, 'Choose one of the voices.'],
  ])('refuses %s', async (_what, body, message) => {
    const answer = await call('POST', '/v2/replicas', { ...wanted, ...body })
    expect(answer.status).toBe(400)
    const { error } = await answer.json()
    expect(error).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
  })
})

describe('change', () => {
  it('its name alone', async () => {
    const made = await created()
    api.clock.advance(1000)
    const answer = await call('PATCH', `/v2/replicas/${made.replica_id}/name`, { replica_name: 'Lily' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ replica_name: 'Lily', face_name: 'Lily' })
    expect(await read(made.replica_id)).toMatchObject({
      ...made,
      replica_name: 'Lily',
      updated_at: expect.any(String),
    })
    expect((await call('PATCH', `/v2/faces/${made.replica_id}/name`, { face_name: 'Ivy' })).status).toBe(200)
    expect((await read(made.replica_id)).replica_name).toBe('Ivy')
  })
  it('what a merge patch names', async () => {
    const made = await created()
    const voice = { ...wanted.voice, pitch: 20 }
    expect((await call('PATCH', `/v2/faces/${made.replica_id}`, { voice })).status).toBe(200)
    expect(await read(made.replica_id)).toMatchObject({ replica_name: 'Rose', look: wanted.look, voice })
  })
  it('not a stock one, and not to what cannot be', async () => {
    expect((await call('PATCH', '/v2/replicas/r0a/name', { replica_name: 'x' })).status).toBe(403)
    const { replica_id: id } = await created()
    expect((await call('PATCH', `/v2/replicas/${id}/name`, {})).status).toBe(400)
    expect((await call('PATCH', `/v2/replicas/${id}`, { look: { style: 'x', options: {} } })).status).toBe(
      400,
    )
    expect(await read(id)).toMatchObject({ replica_name: 'Rose', look: wanted.look })
  })
})

describe('delete', () => {
  it('answers 200, then the replica is unknown', async () => {
    const { replica_id: id } = await created()
    const answer = await call('DELETE', `/v2/replicas/${id}?hard=true`)
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ replica_id: id })])
    for (const method of ['GET', 'DELETE', 'PATCH']) {
      const after = await call(
        method,
        `/v2/replicas/${id}`,
        method === 'PATCH' ? { replica_name: 'x' } : undefined,
      )
      expect([after.status, (await after.json()).error]).toEqual([400, 'Invalid replica_id'])
    }
  })
  it('leaves the stock ones', async () => {
    expect((await call('DELETE', '/v2/replicas/r0a')).status).toBe(403)
    expect((await read('r0a')).replica_id).toBe('r0a')
  })
})

describe('list', () => {
  it('narrows by model, and takes what compatible clients send along', async () => {
    const count = async (query: string) =>
      (await (await call('GET', `/v2/replicas?${query}`)).json()).total_count
    expect(await count('model_name=phoenix-4')).toBe(0)
    expect(await count('model_name=colloquy-studio&face_type=system&verbose=true')).toBe(1)
    const { replica_id: id } = await created()
    expect(await count(`face_ids=${id},r0a`)).toBe(2)
    const clash = await call('GET', '/v2/replicas?face_ids=r0a&replica_ids=r0b')
    expect(clash.status).toBe(400)
  })
})

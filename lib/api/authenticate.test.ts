import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import type { ApiKeyCreate } from '@/lib/domain/api-keys/schema'
import { createKey, revokeKey } from '@/lib/domain/api-keys/service'
import { authenticate } from './authenticate'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
})
afterAll(() => api.close())

const make = (request: Partial<ApiKeyCreate> = {}) => createKey(ann.scope, { name: 'Robot', ...request })
const ask = (key: string, headers: Record<string, string> = {}) => api.call('/v2/usage', { key, headers })

describe('a key that is known and refused', () => {
  it('says that it has expired', async () => {
    const { key } = await make({ expires_at: new Date(api.clock.now().getTime() + 1000).toISOString() })
    expect((await ask(key)).status).toBe(200)
    api.clock.advance(1000)
    const answer = await ask(key)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({
      message: 'Invalid access token',
      detail: 'This API key has expired. Make another one under Developers.',
    })
  })

  it('says that it was revoked, at the next request', async () => {
    const { id, key } = await make()
    expect((await ask(key)).status).toBe(200)
    await revokeKey(ann.scope, id)
    const answer = await ask(key)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('was revoked') })
  })

  it('says that it came from a wrong address, by all of its bits', async () => {
    const { key } = await make({ addresses: ['198.51.100.0/24', '2001:db8::7'] })
    for (const address of ['198.51.100.9', '2001:db8::7']) {
      expect((await ask(key, { 'x-forwarded-for': address })).status).toBe(200)
    }
    for (const address of ['198.51.101.9', '2001:db8::8']) {
      const answer = await ask(key, { 'x-forwarded-for': address })
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('from this address') })
    }
    // What a caller says of itself stands before what the machine it called has seen.
    const claimed = { 'x-forwarded-for': '198.51.100.9, 203.0.113.7' }
    expect((await ask(key, claimed)).status).toBe(401)
  })

  it('says which scope it lacks', async () => {
    const { key } = await make({ scopes: ['read'] })
    const answer = await api.call('/v2/conversations', { method: 'POST', key, body: {} })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toEqual({
      message: 'This API key may read only. Changes need one with the scope write.',
    })
    const writing = await make({ scopes: ['write'] })
    expect(await (await ask(writing.key)).json()).toMatchObject({
      message: expect.stringContaining('write only'),
    })
  })

  it('is named to whoever keeps a log, and no unknown one is', async () => {
    const { id, key } = await make()
    const request = (given: string) =>
      new Request('https://colloquy.test/', { headers: { 'x-api-key': given } })
    const known = { apiKeyId: id, workspaceId: ann.workspaceId }
    expect(await authenticate(request(key), 'read')).toMatchObject({ scope: { apiKeyId: id }, key: known })
    await revokeKey(ann.scope, id)
    expect(await authenticate(request(key), 'read')).toMatchObject({ refused: { status: 401 }, key: known })
    expect(await authenticate(request('clq_no'), 'read')).toEqual({
      refused: { status: 401, body: { message: 'Invalid access token' } },
    })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { createApi, routes } from './app'
import { openApi } from './openapi/document'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
})
afterAll(() => api.close())

describe('every answer', () => {
  it.each(['/v2/conversations', '/v2/nothing', '/v2/limits/', '/healthz', '/v2/conversations/c1'])(
    '%s has the time, a request id and the headers of data',
    async (path) => {
      for (const who of [{}, { key: ann.key }]) {
        const answer = await api.call(path, who)
        expect(Object.fromEntries(answer.headers)).toMatchObject({
          'content-type': 'application/json; charset=utf-8',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'x-colloquy-time': expect.stringMatching(/^2026-01-20T12:/),
          'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
        })
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      }
    },
  )

  it('keeps a request id that was given, unless it is not one', async () => {
    const ask = async (id: string) =>
      (await api.call('/healthz', { headers: { 'x-request-id': id } })).headers.get('x-request-id')
    expect(await ask('trace-1.2_3')).toBe('trace-1.2_3')
    expect(await ask('a b')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await ask('x'.repeat(101))).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('is logged in one line without secrets', async () => {
    api.lines.length = 0
    await api.call(`/v2/conversations?text=plum&token=${ann.key}`, {
      key: ann.key,
      cookie: ann.cookie,
      headers: { 'x-request-id': 'logged' },
    })
    const lines = api.lines.filter((line) => line.request === 'logged')
    expect(lines).toMatchObject([
      { method: 'GET', path: '/v2/conversations', status: 200, ms: expect.any(Number) },
    ])
    const all = JSON.stringify(api.lines)
    for (const secret of [ann.key, ann.cookie, 'plum']) expect(all).not.toContain(secret)
  })
})

describe('addresses', () => {
  it.each(['/v2', '/v2/', '/v2/nothing', '/v2/conversations/c1/nothing', '/v2/conversations/c1/end/now'])(
    '%s is not found',
    async (path) => {
      const answer = await api.call(path, { key: ann.key })
      expect(answer.status).toBe(404)
      expect(await answer.json()).toHaveProperty('message')
    },
  )

  it.each([
    ['PUT', '/v2/conversations', 'POST, GET, HEAD'],
    ['PATCH', '/v2/conversations/c1', 'GET, HEAD, DELETE'],
    ['GET', '/v2/conversations/c1/end', 'POST'],
    ['PUT', '/v2/personas', 'POST, GET, HEAD'],
    ['PUT', '/v2/pals/p1', 'GET, HEAD, PATCH, DELETE'],
    ['GET', '/v2/faces/r1/name', 'PATCH'],
    ['DELETE', '/v2/usage', 'GET, HEAD'],
    // Not as the conversation `export`.
    ['DELETE', '/v2/conversations/export', 'GET, HEAD'],
    ['GET', '/v2/conversations/end-all', 'POST'],
    ['OPTIONS', '/v2/limits', 'GET, HEAD'],
    ['PUT', '/v2/webhooks/w1', 'GET, HEAD, PATCH, DELETE'],
    ['GET', '/v2/webhooks/secret/rotate', 'POST'],
    ['DELETE', '/v2/webhooks/deliveries/d1', 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
  ])('%s %s is not allowed', async (method, path, allowed) => {
    const answer = await api.call(path, { method, key: ann.key })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe(allowed)
  })

  it('may end with a slash', async () => {
    for (const path of ['/v2/conversations/', '/v2/personas/', '/v2/limits/']) {
      expect((await api.call(path, { key: ann.key })).status).toBe(200)
    }
  })

  it('answer HEAD as GET without the body', async () => {
    const answer = await api.call('/v2/conversations', { method: 'HEAD', key: ann.key })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
  })
})

describe('health', () => {
  const ask = (ready: () => Promise<Record<string, boolean>>, path: string) =>
    createApi({ openApi: openApi(routes), ready }).request(`http://localhost${path}`)

  it('of the process is good whatever else is', async () => {
    expect((await ask(async () => ({ database: false }), '/healthz')).status).toBe(200)
  })
  it('of everything is as good as its parts', async () => {
    const good = await ask(async () => ({ database: true, studio: true }), '/readyz')
    expect(good.status).toBe(200)
    expect(await good.json()).toEqual({ status: 'ready', checks: { database: true, studio: true } })
    const bad = await ask(async () => ({ database: true, studio: false }), '/readyz')
    expect(bad.status).toBe(503)
    expect(await bad.json()).toEqual({ status: 'not ready', checks: { database: true, studio: false } })
    const broken = await ask(() => Promise.reject(new Error('hunter2')), '/readyz')
    expect(broken.status).toBe(503)
    expect(await broken.text()).not.toContain('hunter2')
  })
})

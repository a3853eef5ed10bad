import { getRequestListener } from '@hono/node-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEnv } from './env'
import { createHttpServer, type HttpServer, listen } from './http'
import { fillRegistry, type Registry } from './registry'

describe('createHttpServer', () => {
  let running: HttpServer | undefined
  const settle = (settings: Record<string, string>) =>
    fillRegistry({ env: readEnv({ PORT: '3000', ...settings }) } as Registry)
  beforeEach(() => settle({}))
  afterEach(async () => {
    await running?.close(0)
    fillRegistry(undefined)
  })

  it('keeps idle connections longer than the 60 s for which proxies keep theirs', async () => {
    running = createHttpServer({
      request: (_request, response) => response.end('here'),
      upgrade: () => false,
    })
    const port = await listen(running.server, 0, '127.0.0.1')
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    expect(await answer.text()).toBe('here')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const seconds = Number(/timeout=(\d+)/.exec(answer.headers.get('keep-alive') ?? '')?.[1])
    expect(seconds).toBeGreaterThan(60)
  })

  it('lets a request come for the hour that uploads are promised, its headers for less', () => {
    running = createHttpServer({ request: (_request, response) => response.end(), upgrade: () => false })
    const { requestTimeout, headersTimeout } = running.server
    expect({ requestTimeout, headersTimeout }).toEqual({ requestTimeout: 3_600_000, headersTimeout: 66_000 })
  })

  it('asks whoever came by https to come by nothing else for a year, and nobody else', async () => {
    running = createHttpServer({ request: (_request, response) => response.end(), upgrade: () => false })
    const port = await listen(running.server, 0, '127.0.0.1')
    const asked = async (headers: Record<string, string>) =>
      (await fetch(`http://127.0.0.1:${port}/`, { headers })).headers.get('strict-transport-security')
    expect(await asked({})).toBeNull()
    expect(await asked({ 'x-forwarded-proto': 'http' })).toBeNull()
    expect(await asked({ 'x-forwarded-proto': 'HTTPS, http' })).toBe('max-age=31536000')
    settle({ APP_URL: 'https://calls.example.com' })
    expect(await asked({})).toBe('max-age=31536000')
  })

  it('says where a request came from, after whoever passed it on, also once its body was read', async () => {
    const answer = getRequestListener(async (request) => {
      const before = request.headers.get('x-forwarded-for')
      const body = await request.text()
      // A copy is made of all headers as they came.
      const after = new Headers(request.headers).get('x-forwarded-for')
      return Response.json({ before, after, body })
    })
    running = createHttpServer({ request: (...call) => void answer(...call), upgrade: () => false })
    const port = await listen(running.server, 0, '127.0.0.1')
    for (const [passed, seen] of [
      [undefined, '127.0.0.1'],
      ['203.0.113.7', '203.0.113.7, 127.0.0.1'],
    ] as const) {
      const said = await fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        body: 'text',
        headers: passed ? { 'x-forwarded-for': passed } : {},
      })
      expect(await said.json()).toEqual({ before: seen, after: seen, body: 'text' })
    }
  })
})

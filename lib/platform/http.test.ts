import { getRequestListener } from '@hono/node-server'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttpServer, type HttpServer, listen } from './http'

describe('createHttpServer', () => {
  let running: HttpServer | undefined
  afterEach(() => running?.close(0))

  it('keeps idle connections longer than the 60 s for which proxies keep theirs', async () => {
    running = createHttpServer({
      request: (_request, response) => response.end('here'),
      upgrade: () => false,
    })
    const port = await listen(running.server, 0, '127.0.0.1')
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    expect(await answer.text()).toBe('here')
    const seconds = Number(/timeout=(\d+)/.exec(answer.headers.get('keep-alive') ?? '')?.[1])
    expect(seconds).toBeGreaterThan(60)
  })

  it('lets a request come for the hour that uploads are promised, its headers for less', () => {
    running = createHttpServer({ request: (_request, response) => response.end(), upgrade: () => false })
    const { requestTimeout, headersTimeout } = running.server
    expect({ requestTimeout, headersTimeout }).toEqual({ requestTimeout: 3_600_000, headersTimeout: 66_000 })
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

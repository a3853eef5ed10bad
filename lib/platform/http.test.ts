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
})

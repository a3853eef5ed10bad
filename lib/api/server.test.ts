import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { conversationCreated } from '@/lib/domain/conversations/schema/response'
import { closeEventStreams } from './event-stream'

let api: TestApi
let ann: Person
let server: Server
let base: string
beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
  ann = await api.person('Ann')
  server = createServer(getRequestListener(api.app.fetch, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await api.close()
})

describe('over a socket', () => {
  it('creates, and ends by a POST without a body that says it is JSON', async () => {
    const headers = { 'x-api-key': ann.key, 'content-type': 'application/json' }
    const made = await fetch(`${base}/v2/conversations`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ persona_id: 'pdced222244b', conversation_name: 'مرحبا 👋' }),
    })
    const { conversation_id, conversation_name } = conversationCreated.parse(await made.json())
    expect(conversation_name).toBe('مرحبا 👋')
    const ended = await fetch(`${base}/v2/conversations/${conversation_id}/end`, { method: 'POST', headers })
    expect(ended.status).toBe(200)
    const gone = await fetch(`${base}/v2/conversations/${conversation_id}`, { method: 'DELETE', headers })
    expect(gone.status).toBe(204)
  })

  it('answers 413 to an endless body', async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        `${base}/v2/conversations`,
        { method: 'POST', headers: { 'x-api-key': ann.key, 'transfer-encoding': 'chunked' } },
        (answer) => {
          resolve(answer.statusCode)
          sent.destroy()
        },
      )
      const chunk = 'x'.repeat(65_536)
      const more = () => {
        while (!sent.destroyed && sent.write(chunk)) {}
        sent.once('drain', more)
      }
      // The server may hang up while we still send.
      sent.on('error', (error: NodeJS.ErrnoException) =>
        /EPIPE|ECONNRESET/.test(error.code ?? '') ? undefined : reject(error),
      )
      more()
    })
    expect(status).toBe(413)
  })

  it('gives the place of a stream back when its reader goes away', async () => {
    for (let index = 0; index < 20; index++) {
      const abort = new AbortController()
      const headers = { 'x-api-key': ann.key }
      const answer = await vi.waitFor(
        async () => {
          const answer = await fetch(`${base}/v2/events`, { headers, signal: abort.signal })
          expect(answer.status).toBe(200)
          return answer
        },
        { timeout: 3000, interval: 20 },
      )
      await answer.body?.getReader().read()
      abort.abort()
    }
  })

  it('ends streams when the server stops, so that their connections are free', async () => {
    const answer = await fetch(`${base}/v2/events`, { headers: { 'x-api-key': ann.key } })
    const text = answer.text()
    closeEventStreams()
    expect(await text).toContain('id: 0')
  })
})

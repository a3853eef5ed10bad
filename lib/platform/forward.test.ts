import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { forward, forwardUpgrade } from './forward'
import { createHttpServer, type HttpServer, listen } from './http'
import { fillRegistry, type Registry } from './registry'

/** The server that has things, and what reached it. */
let holder: Server
let got: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string }[] = []
/** The server that passes on; what it found when nobody took the connection. */
let front: HttpServer
let port = 0
let notTaken: string[] = []
let address = ''

const hop = () => ({ address, headers: { 'x-colloquy-instance': 'a' } })
const text = async (request: IncomingMessage) => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

beforeAll(() => fillRegistry({ env: {} } as Registry))
afterAll(() => fillRegistry(undefined))
beforeEach(async () => {
  got = []
  notTaken = []
  holder = createServer(async (request, response) => {
    if (request.url === '/breaks') {
      response.writeHead(200, { 'content-length': '100' })
      response.write('some')
      return setTimeout(() => response.destroy(), 10)
    }
    if (request.url === '/dies') return request.socket.destroy()
    const { method, url, headers } = request
    got.push({ method, url, headers, body: await text(request) })
    response.writeHead(206, 'Part of it', { 'x-one': 'more', 'set-cookie': ['a=1', 'b=2'] })
    response.write('first ')
    setTimeout(() => response.end('second'), 10)
  })
  address = `http://127.0.0.1:${await listen(holder, 0, '127.0.0.1')}`
  front = createHttpServer({
    request: async (request, response) => {
      if (await forward(request, response, hop())) return
      notTaken.push(await text(request))
      response.end('here')
    },
    upgrade: (request, socket, head) => {
      void forwardUpgrade(request, socket, head, hop()).then((taken) => taken || socket.end('nobody'))
      return true
    },
  })
  port = await listen(front.server, 0, '127.0.0.1')
})
afterEach(async () => {
  await front.close(0)
  holder.closeAllConnections()
  await new Promise((resolve) => holder.close(resolve))
})

describe('a request that is passed on', () => {
  it('comes whole, says for whom it is and where it came from, and is answered with what was answered', async () => {
    const body = 'x'.repeat(3_000_000)
    const answer = await fetch(`http://127.0.0.1:${port}/rooms/c1/recordings?take=1`, {
      method: 'PUT',
      body,
      headers: { cookie: 'session=1', 'x-forwarded-for': '203.0.113.7', 'x-room-ticket': 't' },
    })
    expect([answer.status, answer.statusText, answer.headers.get('x-one')]).toEqual([
      206,
      'Part of it',
      'more',
    ])
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await answer.text()).toBe('first second')
    const [request] = got
    expect(request).toMatchObject({ method: 'PUT', url: '/rooms/c1/recordings?take=1', body })
    expect(request?.headers).toMatchObject({
      host: `127.0.0.1:${port}`,
      cookie: 'session=1',
      'x-room-ticket': 't',
      'x-colloquy-instance': 'a',
      'x-forwarded-for': '203.0.113.7, 127.0.0.1',
    })
  })

  it('may come in pieces of unknown length', async () => {
    const onward = httpRequest({ port, method: 'POST', path: '/' })
    onward.write('one ')
    setTimeout(() => onward.end('two'), 20)
    const [answer] = await once(onward, 'response')
    expect(await text(answer)).toBe('first second')
    expect(got[0]?.body).toBe('one two')
  })

  it('is as it was where nobody takes it', async () => {
    holder.closeAllConnections()
    await new Promise((resolve) => holder.close(resolve))
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'whole' })
    expect(await answer.text()).toBe('here')
    expect(notTaken).toEqual(['whole'])
    holder.listen(0)
  })

  it('is answered 502 when no answer comes, and breaks when the answer does', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/dies`)
    expect([answer.status, await answer.json()]).toEqual([
      502,
      { message: 'The server that has this did not answer. Try again in a moment.' },
    ])
    const broken = await fetch(`http://127.0.0.1:${port}/breaks`)
    await expect(broken.text()).rejects.toThrow()
  })
})

describe('an upgrade that is passed on', () => {
  const upgrade = 'GET /socket HTTP/1.1\r\nHost: talk\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

  it('is a pipe from then on, and ends on both sides', async () => {
    const asked: IncomingMessage[] = []
    const ended: string[] = []
    holder.on('upgrade', (request, socket) => {
      asked.push(request)
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
      socket.on('data', (data: Buffer) => socket.write(`back: ${data}`))
      socket.on('end', () => socket.end())
      socket.on('close', () => ended.push('holder'))
    })
    const browser = connect(port, '127.0.0.1')
    let said = ''
    browser.on('data', (data) => (said += data))
    browser.write(upgrade)
    await expect.poll(() => said).toContain('101 Switching Protocols')
    browser.write('hello')
    await expect.poll(() => said).toContain('back: hello')
    expect(asked[0]?.headers).toMatchObject({ host: 'talk', 'x-colloquy-instance': 'a' })
    browser.destroy()
    await expect.poll(() => ended).toEqual(['holder'])
  })

  it('is left to whoever passes it on where nobody takes it', async () => {
    address = 'http://127.0.0.1:1'
    const browser = connect(port, '127.0.0.1')
    browser.write(upgrade)
    const [data] = await once(browser, 'data')
    expect(String(data)).toBe('nobody')
    browser.destroy()
  })
})

import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { publicAgents } from './outbound'
import { send } from './outbound-request'

const open: { close(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  open.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  return `http://127.0.0.1:${await listening(server)}/hook`
}

/** A server that is not bound by HTTP: it says `bytes` to whoever asks. */
async function say(talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => talk(socket))
  })
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  })
  return `http://127.0.0.1:${await listening(server)}/hook`
}

const clock = handClock()
const agents = publicAgents({ permits: () => true, keepAlive: true })
const ask = (url: string, more: { signal?: AbortSignal } = {}) =>
  send({
    method: 'POST',
    url,
    headers: { 'x-a': 'b' },
    body: '{"é":1}',
    agents,
    clock,
    timeoutMs: 15_000,
    mostBytes: 4096,
    ...more,
  })

it('sends the body to the byte, and tells what came back', async () => {
  let got = ''
  const url = await serve((request, response) => {
    request.on('data', (chunk) => {
      got += chunk
    })
    request.on('end', () => response.writeHead(202, { 'x-one': '1' }).end('Thanks'))
  })
  expect(await ask(url)).toMatchObject({ status: 202, headers: { 'x-one': '1' }, body: 'Thanks' })
  expect(got).toBe('{"é":1}')
})

it('uses a connection again, and another one when it was closed meanwhile', async () => {
  const sockets = new Set<Socket>()
  let kept = false
  const url = await serve((request, response) => {
    kept ||= sockets.has(request.socket)
    sockets.add(request.socket)
    request.resume().on('end', () => response.end('ok'))
  })
  await ask(url)
  await ask(url)
  expect(kept).toBe(true)
  for (const socket of sockets) socket.destroy()
  expect(await ask(url)).toMatchObject({ status: 200 })
})

it('reads no more than the beginning of a long answer', async () => {
  let sent = 0
  const url = await serve((request, response) => {
    request.resume()
    const piece = 'x'.repeat(65_536)
    const pump = () => {
      while (!response.destroyed && sent < 1024 ** 3) {
        sent += piece.length
        if (!response.write(piece)) return void response.once('drain', pump)
      }
    }
    pump()
  })
  const answer = await ask(url)
  expect(answer).toMatchObject({ status: 200, body: 'x'.repeat(4096) })
  expect(sent).toBeLessThan(64 * 1024 ** 2)
})

it('does not unpack what is packed', async () => {
  const bomb = gzipSync(Buffer.alloc(10 * 1024 ** 2))
  const url = await serve((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
  })
  const answer = await ask(url)
  expect('body' in answer && answer.body.length).toBeLessThanOrEqual(4096)
})

it('counts an answer whose body trickles when its time is up', async () => {
  const url = await say((socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\na'))
  const answer = ask(url)
  await expect
    .poll(async () => {
      clock.advance(5_000)
      return await Promise.race([answer, new Promise((resolve) => setImmediate(resolve, 'waits'))])
    })
    .toMatchObject({ status: 200, body: 'a' })
})

it('gives up on headers that trickle', async () => {
  const url = await say((socket) => void socket.write('HTTP/1.1 200 O'))
  const answer = ask(url)
  clock.advance(14_999)
  const waits = new Promise((resolve) => setTimeout(resolve, 50, 'waits'))
  expect(await Promise.race([answer, waits])).toBe('waits')
  clock.advance(1)
  expect(await answer).toEqual({ failure: 'No answer within 15 s.', refused: false, reached: true })
})

it.each([
  [
    'a hundred thousand headers',
    `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(100_000)}\r\n`,
    'headers of its answer are too long',
  ],
  ['what is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 'not HTTP'],
  [
    'another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    'another protocol',
  ],
])('refuses %s', async (_what, bytes, words) => {
  const url = await say((socket) => void socket.write(bytes))
  expect(await ask(url)).toEqual({
    failure: expect.stringContaining(words),
    refused: false,
    reached: true,
  })
})

it('keeps a bounded part of many headers', async () => {
  const url = await serve((request, response) => {
    request.resume()
    for (let number = 0; number < 100; number++) response.setHeader(`x-${number}`, 'v'.repeat(100))
    response.end()
  })
  const answer = await ask(url)
  expect(JSON.stringify('headers' in answer && answer.headers).length).toBeLessThan(6_000)
})

it('tells of a connection that is cut, refused, or not secure', async () => {
  const cut = await say((socket) => socket.resetAndDestroy())
  expect(await ask(cut)).toMatchObject({
    failure: 'It closed the connection without an answer.',
    reached: true,
  })
  const server = createTcpServer()
  const port = await listening(server)
  server.close()
  expect(await ask(`http://127.0.0.1:${port}/`)).toMatchObject({
    failure: 'Nothing accepts connections there.',
    reached: false,
  })
  const plain = await serve((_request, response) => void response.end())
  expect(await ask(plain.replace('http:', 'https:'))).toMatchObject({
    failure: 'No secure connection came about (TLS).',
    reached: false,
  })
})

it('is given up when the server stops, for nobody to hear of', async () => {
  const url = await say(() => {})
  const stopping = new AbortController()
  const answer = ask(url, { signal: stopping.signal })
  stopping.abort(new Error('The server stops.'))
  await expect(answer).rejects.toThrow('The server stops.')
  await expect(ask(url, { signal: stopping.signal })).rejects.toThrow('The server stops.')
})

it('asks by other methods, with and without a body', async () => {
  const asked: string[] = []
  const url = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    asked.push(`${request.method} ${request.headers['content-length']} ${Buffer.concat(chunks)}`)
    response.end()
  })
  const how = { url, agents, clock, headers: {}, timeoutMs: 15_000, mostBytes: 4096 }
  await send({ ...how, method: 'GET', body: null })
  await send({ ...how, method: 'PATCH', body: '[]' })
  await send({ ...how, method: 'DELETE', body: null })
  expect(asked).toEqual(['GET undefined ', 'PATCH 2 []', 'DELETE undefined '])
})

it('refuses what the agents do not permit', async () => {
  const url = await serve((_request, response) => void response.end())
  const guarded = { agents: publicAgents(), clock, headers: {}, body: '', timeoutMs: 1, mostBytes: 1 }
  expect(await send({ method: 'POST', url, ...guarded })).toMatchObject({
    refused: true,
    failure: expect.stringContaining('private'),
  })
})

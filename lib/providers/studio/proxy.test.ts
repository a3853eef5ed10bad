import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, connect, createServer as createNet, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { answerUnavailable, passUpgrade } from './proxy'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function listening(server: Server, ...where: [string] | [number, string]): Promise<Server> {
  server.listen(...(where as [number, string]))
  closing.push(() => server.close())
  await once(server, 'listening')
  return server
}

async function setUp({ address = '203.0.113.7', present = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'clq-proxy-'))
  closing.push(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 's.sock')
  const arrivals: Socket[] = []
  const studio = createNet((socket) => arrivals.push(socket.on('error', () => {})))
  if (present) await listening(studio, path)
  const front = createHttp()
  front.on('upgrade', (request, socket, head) => passUpgrade({ request, socket, head, address }, path))
  await listening(front, 0, '127.0.0.1')
  const browser = connect((front.address() as AddressInfo).port, '127.0.0.1')
  closing.push(() => browser.destroy())
  return {
    browser,
    upgrade(extra = '') {
      browser.write(
        `GET /rooms/c1/socket?a=b HTTP/1.1\r\nHost: example.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${extra}\r\nfirst bytes`,
      )
    },
    async studioSide() {
      if (arrivals.length === 0) await once(studio, 'connection')
      const socket = arrivals[0] as Socket
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      while (!text.includes('first bytes')) await once(socket, 'data')
      return { socket, text }
    },
  }
}

it('passes the request on without cookies, with the address that the server knows', async () => {
  const { upgrade, studioSide } = await setUp({ address: '203.0.113.7\r\nx-evil: 1' })
  upgrade('Cookie: session=secret\r\nX-Colloquy-Address: forged\r\nSec-WebSocket-Key: abc\r\n')
  const { text } = await studioSide()
  expect(text.split('\r\n\r\n')).toEqual([
    [
      'GET /rooms/c1/socket?a=b HTTP/1.1',
      'host: example.test',
      'connection: Upgrade',
      'upgrade: websocket',
      'sec-websocket-key: abc',
      'x-colloquy-address: 203.0.113.7x-evil:1',
    ].join('\r\n'),
    'first bytes',
  ])
})

it('pipes both ways, and lets the last words out before it closes', async () => {
  const { browser, upgrade, studioSide } = await setUp()
  let received = ''
  browser.on('data', (chunk) => {
    received += chunk
  })
  upgrade()
  const { socket } = await studioSide()
  browser.write('more')
  expect(String(await once(socket, 'data'))).toBe('more')
  const last = 'x'.repeat(500_000)
  socket.end(last)
  await once(browser, 'close')
  expect(received).toBe(last)
})

it('closes the studio’s side when the browser is gone', async () => {
  const { browser, upgrade, studioSide } = await setUp()
  upgrade()
  const { socket } = await studioSide()
  browser.destroy()
  await once(socket, 'close')
})

it('closes the browser’s side when there is no studio', async () => {
  const { browser, upgrade } = await setUp({ present: false })
  browser.on('error', () => {})
  upgrade()
  await once(browser, 'close')
})

it('tells who cannot be served to try again', async () => {
  const front = createHttp()
  front.on('upgrade', (_request, socket) => answerUnavailable(socket))
  await listening(front, 0, '127.0.0.1')
  const browser = connect((front.address() as AddressInfo).port, '127.0.0.1')
  closing.push(() => browser.destroy())
  browser.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  expect(String(await once(browser, 'data'))).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: 1\r\n/)
})

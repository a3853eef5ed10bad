import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { publicAgents } from './outbound'
import { fetchFile } from './outbound-file'
import { readAllowedTargets, targetPolicy } from './outbound-targets'

let folder: string
let server: Server
const open = new Set<Socket>()
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'colloquy-outbound-'))
  server = createServer(({ url }, response) => {
    if (url === '/moved') response.writeHead(302, { location: '/file' }).write('This is elsewhere, and')
    else if (url === '/missing') response.writeHead(404).write('It is not here, and')
    else if (url === '/endless') response.write('This goes on, and')
    else response.end('The file.')
  })
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const targets = targetPolicy({
  ...{ allowed: readAllowedTargets('127.0.0.1'), appUrl: undefined, announcedIp: null },
  setting: 'OUTBOUND_ALLOW',
})
const fetched = (route: string, path = join(folder, 'file')) =>
  fetchFile({
    ...{ path, targets, agents: publicAgents({ permits: () => true }), clock: handClock() },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${route}`,
    ...{ timeoutMs: 60_000, mostBytes: 1024 * 1024, signal: new AbortController().signal },
  })

it('a file is fetched from where it leads, and no connection stays', async () => {
  expect(await fetched('/moved')).toMatchObject({ url: expect.stringMatching(/file$/), bytes: 9 })
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('The file.')
  await expect(fetched('/missing')).rejects.toMatchObject({ name: 'FetchError', reason: 'answer' })
  expect(existsSync(join(folder, 'file'))).toBe(false)
  await expect.poll(() => open.size).toBe(0)
})

it('what our own disk does not do is told as it is, and no connection stays', async () => {
  await expect(fetched('/endless', join(folder, 'nowhere', 'file'))).rejects.toMatchObject({ code: 'ENOENT' })
  await expect.poll(() => open.size).toBe(0)
})

it.runIf(existsSync('/dev/full'))('neither is a full disk the fault of what is fetched', async () => {
  // By a link, as what did not come whole is removed.
  const path = join(folder, 'full')
  symlinkSync('/dev/full', path)
  await expect(fetched('/endless', path)).rejects.toMatchObject({ code: 'ENOSPC' })
  expect(existsSync(path)).toBe(false)
  await expect.poll(() => open.size).toBe(0)
})

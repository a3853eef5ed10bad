import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

const models = { privateHosts: '', appUrl: null }
const media = { ports: null, announcedIp: null, iceServers: [] }
let child: ChildProcess | null = null
let folder = ''

afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function start() {
  folder = mkdtempSync(join(tmpdir(), 'clq-main-'))
  const socketPath = join(folder, 's.sock')
  child = fork(join(import.meta.dirname, 'main.ts'), [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.send({ type: 'configure', socketPath, ticketKey: 'key', maxRooms: 1, media, models })
  expect((await once(child, 'message'))[0]).toEqual({ type: 'ready' })
  return { child, socketPath }
}

async function joined(socketPath: string): Promise<WebSocket> {
  const socket = new WebSocket('ws://studio/rooms/c1/socket', { createConnection: () => connect(socketPath) })
  await once(socket, 'open')
  return socket
}

describe('the process of the studio', () => {
  it('ends with its parent, and leaves nothing behind', async () => {
    const { child } = await start()
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(existsSync(folder)).toBe(false)
  })

  it('leaves Ctrl-C to its parent, and tells browsers on SIGTERM that it restarts', async () => {
    const { child, socketPath } = await start()
    const socket = await joined(socketPath)
    child.kill('SIGINT')
    child.send({ type: 'snapshot', id: 7, conversationId: 'c1' })
    expect((await once(child, 'message'))[0]).toEqual({ type: 'state', id: 7, report: null })
    child.kill('SIGTERM')
    const [[code], exit] = await Promise.all([once(socket, 'close'), once(child, 'exit')])
    expect(code).toBe(1012)
    expect(exit).toEqual([0, null])
  })

  it('goes on when it is told nonsense', async () => {
    const { child } = await start()
    child.send({ type: 'close', id: 'x' })
    child.send({ type: 'taken-line', conversationId: 'c0', seq: 1 })
    child.send({ type: 'interact', id: 8, conversationId: 'c0', message: null })
    expect((await once(child, 'message'))[0]).toEqual({
      type: 'failed',
      id: 8,
      message: 'The conversation is not open.',
    })
  })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { createLog } from '../log'
import { type Embedded, type EmbeddedOptions, openEmbedded } from './embedded'
import { isAlive } from './process'

const log = createLog('silent')
const root = fileURLToPath(new URL('../../..', import.meta.url))
const opened: Embedded[] = []
const folders: string[] = []

afterEach(async () => {
  for (const embedded of opened.splice(0).reverse()) await embedded.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function freshFolder(...below: string[]): string {
  const top = mkdtempSync(join(tmpdir(), 'colloquy-embedded-'))
  chmodSync(top, 0o711)
  folders.push(top)
  return join(top, ...below)
}

async function open(dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await openEmbedded({ dataDir, log, settings: { fsync: 'off' }, ...options })
  opened.push(embedded)
  return embedded
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

/** Another process that opens the database and says `ready <pid of PostgreSQL>`, or why it cannot. */
async function other(dataDir: string, purpose = 'server'): Promise<{ child: ChildProcess; line: string }> {
  const script = `
    import { openEmbedded } from './lib/platform/database/embedded.ts'
    import { createLog } from './lib/platform/log.ts'
    try {
      const embedded = await openEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: createLog('silent'), purpose: '${purpose}' })
      process.stdin.on('end', () => embedded.stop()).resume()
      console.log('ready', embedded.pid())
    } catch (error) { console.log(error.message) }`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, line: line.toString().trim() }
}

/** Waits until `check` holds, for at most ten seconds. */
async function until(check: () => boolean): Promise<void> {
  for (let waited = 0; !check(); waited += 50) {
    if (waited > 10_000) throw new Error('It did not come about within ten seconds')
    await pause(50)
  }
}

test('runs a durable PostgreSQL on UTC, keeps its files between runs and stops with us', async () => {
  const dataDir = freshFolder('data')
  const first = await openEmbedded({ dataDir, log })
  const shown = await ask(first.url, `select current_setting('fsync'), current_setting('TimeZone')`)
  expect(shown).toEqual(['on', 'UTC'])
  expect(await ask(first.url, `select lower('ÄÉ')`)).toEqual(['äé'])
  await ask(first.url, 'create table kept as select 7 as number')
  await first.stop()
  expect(isAlive(first.pid())).toBe(false)
  expect(existsSync(join(dataDir, 'server.lock'))).toBe(false)
  expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700)

  const second = await open(dataDir)
  expect(await ask(second.url, 'select number from kept')).toEqual([7])
})

test('refuses a second server in words and lets an admin command join', async () => {
  const dataDir = freshFolder('data')
  const server = await open(dataDir)
  await expect(openEmbedded({ dataDir, log })).rejects.toThrow(/Another server \(process \d+\) already uses/)
  expect((await other(dataDir)).line).toMatch(/^Another server \(process \d+\) already uses the data folder/)

  const admin = await other(dataDir, 'admin')
  expect(admin.line).toBe(`ready ${server.pid()}`)
  admin.child.stdin?.end()
  await once(admin.child, 'exit')
  expect(await ask(server.url, 'select 1')).toEqual([1])
})

test('an admin command runs the database for its own duration, and leaves it to a server that came meanwhile', async () => {
  const dataDir = freshFolder('data')
  const alone = await open(dataDir, { purpose: 'admin' })
  await alone.stop()
  expect(isAlive(alone.pid())).toBe(false)

  const admin = await open(dataDir, { purpose: 'admin' })
  const server = await other(dataDir)
  expect(server.line).toBe(`ready ${admin.pid()}`)
  await admin.stop()
  expect(isAlive(admin.pid())).toBe(true)
  server.child.stdin?.end()
  await once(server.child, 'exit')
  expect(isAlive(admin.pid())).toBe(false)
})

test('a PostgreSQL that outlived a killed server is used again', async () => {
  const dataDir = freshFolder('data')
  const killed = await other(dataDir)
  const pid = Number(killed.line.split(' ')[1])
  killed.child.kill('SIGKILL')
  await once(killed.child, 'exit')
  expect(isAlive(pid)).toBe(true)

  const next = await open(dataDir)
  expect(next.pid()).toBe(pid)
  await next.stop()
  expect(isAlive(pid)).toBe(false)
})

test('a PostgreSQL that is killed is started again under the same address', async () => {
  const server = await open(freshFolder('data'))
  const pid = server.pid()
  process.kill(pid, 'SIGKILL')
  await until(() => server.pid() !== pid)
  expect(await ask(server.url, 'select 1')).toEqual([1])
})

test('remains of dead processes are no obstacle, even when their ids belong to others now', async () => {
  const dataDir = freshFolder('data')
  const first = await open(dataDir)
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
  const lines = readFileSync(pidFile, 'utf8').split('\n').slice(1)
  await first.stop()
  // A program of the same user, so that PostgreSQL itself would take it for its predecessor.
  const { uid, gid } = statSync(join(dataDir, 'postgres'))
  const sleeper = spawn('sleep', ['60'], { uid, gid })
  writeFileSync(pidFile, [sleeper.pid, ...lines].join('\n'))
  writeFileSync(join(dataDir, 'server.lock'), JSON.stringify({ pid: process.pid, start: 'another life' }))
  writeFileSync(join(dataDir, 'database.turn'), JSON.stringify({ pid: 2 ** 22, start: '' }))

  const second = await open(dataDir)
  expect(await ask(second.url, 'select 1')).toEqual([1])
  sleeper.kill()
})

test('a data folder too deep for a socket gets a short one', async () => {
  const dataDir = freshFolder('a'.repeat(60), 'b c'.repeat(20), 'data')
  const server = await open(dataDir)
  expect(await ask(server.url, 'select 1')).toEqual([1])
  const folder = new URL(server.url).searchParams.get('host') ?? ''
  folders.push(folder)
  expect(Buffer.byteLength(folder)).toBeLessThan(80)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test('over TCP it asks for the password', async () => {
  const server = await open(freshFolder('data'), { transport: 'tcp' })
  expect(await ask(server.url, 'select 1')).toEqual([1])
  const stranger = new URL(server.url)
  expect(stranger.hostname).toBe('127.0.0.1')
  stranger.password = 'guess'
  await expect(ask(stranger.toString(), 'select 1')).rejects.toThrow(/password authentication failed/)
})

test('says why PostgreSQL did not start', async () => {
  const dataDir = freshFolder('data')
  await expect(openEmbedded({ dataDir, log, settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
    /did not start:\n.*shared_buffers/,
  )
  // The failure leaves nothing behind that keeps the next start from succeeding.
  await open(dataDir)
})

if (process.getuid?.() === 0) {
  test('as root, a data folder that an unprivileged account cannot reach is served from one it can', async () => {
    const closed = freshFolder('closed')
    mkdirSync(closed, { mode: 0o700 })
    const dataDir = join(closed, 'data')
    const server = await open(dataDir)
    expect(await ask(server.url, 'select 1')).toEqual([1])
    const home = readFileSync(join(dataDir, 'postgres.location'), 'utf8').trim()
    folders.push(home)
    expect(home).toMatch(/^\/var\/lib\/colloquy\/[0-9a-f]{12}$/)
  })
}

import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Asked } from './asked'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

export type App = {
  url: string
  dataDir: string
  pid(): number
  /** Moves the server's time forward. */
  advance(ms: number): Promise<void>
  /** Makes an account as the sign-up page does; the cookie of its session. */
  signUp(person: { name: string; email: string; password: string }): Promise<{ name: string; value: string }>
  /** Ends the server as a power cut does. */
  kill(): Promise<void>
  /** Asks the server to stop; its exit code. */
  terminate(): Promise<number | null>
  /** Starts it again on the same data and port. */
  restart(): Promise<void>
  /** Runs the admin command on its database; what it prints. */
  admin(...words: string[]): Promise<string>
  /** Process id of the studio. */
  studioPid(): Promise<number>
  /** Process id of PostgreSQL. */
  databasePid(): number
  /** Everything it has written to its log. */
  log(): string
  close(): Promise<void>
}

/** A port of this machine that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

/** Starts the product for browser tests: production build, own port, own data, a clock that can be moved. */
export async function startApp(settings: Record<string, string> = {}): Promise<App> {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-e2e-'))
  const port = await freePort()
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    STUDIO_MAX_ROOMS: '200',
    // Receivers of webhooks are on this machine.
    OUTBOUND_ALLOW: '127.0.0.1',
    NEXT_DIST_DIR: process.env.NEXT_DIST_DIR ?? '.next-test',
    ...settings,
  } as NodeJS.ProcessEnv
  let child: ChildProcess
  let written = ''

  async function launch(): Promise<void> {
    child = fork(join(import.meta.dirname, 'server.ts'), {
      cwd: root,
      env,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    let complaint = ''
    child.stdout?.on('data', (data) => {
      written += data
      // What is said of every request is for those who look into it.
      if (!settings.LOG_LEVEL) process.stdout.write(data)
    })
    child.stderr?.on('data', (data) => {
      complaint += data
      written += data
      process.stderr.write(data)
    })
    const started = once(child, 'message')
    const gone = once(child, 'exit').then(([code]) => {
      throw new Error(`The server ended while starting, with code ${code}. ${complaint}`)
    })
    await Promise.race([started, gone])
    gone.catch(() => {})
  }

  /** Asks the server over IPC, one thing at a time. */
  let asking: Promise<unknown> = Promise.resolve()
  function ask<Answer>(asked: Asked): Promise<Answer> {
    const answered = asking.then(async () => {
      const answer = once(child, 'message')
      child.send(asked)
      return (await answer)[0] as Answer
    })
    asking = answered.catch(() => {})
    return answered
  }

  async function ended(): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const [code] = await once(child, 'exit')
    return code
  }

  try {
    await launch()
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true })
    throw error
  }
  return {
    url: `http://localhost:${port}`,
    dataDir,
    pid: () => child.pid ?? 0,
    async advance(ms) {
      await ask({ advance: ms })
    },
    signUp: (person) => ask({ signUp: person }),
    async kill() {
      child.kill('SIGKILL')
      await ended()
    },
    async terminate() {
      child.kill('SIGTERM')
      return await ended()
    },
    restart: launch,
    async admin(...words) {
      const { stdout } = await run(process.execPath, ['--import', 'tsx', 'scripts/admin.ts', ...words], {
        cwd: root,
        env,
      })
      return stdout.trim()
    },
    async studioPid() {
      const { stdout } = await run('ps', ['-o', 'pid=,args=', '--ppid', String(child.pid)])
      const line = stdout.split('\n').find((each) => each.includes('lib/studio/main'))
      if (!line) throw new Error('The studio is not running.')
      return Number.parseInt(line, 10)
    },
    log: () => written,
    databasePid: () => Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10),
    async close() {
      // A database that outlived its killed server is stopped by the next one.
      if (child.signalCode === 'SIGKILL') await launch()
      child.kill('SIGTERM')
      await ended()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

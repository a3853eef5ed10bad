import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log'
import { type Cluster, ownFolder } from './cluster'
import { isAlive, isTaken, programOf } from './process'

const role = 'colloquy'
/** PostgreSQL's own log is begun anew at a start when it has grown over this many bytes. */
const longestLog = 5_000_000
/** Crash recovery replays at most `max_wal_size`, which takes seconds; a minute means that something is wrong. */
const startLimitMs = 60_000

/** Settings for a small machine that has other work to do. Durability is PostgreSQL's own default: fsync is on. */
const settings: Record<string, string> = {
  max_connections: '60',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  min_wal_size: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '2',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
}

/** A running PostgreSQL as its `postmaster.pid` describes it. */
export type Postmaster = { pid: number; port: number; socketFolder: string; status: string }

/** The running PostgreSQL of this cluster; undefined when there is none. */
export function findPostmaster(cluster: Cluster): Postmaster | undefined {
  const file = join(cluster.folder, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  if (programOf(pid) !== 'postgres') return undefined
  return { pid, port: Number(lines[3]), socketFolder: lines[4] ?? '', status: (lines[7] ?? '').trim() }
}

/** The address of the database `name` in a running PostgreSQL. */
export function urlOf(cluster: Cluster, postmaster: Postmaster, name = 'colloquy'): string {
  if (cluster.transport === 'socket') {
    const host = encodeURIComponent(postmaster.socketFolder)
    return `postgresql://${role}@localhost:${postmaster.port}/${name}?host=${host}`
  }
  const password = readFileSync(passwordFile(cluster), 'utf8').trim()
  return `postgresql://${role}:${password}@127.0.0.1:${postmaster.port}/${name}`
}

const passwordFile = (cluster: Cluster) => `${cluster.folder}.password`
const program = (cluster: Cluster, name: string) => join(cluster.native, 'bin', name)

/** What PostgreSQL's programs need of our environment; none of our secrets. */
function programEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA']
  const ours = Object.fromEntries(
    kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  )
  return { ...ours, LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv
}

/**
 * Makes the cluster when there is none. It is made aside and moved into place, so that half a one is never used.
 * Text sorts by code point and folds case by Unicode, without the system's locales.
 */
export function initialise(cluster: Cluster): void {
  if (existsSync(join(cluster.folder, 'PG_VERSION'))) return
  const draft = `${cluster.folder}.new`
  rmSync(draft, { recursive: true, force: true })
  ownFolder(draft, cluster.user)
  const authentication =
    cluster.transport === 'socket'
      ? ['--auth=trust']
      : ['--auth=scram-sha-256', `--pwfile=${writePassword(cluster)}`]
  const made = spawnSync(
    program(cluster, 'initdb'),
    [
      ['-D', draft, '-U', role, '--encoding=UTF8', '--locale=C', '--no-instructions'],
      ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...authentication],
    ].flat(),
    { ...cluster.user, cwd: draft, env: programEnvironment(), encoding: 'utf8' },
  )
  if (made.status !== 0) {
    const words = [made.error?.message, made.stderr, made.stdout].filter(Boolean).join('\n')
    throw new Error(`The database could not be made in ${cluster.folder}:\n${words}`)
  }
  renameSync(draft, cluster.folder)
}

function writePassword(cluster: Cluster): string {
  writeFileSync(passwordFile(cluster), randomBytes(24).toString('hex'), { mode: 0o600 })
  if (cluster.user) chownSync(passwordFile(cluster), cluster.user.uid, cluster.user.gid)
  return passwordFile(cluster)
}

/** Starts PostgreSQL and waits until it takes connections. It is not bound to our life; see `stopPostmaster`. */
export async function startPostmaster(
  cluster: Cluster,
  extra: Record<string, string>,
  log: Log,
): Promise<Postmaster> {
  forgetRecycledPid(cluster)
  const grown = statSync(cluster.logFile, { throwIfNoEntry: false })?.size ?? 0
  const output = openSync(cluster.logFile, grown > longestLog ? 'w' : 'a', 0o600)
  try {
    for (let attempt = 1; ; attempt++) {
      const logged = statSync(cluster.logFile).size
      const launch = await launchPostgres(cluster, extra, output)
      const started = await untilReady(cluster, launch, log)
      if (started) return started
      const words = readFileSync(cluster.logFile).subarray(logged).toString().trim()
      // After a kill -9 of PostgreSQL its children need a moment to notice and let go of the shared memory.
      if (!words.includes('shared memory block') || attempt === 20) {
        throw new Error(`The database in ${cluster.folder} did not start:\n${words || launch.words()}`)
      }
      await pause(500)
    }
  } finally {
    closeSync(output)
  }
}

/** PostgreSQL refuses to start when the id of its dead predecessor now belongs to another program of the same user. */
function forgetRecycledPid(cluster: Cluster): void {
  const file = join(cluster.folder, 'postmaster.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
  if (pid > 0 && isTaken(pid) && !findPostmaster(cluster)) rmSync(file)
}

type Launch = { failed(): boolean; words(): string }

/** Spawns PostgreSQL in a session of its own, so that Ctrl-C in our terminal does not stop it before we have drained. */
async function launchPostgres(
  cluster: Cluster,
  extra: Record<string, string>,
  output: number,
): Promise<Launch> {
  const where: Record<string, string> =
    cluster.transport === 'socket'
      ? {
          listen_addresses: '',
          unix_socket_directories: `"${cluster.socketFolder.replaceAll('"', '""')}"`,
          unix_socket_permissions: '0700',
        }
      : { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(await freePort()) }
  const options = Object.entries({ ...settings, ...where, ...extra }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  // On Windows pg_ctl gives up administrator's rights, with which PostgreSQL would refuse to run.
  const windows = process.platform === 'win32'
  const words = options.map((option) => (/^[\w=.-]+$/.test(option) ? option : `"${option}"`)).join(' ')
  const child = windows
    ? spawn(program(cluster, 'pg_ctl'), ['start', '-W', '-D', cluster.folder, '-o', words], {
        env: programEnvironment(),
        stdio: ['ignore', output, output],
        windowsHide: true,
      })
    : spawn(program(cluster, 'postgres'), ['-D', cluster.folder, ...options], {
        ...cluster.user,
        cwd: cluster.folder,
        env: programEnvironment(),
        stdio: ['ignore', output, output],
        detached: true,
      })
  let failure: Error | undefined
  let ended = false
  child.on('error', (error) => {
    failure = error
  })
  child.on('exit', (code) => {
    // pg_ctl ends well and leaves PostgreSQL running.
    ended = !windows || code !== 0
  })
  child.unref()
  return {
    failed: () => failure !== undefined || ended,
    words: () => failure?.message ?? 'It ended at once.',
  }
}

/** @returns undefined when it ended instead of becoming ready */
async function untilReady(cluster: Cluster, launch: Launch, log: Log): Promise<Postmaster | undefined> {
  for (let waited = 0; waited < startLimitMs; waited += 20) {
    if (launch.failed()) return undefined
    const found = findPostmaster(cluster)
    if (found?.status === 'ready') return found
    if (waited > 0 && waited % 5000 === 0) log.info('The database is still starting')
    await pause(20)
  }
  throw new Error(`The database in ${cluster.folder} is not ready after a minute; see ${cluster.logFile}`)
}

/** The PostgreSQL that already runs on this cluster, once it takes connections; undefined when there is none. */
export async function joinPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  for (let waited = 0; waited < startLimitMs; waited += 20) {
    const found = findPostmaster(cluster)
    if (!found || found.status === 'ready') return found
    await pause(20)
  }
  throw new Error(`The database in ${cluster.folder} is not ready after a minute; see ${cluster.logFile}`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('No free port was found')
  return address.port
}

/** Stops PostgreSQL the fast way: open transactions are rolled back, then everything is written out. */
export async function stopPostmaster(cluster: Cluster, postmaster: Postmaster): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync(program(cluster, 'pg_ctl'), ['stop', '-m', 'fast', '-D', cluster.folder], {
      env: programEnvironment(),
    })
    return
  }
  try {
    process.kill(postmaster.pid, 'SIGINT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  await untilGone(cluster, postmaster)
}

/** Resolves when this PostgreSQL has ended (its children too: it outlives them). Its file goes a moment earlier. */
export async function untilGone(cluster: Cluster, postmaster: Postmaster): Promise<void> {
  for (let waited = 0; waited < startLimitMs; waited += 20) {
    if (!isAlive(postmaster.pid) && !findPostmaster(cluster)) return
    await pause(20)
  }
  throw new Error(`The database (process ${postmaster.pid}) did not stop within a minute`)
}

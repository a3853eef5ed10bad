import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { Log } from '../log'
import { type Cluster, prepareCluster } from './cluster'
import { type Lock, lockHolders, takeLock } from './locks'
import {
  findPostmaster,
  initialise,
  joinPostmaster,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
  untilGone,
  urlOf,
} from './postmaster'

export type EmbeddedOptions = {
  dataDir: string
  log: Log
  /** A server has the data folder to itself. An admin command joins it, or runs the database for its own duration. */
  purpose?: 'server' | 'admin'
  /** A Unix socket in a folder that only we can enter; on Windows TCP on the loopback address with a password. */
  transport?: 'socket' | 'tcp'
  /** PostgreSQL settings beside or instead of ours. */
  settings?: Record<string, string>
}

export type Embedded = {
  /** A `postgresql://` address for pg and Prisma. It stays the same when PostgreSQL is started again. */
  url: string
  /** The process id of PostgreSQL, which a restart after a crash changes. */
  pid(): number
  /** Stops PostgreSQL; an admin command leaves it to others that use it. */
  stop(): Promise<void>
}

/**
 * Runs a real PostgreSQL (out of npm) on files in `dataDir`. One that outlived a crash of ours is used again, and one
 * that ends by itself while a server uses it is started again.
 * @throws Error in words when another server uses `dataDir`, or the database cannot be run here
 */
export async function openEmbedded({
  dataDir,
  log,
  purpose = 'server',
  transport = process.platform === 'win32' ? 'tcp' : 'socket',
  settings = {},
}: EmbeddedOptions): Promise<Embedded> {
  const cluster = prepareCluster(dataDir, transport, log)
  const use = claim(dataDir, purpose)
  let current: Postmaster
  try {
    current = await inTurn(dataDir, () => run(cluster, settings, log))
  } catch (error) {
    use.release()
    throw error
  }

  // The address stays what it is when PostgreSQL has to be started again.
  if (transport === 'tcp') settings = { ...settings, port: String(current.port) }
  let stopping = false
  const watch = purpose === 'server' ? keepRunning() : undefined

  /** Looks once a second whether PostgreSQL still runs: one that was found running is not our child. */
  function keepRunning(): NodeJS.Timeout {
    let busy = false
    const timer = setInterval(async () => {
      if (busy || stopping || findPostmaster(cluster)) return
      busy = true
      log.warn('The database has ended unexpectedly and is started again')
      try {
        await inTurn(dataDir, async () => {
          if (!stopping) current = await run(cluster, settings, log)
        })
      } catch (error) {
        log.error({ error }, 'The database could not be started again; trying further')
      }
      busy = false
    }, 1000)
    return timer.unref()
  }

  return {
    url: urlOf(cluster, current),
    pid: () => current.pid,
    async stop() {
      if (stopping) return
      stopping = true
      clearInterval(watch)
      await inTurn(dataDir, async () => {
        if (purpose === 'admin') use.release()
        const running = findPostmaster(cluster)
        if (running && (purpose === 'server' || lockHolders(dataDir).length === 0)) {
          await stopPostmaster(cluster, running)
        }
        use.release()
      })
    },
  }
}

/** Says that we use the data folder. Only servers exclude each other. */
function claim(dataDir: string, purpose: 'server' | 'admin'): Lock {
  const name = purpose === 'server' ? 'server.lock' : `admin-${process.pid}.lock`
  const lock = takeLock(join(dataDir, name))
  if ('release' in lock) return lock
  throw new Error(
    `Another server (process ${lock.heldBy}) already uses the data folder ${dataDir}. ` +
      'Stop it, or give this one a folder of its own by DATA_DIR.',
  )
}

/** Starting and stopping go one after another among all processes that use the data folder. */
async function inTurn<Result>(dataDir: string, work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const turn = takeLock(join(dataDir, 'database.turn'))
    if ('release' in turn) {
      try {
        return await work()
      } finally {
        turn.release()
      }
    }
    await pause(50)
  }
}

/** The running PostgreSQL of the cluster, started or even made if need be, with our database in it. */
async function run(cluster: Cluster, settings: Record<string, string>, log: Log): Promise<Postmaster> {
  const found = findPostmaster(cluster)
  if (found?.status === 'stopping') await untilGone(cluster, found)
  const running = await joinPostmaster(cluster)
  if (running) log.info({ pid: running.pid }, 'The database is already running')
  else initialise(cluster)
  const postmaster = running ?? (await startPostmaster(cluster, settings, log))
  await makeDatabase(cluster, postmaster)
  return postmaster
}

async function makeDatabase(cluster: Cluster, postmaster: Postmaster): Promise<void> {
  const client = new Client({ connectionString: urlOf(cluster, postmaster, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'colloquy'`)
    if (rowCount === 0) await client.query('create database colloquy')
  } finally {
    await client.end()
  }
}

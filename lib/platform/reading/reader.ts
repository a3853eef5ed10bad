import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UnreadableError } from './format'
import type { Reading } from './read'
import type { Order, Said } from './reader-process'

const program = join(import.meta.dirname, 'reader-process.ts')
/** Where packages are found. */
const root = join(import.meta.dirname, '../../..')

/** What reading one file may take, on whatever machine this is. */
export type Bounds = {
  /** Milliseconds from when it begins. */
  ms: number
  /** Bytes of JavaScript's own memory, and of the process in all (watched where the system tells, as Linux does). */
  heapMb: number
  residentMb: number
}
const assumed: Bounds = { ms: 120_000, heapMb: 512, residentMb: 1024 }
/** Milliseconds between two looks at the process. */
const lookMs = 200

export type Reader = {
  /**
   * Reads a file.
   * @throws UnreadableError, also when it takes more than the bounds; the reason of the signal when aborted
   */
  read(path: string, onProgress?: (done: number, of: number) => void): Promise<Reading>
  close(): void
}

/**
 * Reads files that strangers made in a process of its own, with no secret and no network of ours in it: a file that
 * makes a parser run for ever or take all memory ends that process, and nothing else. It is kept for the next file.
 */
export function openReader({ signal, bounds = assumed }: { signal: AbortSignal; bounds?: Bounds }): Reader {
  let child: ChildProcess | null = null

  function start(): ChildProcess {
    return fork(program, [], {
      cwd: root,
      execArgv: [`--max-old-space-size=${bounds.heapMb}`, '--import', 'tsx'],
      env: { NODE_ENV: 'production', TMPDIR: tmpdir() },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    })
  }

  function end(): void {
    child?.kill('SIGKILL')
    child = null
  }

  return {
    async read(path, onProgress) {
      signal.throwIfAborted()
      child ??= start()
      const reading = child
      return await new Promise((resolve, reject) => {
        let settled = false
        const settle = (done: () => void, isOver: boolean) => {
          // What comes late, as a look at the memory may, is not about what the process reads by then.
          if (settled) return
          settled = true
          clearTimeout(late)
          clearInterval(looks)
          signal.removeEventListener('abort', abort)
          reading.removeAllListeners()
          if (isOver) end()
          done()
        }
        const tooMuch = (what: string) =>
          settle(
            () =>
              reject(
                new UnreadableError(
                  'contact_support',
                  `${what} It may be damaged. Save it anew, or split it.`,
                ),
              ),
            true,
          )
        const abort = () => settle(() => reject(signal.reason), true)
        const late = setTimeout(
          () => tooMuch(`Reading this took longer than ${bounds.ms / 1000} seconds.`),
          bounds.ms,
        )
        const looks = setInterval(async () => {
          const bytes = await residentBytes(reading.pid)
          if (bytes > bounds.residentMb * 1024 * 1024)
            tooMuch('Reading this takes more memory than it is given.')
        }, lookMs)
        signal.addEventListener('abort', abort)
        reading.on('error', (error) => settle(() => reject(error), true))
        reading.on('exit', (_code, by) => {
          // They end it only before it has begun, which says nothing of the file: it is worth another try.
          if (by === 'SIGINT' || by === 'SIGTERM')
            settle(() => reject(new Error(`The process that reads was ended from outside (${by}).`)), true)
          else tooMuch('Reading this failed.')
        })
        reading.on('message', (said: Said) => {
          if ('progress' in said) onProgress?.(said.progress.done, said.progress.of)
          else if ('reading' in said) settle(() => resolve(said.reading), false)
          else if ('unreadable' in said) {
            const { code, message } = said.unreadable
            settle(() => reject(new UnreadableError(code, message)), false)
          } else settle(() => reject(new Error(said.failed)), true)
        })
        reading.send({ path } satisfies Order, (error) => error && settle(() => reject(error), true))
      })
    },
    close: end,
  }
}

/** What a process has in memory; 0 where the system does not say. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
}

import { Worker } from 'node:worker_threads'
import type { CopyOptions } from './copy-takes'
import type { FromJoining } from './join-worker'

export type JoinOptions = CopyOptions & {
  signal: AbortSignal
  /** Milliseconds without a sign of life after which a take is taken for one that cannot be read; 15 s. */
  patience?: number
}

type Joined = { seconds: number; bytes: number } | null

/**
 * Puts takes one behind the other into one file that says its length and can be sought in. It happens in a thread of
 * its own: what was uploaded may be anything, and there are damaged files over which the reader never comes to an end.
 * Such a take is left out. Null when none of the takes can be played.
 * @returns length in seconds, size in bytes
 * @throws Error when the disk fails; the reason of `signal` when aborted
 */
export async function joinTakes({
  takes,
  signal,
  patience = 15_000,
  ...options
}: JoinOptions): Promise<Joined> {
  const readable = [...takes]
  for (;;) {
    signal.throwIfAborted()
    const outcome = await attempt({ ...options, takes: readable }, signal, patience)
    if (!('stuck' in outcome)) return outcome.joined
    // Its place stays, so that the others keep their numbers.
    readable[outcome.stuck] = []
  }
}

/** Milliseconds a thread may take to begin: it loads its code, which says nothing about what it is to read. */
const longestBeginning = 120_000

/** One try, and which take it hangs over if it does. */
function attempt(
  options: CopyOptions,
  signal: AbortSignal,
  patience: number,
): Promise<{ joined: Joined } | { stuck: number }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./join-thread.mjs', import.meta.url), { workerData: options })
    let current = 0
    let timer = setTimeout(neverBegan, longestBeginning)
    const done = (settle: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      void worker.terminate()
      settle()
    }
    function neverBegan(): void {
      done(() => reject(new Error('The thread that joins takes does not begin.')))
    }
    function hang(): void {
      done(() => resolve({ stuck: current }))
    }
    function abort(): void {
      done(() => reject(signal.reason))
    }
    signal.addEventListener('abort', abort)
    worker.on('error', (error) => done(() => reject(error)))
    worker.on('exit', () => done(() => reject(new Error('The thread that joins takes has ended.'))))
    worker.on('message', (message: FromJoining) => {
      if ('take' in message) {
        current = message.take
        clearTimeout(timer)
        timer = setTimeout(hang, patience)
      } else if ('joined' in message) {
        done(() => resolve({ joined: message.joined }))
      } else {
        const { failed } = message
        done(() => reject(Object.assign(new Error(failed.message), failed.code && { code: failed.code })))
      }
    })
  })
}

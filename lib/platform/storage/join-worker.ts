import { parentPort, workerData } from 'node:worker_threads'
import { type CopyOptions, copyTakes } from './copy-takes'

/** What the thread says: the take it reads, and at last what became of it all. */
export type FromJoining =
  | { take: number }
  | { joined: Awaited<ReturnType<typeof copyTakes>> }
  | { failed: { message: string; code?: string } }

const say = (message: FromJoining) => parentPort?.postMessage(message)

try {
  say({ joined: await copyTakes(workerData as CopyOptions, (take) => say({ take })) })
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException
  say({ failed: { message, code } })
}

import * as z from 'zod'

/** What uploads need of the browser. */
export type UploadWorld = {
  fetch(address: string, init: RequestInit): Promise<Response>
  later(ms: number, wake: () => void): void
}

/** The server said in words that it does not take this, and will not. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

const words = z.object({ message: z.string() })
const backOff = { first: 500, most: 5000 }
/** Milliseconds after which a request without an answer is tried again. */
const requestTimeout = 30_000

const pause = (world: UploadWorld, ms: number) => new Promise<void>((resolve) => world.later(ms, resolve))

/**
 * Asks until there is an answer; a server or network that is away is waited for, as long as `wanted`.
 * @throws Refused in the server's words; Error when nobody wants it any more
 */
export async function ask(
  world: UploadWorld,
  address: string,
  init: RequestInit,
  wanted: () => boolean,
): Promise<Response> {
  for (let attempt = 0; wanted(); attempt++) {
    const signal = AbortSignal.timeout(requestTimeout)
    const response = await world.fetch(address, { ...init, signal }).catch(() => null)
    if (response?.ok) return response
    if (response && response.status < 500 && response.status !== 429) {
      const { data } = words.safeParse(await response.json().catch(() => null))
      throw new Refused(data?.message ?? `The server answered with status ${response.status}.`)
    }
    const told = Number(response?.headers.get('retry-after') ?? 0) * 1000
    await pause(world, Math.max(told, Math.min(backOff.first * 2 ** attempt, backOff.most)))
  }
  throw new Error('Nobody waits for this any more.')
}

/** Parts on their way to the server, one after the other, kept until they have arrived. */
export type Uploads = {
  add(address: string, part: Blob): void
  /** Bytes that wait. */
  waiting(): number
  /** Resolves when nothing waits. */
  empty(): Promise<void>
  /** Forgets what waits. */
  drop(): void
}

/** Sends parts with the ticket; calls `refused` when the server does not take them, after which none is sent. */
export function createUploads(
  world: UploadWorld,
  ticket: string,
  { refused, sent }: { refused(message: string): void; sent(): void },
): Uploads {
  const queue: { address: string; part: Blob }[] = []
  let dropped = false
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    for (let next = queue[0]; next && !dropped; next = queue[0]) {
      const headers = { 'x-room-ticket': ticket, 'content-type': 'application/octet-stream' }
      try {
        await ask(world, next.address, { method: 'PUT', headers, body: next.part }, () => !dropped)
      } catch (error) {
        drop()
        if (error instanceof Refused) refused(error.message)
        return
      }
      queue.shift()
      sent()
    }
  }

  function drop(): void {
    dropped = true
    queue.length = 0
  }

  return {
    add(address, part) {
      if (dropped) return
      queue.push({ address, part })
      running ??= run().finally(() => {
        running = null
      })
    },
    waiting: () => queue.reduce((sum, { part }) => sum + part.size, 0),
    async empty() {
      while (running) await running
    },
    drop,
  }
}

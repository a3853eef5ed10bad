import { open, rm } from 'node:fs/promises'
import type { Clock } from './clock'
import type { publicAgents } from './outbound'
import { failureOf, isRefusal } from './outbound-failure'
import { openStream, type StreamedAnswer } from './outbound-stream'
import type { TargetPolicy } from './outbound-targets'

type Ask = {
  url: string
  /** Where it is stored; nothing is there afterwards when it did not come whole. */
  path: string
  agents: ReturnType<typeof publicAgents>
  targets: TargetPolicy
  clock: Clock
  /** Milliseconds for all of it, redirects included. */
  timeoutMs: number
  mostBytes: number
  signal: AbortSignal
}

/** What was fetched: from where in the end, and how much. */
export type Fetched = { url: string; bytes: number }

/** Why nothing was fetched, in words; `isLasting` when the same would come of another try. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
  constructor(
    readonly reason: 'address' | 'answer' | 'size',
    message: string,
    readonly isLasting: boolean,
  ) {
    super(message)
  }
}

/** What the disk of this server did not do: no fault of what is fetched. */
class DiskFault extends Error {
  constructor(readonly fault: unknown) {
    super('A file could not be written.')
  }
}

/** Redirects that are followed; each is looked at like the first address. */
const mostRedirects = 5
const headMs = 20_000
const pieceMs = 20_000

const headers = {
  'user-agent': 'Colloquy-Documents/1',
  'accept-encoding': 'identity',
  accept: 'text/html,application/pdf,text/*;q=0.9,*/*;q=0.5',
}

/**
 * Fetches what somebody wrote the address of into a file. Every address on the way passes the guard, and no more than
 * `mostBytes` are taken.
 * @throws FetchError, the signal's reason, or as it is what goes wrong on the disk of this server
 */
export async function fetchFile(ask: Ask): Promise<Fetched> {
  const late = new AbortController()
  const alarm = ask.clock.alarm(new Date(ask.clock.now().getTime() + ask.timeoutMs), () =>
    late.abort(new FetchError('answer', `It did not come whole within ${ask.timeoutMs / 1000} s.`, false)),
  )
  const signal = AbortSignal.any([ask.signal, late.signal])
  try {
    return await follow({ ...ask, signal })
  } catch (error) {
    await rm(ask.path, { force: true })
    if (signal.aborted) throw signal.reason
    if (error instanceof FetchError) throw error
    if (error instanceof DiskFault) throw error.fault
    throw new FetchError(
      isRefusal(error) ? 'address' : 'answer',
      failureOf(error, 'OUTBOUND_ALLOW'),
      isRefusal(error),
    )
  } finally {
    alarm.cancel()
  }
}

async function follow(ask: Ask): Promise<Fetched> {
  let { url } = ask
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const refusal = ask.targets.refusal(url)
    if (refusal)
      throw new FetchError('address', redirects > 0 ? `It leads elsewhere. ${refusal}` : refusal, true)
    const { agents, clock, signal } = ask
    const answer = await openStream({
      url,
      method: 'GET',
      headers,
      body: null,
      agents,
      clock,
      headMs,
      pieceMs,
      signal,
    })
    try {
      const next = redirected(url, answer)
      if (!next) return { url, bytes: await store(answer, ask) }
      url = next
    } finally {
      answer.discard()
    }
  }
  throw new FetchError('answer', `It leads elsewhere more than ${mostRedirects} times.`, true)
}

function redirected(url: string, { status, location }: StreamedAnswer): string | null {
  if (![301, 302, 303, 307, 308].includes(status) || !location) return null
  if (URL.canParse(location, url)) return new URL(location, url).href
  throw new FetchError('answer', 'It leads to what is no address.', true)
}

async function store({ status, body }: StreamedAnswer, { path, mostBytes }: Ask): Promise<number> {
  if (status < 200 || status > 299) {
    const isPassing = status === 429 || status >= 500
    throw new FetchError('answer', `It answered with status ${status}.`, !isPassing)
  }
  let bytes = 0
  const file = await onDisk(open(path, 'w', 0o600))
  try {
    for await (const piece of body) {
      bytes += piece.length
      if (bytes > mostBytes) {
        const most = Math.floor(mostBytes / 1024 / 1024)
        throw new FetchError('size', `It has more than ${most} MB, which is the most that is read.`, true)
      }
      await onDisk(file.appendFile(piece))
    }
  } finally {
    await onDisk(file.close())
  }
  return bytes
}

/** Marks what goes wrong on the disk, so that it is not taken for the other server's fault. */
const onDisk = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error) => {
    throw new DiskFault(error)
  })

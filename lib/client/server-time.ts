/**
 * The server's clock as this browser sees it. Durations of live conversations run on it, so that a computer whose
 * clock is two hours wrong still shows the right ones.
 */
let offset = 0
let seconds = 0
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/** Smaller differences are the network's, not the clock's. Milliseconds. */
const jitter = 500

/** Milliseconds to add to the browser's clock, from an answer dated `serverTime` between two of its instants. */
export function measuredOffset(serverTime: number, sentAt: number, receivedAt: number): number {
  return serverTime - (sentAt + receivedAt) / 2
}

/** Takes the date of an answer (`x-colloquy-time`, ISO 8601) that was asked for and came at these instants. */
export function noteServerTime(iso: string | null, sentAt: number, receivedAt: number): void {
  const at = iso === null ? Number.NaN : Date.parse(iso)
  if (Number.isNaN(at)) return
  const measured = measuredOffset(at, sentAt, receivedAt)
  if (Math.abs(measured - offset) > jitter) offset = measured
  tick()
}

/** The server's clock now, in Unix milliseconds. */
export const serverNow = () => Date.now() + offset

function tick(): void {
  const now = Math.floor(serverNow() / 1000)
  if (now === seconds) return
  seconds = now
  for (const listener of listeners) listener()
}

/** Calls `listener` whenever a second of the server's clock begins; returns how to stop. */
export function subscribeSeconds(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, 200)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The server's clock in whole Unix seconds; the same between two ticks. */
export function currentSecond(): number {
  if (listeners.size === 0 || seconds === 0) seconds = Math.floor(serverNow() / 1000)
  return seconds
}

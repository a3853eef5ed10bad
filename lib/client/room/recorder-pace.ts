/** Lets work be done again and again, no more often than the page has time for. */
export type Pace = {
  /** Does the work, unless it is too early for it. */
  run(work: () => void): void
  stop(): void
}

/**
 * At most once in `least` milliseconds, and where the work and what it brings about take longer, for half of the time: the
 * other half is left for the call. `now` is a clock in milliseconds.
 */
export function createPace(least: number, now: () => number = () => performance.now()): Pace {
  let notBefore = Number.NEGATIVE_INFINITY
  // Comes after what is being done now, also in a tab that nobody looks at, where timers are slow.
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data: began }: MessageEvent<number>) => {
    notBefore = Math.max(notBefore, began + 2 * (now() - began))
  }
  return {
    run(work) {
      const began = now()
      if (began < notBefore) return
      notBefore = began + least
      work()
      port2.postMessage(began)
    },
    stop: () => port1.close(),
  }
}

import type { Clock } from '@/lib/platform/clock'

/** Milliseconds for which the place of somebody whose connection was lost is kept. */
const returnTimeout = 15_000

/** Those who are lost and waited for. */
export type Returns = {
  /** Waits for somebody, from now on. */
  await(sessionId: string): void
  /** They are back, or gone for good. */
  settle(sessionId: string): void
  stop(): void
}

/** Calls `giveUp` for whoever has not come back in 15 s. */
export function createReturns(clock: Clock, giveUp: (sessionId: string) => void): Returns {
  const waits = new Map<string, { cancel(): void }>()
  const settle = (sessionId: string) => {
    waits.get(sessionId)?.cancel()
    waits.delete(sessionId)
  }
  return {
    await(sessionId) {
      settle(sessionId)
      const until = new Date(clock.now().getTime() + returnTimeout)
      waits.set(
        sessionId,
        clock.alarm(until, () => {
          waits.delete(sessionId)
          giveUp(sessionId)
        }),
      )
    },
    settle,
    stop() {
      for (const sessionId of [...waits.keys()]) settle(sessionId)
    },
  }
}

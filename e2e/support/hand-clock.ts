import type { Clock } from '@/lib/platform/clock'

export type HandClock = Clock & {
  /** Moves time by `ms`; alarms on the way fire in order, each seeing its own instant as now. */
  advance(ms: number): void
}

/** A clock that stands still until it is moved. */
export function handClock(start = new Date('2026-03-10T10:00:00.000Z')): HandClock {
  let now = start.getTime()
  const alarms = new Set<{ at: number; wake: () => void }>()
  return {
    now: () => new Date(now),
    alarm(at, wake) {
      const alarm = { at: at.getTime(), wake }
      alarms.add(alarm)
      return { cancel: () => void alarms.delete(alarm) }
    },
    advance(ms) {
      const until = now + ms
      for (;;) {
        const next = [...alarms].filter((alarm) => alarm.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        alarms.delete(next)
        now = Math.max(now, next.at)
        next.wake()
      }
      now = until
    },
  }
}

/** Does `work` while time goes on as fast as it is waited for. */
export async function inTime<T>(clock: HandClock, work: Promise<T>): Promise<T> {
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  over.catch(() => {})
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    clock.advance(1_000)
  }
  return await over
}

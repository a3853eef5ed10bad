import type { Clock } from '@/lib/platform/clock'

/** How fast somebody may go: `perSecond` in the long run, `burst` at once. */
export type Pace = { perSecond: number; burst: number }

/** A bucket of `burst` units that refills. The function takes `cost` units out of it; false when they are not there. */
export function createPace({ perSecond, burst }: Pace, clock: Clock): (cost?: number) => boolean {
  let left = burst
  let before = clock.now().getTime()
  return (cost = 1) => {
    const now = clock.now().getTime()
    left = Math.min(burst, left + (Math.max(0, now - before) / 1000) * perSecond)
    before = now
    if (left < cost) return false
    left -= cost
    return true
  }
}

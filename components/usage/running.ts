import { secondsByDay, secondsUsed } from '@/lib/domain/usage/rules'
import type { Usage, WorkspaceLimits } from '@/lib/domain/usage/schema'

/**
 * The usage of `as_of` carried on to `now`: what each live conversation has run since then is added to its UTC days
 * inside the period, in the same whole seconds in which the server counts.
 */
export function runOn(usage: Usage, live: WorkspaceLimits['live'], now: Date): Usage {
  const asOf = new Date(usage.as_of)
  if (now <= asOf) return usage
  const more = new Map<string, number>()
  const add = (start: Date, seconds: number, sign: 1 | -1) => {
    for (const part of secondsByDay(start, seconds)) {
      more.set(part.day, (more.get(part.day) ?? 0) + sign * part.seconds)
    }
  }
  for (const { created_at } of live) {
    const start = new Date(created_at)
    // One that began after the answer is not in it at all; the refetch that its creation caused brings it.
    if (start > asOf) continue
    add(start, secondsUsed(start, now), 1)
    add(start, secondsUsed(start, asOf), -1)
  }
  const days = usage.days.map((day) => ({ ...day, seconds: day.seconds + (more.get(day.day) ?? 0) }))
  return {
    ...usage,
    days,
    total: { ...usage.total, seconds: days.reduce((sum, day) => sum + day.seconds, 0) },
  }
}

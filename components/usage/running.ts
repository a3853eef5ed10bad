import { secondsByDay, secondsUsed } from '@/lib/domain/usage/rules'
import type { Usage, UsageGroup, WorkspaceLimits } from '@/lib/domain/usage/schema'

type Live = WorkspaceLimits['live'][number]

const groupOf: Record<UsageGroup, (live: Live) => string> = {
  persona: (live) => live.persona_id,
  replica: (live) => live.replica_id,
  creator: (live) => live.creator_id,
  key: (live) => live.api_key_id ?? '',
}

/**
 * The usage of `as_of` carried on to `now`: what each live conversation has run since then is added to its UTC days
 * inside the period and to its group, in the same whole seconds in which the server counts.
 */
export function runOn(usage: Usage, live: Live[], now: Date, group: UsageGroup | null): Usage {
  const asOf = new Date(usage.as_of)
  if (now <= asOf) return usage
  // Seconds since, by day and group.
  const more = new Map<string, Map<string, number>>()
  const add = (id: string, start: Date, used: number, sign: 1 | -1) => {
    for (const { day, seconds } of secondsByDay(start, used)) {
      const groups = more.get(day) ?? new Map<string, number>()
      more.set(day, groups.set(id, (groups.get(id) ?? 0) + sign * seconds))
    }
  }
  for (const holder of live) {
    const start = new Date(holder.created_at)
    // One that began after the answer is not in it at all; the refetch that its creation caused brings it.
    if (start > asOf) continue
    const id = group ? groupOf[group](holder) : ''
    add(id, start, secondsUsed(start, now), 1)
    add(id, start, secondsUsed(start, asOf), -1)
  }
  const days = usage.days.map((day) => withMore(day, more.get(day.day)))
  const gained = (id: string) => usage.days.reduce((sum, { day }) => sum + (more.get(day)?.get(id) ?? 0), 0)
  return {
    ...usage,
    days,
    total: { ...usage.total, seconds: days.reduce((sum, day) => sum + day.seconds, 0) },
    groups: usage.groups?.map((one) => ({ ...one, seconds: one.seconds + gained(one.id) })),
  }
}

function withMore(day: Usage['days'][number], more: Map<string, number> | undefined): Usage['days'][number] {
  if (!more) return day
  const groups = day.groups && { ...day.groups }
  let seconds = day.seconds
  for (const [id, gained] of more) {
    seconds += gained
    if (groups && gained > 0) groups[id] = (groups[id] ?? 0) + gained
  }
  return { ...day, seconds, groups }
}

/** What a day can be split by: who talked, how they looked, who created it (a person or a key), or by which key. */
export const usageGroups = ['persona', 'replica', 'creator', 'key'] as const

/** The ids of a conversation that reports group by. */
type Ids = { personaId?: string; replicaId?: string; accountId?: string | null; apiKeyId?: string | null }

/** By what a conversation is grouped, '' without a group: a key stands before the person it belongs to. */
export function groupIdOf(group: (typeof usageGroups)[number] | undefined, ids: Ids): string {
  if (group === 'persona') return ids.personaId ?? ''
  if (group === 'replica') return ids.replicaId ?? ''
  if (group === 'creator') return ids.apiKeyId || ids.accountId || ''
  return group ? (ids.apiKeyId ?? '') : ''
}

const dayMs = 86_400_000

/** Whole seconds from `from` to `to`, begun ones counting; never negative. */
export function secondsUsed(from: Date, to: Date): number {
  return Math.max(0, Math.ceil((to.getTime() - from.getTime()) / 1000))
}

/** The UTC day of an instant, as `2026-01-31`. */
export function utcDay(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}

/** Whether a text is a UTC day that there is, such as `2026-01-31`. */
export function isUtcDay(text: string): boolean {
  const instant = Date.parse(text)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instant) && utcDay(new Date(instant)) === text
}

/** The first instant of a UTC day. */
export function dayStart(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`)
}

/**
 * `seconds` from `start` on, by UTC day. A second belongs to the day in which it begins, so the days always
 * sum to `seconds`. The day of the start is listed even with nothing used.
 */
export function secondsByDay(start: Date, seconds: number): { day: string; seconds: number }[] {
  const days: { day: string; seconds: number }[] = []
  let counted = 0
  for (let midnight = dayStart(utcDay(start)).getTime(); ; midnight += dayMs) {
    // Second k begins at start + k; the first k at or past the next midnight belongs to the next day.
    const upTo = Math.min(seconds, Math.ceil((midnight + dayMs - start.getTime()) / 1000))
    days.push({ day: utcDay(new Date(midnight)), seconds: upTo - counted })
    counted = upTo
    if (counted >= seconds) return days
  }
}

/** First instant of the UTC month of `instant`, and of the month after it. */
export function utcMonth(instant: Date): { start: Date; end: Date } {
  const year = instant.getUTCFullYear()
  const month = instant.getUTCMonth()
  return { start: new Date(Date.UTC(year, month, 1)), end: new Date(Date.UTC(year, month + 1, 1)) }
}

/** The part of `seconds` from `start` on that falls at or after `since` (a midnight). */
export function secondsSince(start: Date, seconds: number, since: Date): number {
  const before = Math.max(0, Math.ceil((since.getTime() - start.getTime()) / 1000))
  return Math.max(0, seconds - before)
}

/**
 * When `live` conversations that began together with what is left of a workspace's minutes use them up: each
 * of them burns, so the rest is shared. Null without a limit.
 */
export function minutesEnd(now: Date, leftSeconds: number | null, live: number): Date | null {
  if (leftSeconds === null || live === 0) return null
  return new Date(now.getTime() + Math.floor((Math.max(0, leftSeconds) / live) * 1000))
}

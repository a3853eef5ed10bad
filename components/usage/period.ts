import { isUtcDay, usageGroups, utcDay } from '@/lib/domain/usage/rules'
import type { UsageGroup } from '@/lib/domain/usage/schema'

const dayMs = 86_400_000

/** The most days a chart and the API show at once. */
const longestPeriod = 400

export type Period = { kind: 'month' | 'last-30' | 'custom'; from: string; to: string }

const isDay = (text: string | null): text is string => text !== null && isUtcDay(text)

/** The month of `now` up to its day, the 30 days that end with it, or what the address names. UTC days, both included. */
export function periodFrom(params: URLSearchParams, now: number): Period {
  const today = utcDay(new Date(now))
  const from = params.get('from')
  const to = params.get('to')
  if (isDay(from) && isDay(to) && from <= to && Date.parse(to) - Date.parse(from) < longestPeriod * dayMs) {
    return { kind: 'custom', from, to }
  }
  if (params.get('period') === 'last-30') {
    return { kind: 'last-30', from: utcDay(new Date(Date.parse(today) - 29 * dayMs)), to: today }
  }
  return { kind: 'month', from: `${today.slice(0, 8)}01`, to: today }
}

/** What the address says the days are split by; null: they are not. */
export function groupFrom(params: URLSearchParams): UsageGroup | null {
  return usageGroups.find((group) => group === params.get('by')) ?? null
}

/** The address of a period and of what its days are split by, from its `?` on. */
export function addressOfReport(
  period: Pick<Period, 'kind'> & Partial<Period>,
  group: UsageGroup | null,
): string {
  const params = new URLSearchParams()
  if (period.kind === 'custom') {
    params.set('from', period.from ?? '')
    params.set('to', period.to ?? '')
  }
  if (period.kind === 'last-30') params.set('period', 'last-30')
  if (group) params.set('by', group)
  return params.size > 0 ? `?${params}` : ''
}

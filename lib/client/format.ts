/** How amounts and instants read on screen, and how typed durations are understood. Pure. */

const units = [
  { seconds: 3600, name: 'h', words: /^(h|hr|hrs|hours?)$/ },
  { seconds: 60, name: 'min', words: /^(m|min|mins|minutes?)$/ },
  { seconds: 1, name: 's', words: /^(s|sec|secs|seconds?)$/ },
] as const

/** Whole seconds as "1 h 2 min 4 s"; units with nothing are left out, nothing at all is "0 s". */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds))
  const parts: string[] = []
  for (const unit of units) {
    const count = Math.floor(rest / unit.seconds)
    rest -= count * unit.seconds
    if (count > 0) parts.push(`${count} ${unit.name}`)
  }
  return parts.join(' ') || '0 s'
}

/**
 * What people type for a duration, as whole seconds: "90", "90s", "5 min", "1h", "1 h 30 min", "1.5 h".
 * A bare number is seconds. Null when it is none, or not a whole number of seconds.
 */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase()
  if (/^\d+$/.test(trimmed)) return safe(Number(trimmed))
  if (!/^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(trimmed)) return null
  let total = 0
  let largest = Number.POSITIVE_INFINITY
  for (const [, amount, word] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const unit = units.find(({ words }) => words.test(word ?? ''))
    // Units come once each, the larger first: "5 s 1 h" is more likely a slip than a wish.
    if (!unit || unit.seconds >= largest) return null
    largest = unit.seconds
    total += Number(amount) * unit.seconds
  }
  const whole = Math.round(total)
  return Math.abs(total - whole) < 1e-6 ? safe(whole) : null
}

const safe = (value: number) => (Number.isSafeInteger(value) ? value : null)

/** A wait, to the millisecond: "884 ms", "12,310 ms". */
export const formatMilliseconds = (milliseconds: number) => `${formatCount(Math.round(milliseconds))} ms`

/** A whole number with thousands separated: "40,000". Not by `Intl`, whose first use costs a page 10 ms. */
export const formatCount = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** Bytes in words: "0.4 MB", "12 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${bytes < 10_000_000 ? (bytes / 1_000_000).toFixed(1) : Math.round(bytes / 1_000_000)} MB`
}

/** An amount of a currency (ISO 4217): "$1.20"; less than a hundredth has four decimals. */
export function formatMoney(amount: number, currency: string): string {
  const small = amount > 0 && amount < 0.01
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    ...(small && { maximumFractionDigits: 4 }),
  }).format(amount)
}

/** An instant as people read it in `zone`, with the year: "20 Nov 2026, 22:15". */
export function formatInstant(iso: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso))
}

/** The exact instant in UTC: "2026-11-20 22:15:07 UTC". */
export const formatExact = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`

/** A UTC day such as 2026-11-20 as "20 Nov". */
export function formatDay(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

/** Whole seconds between two instants of the wire, begun ones counting, never negative: as usage counts them. */
export function secondsBetween(from: string, toMs: number): number {
  return Math.max(0, Math.ceil((toMs - Date.parse(from)) / 1000))
}

import type { Clock } from '@/lib/platform/clock'

/** Joins to unknown rooms that one address has in a minute. */
const most = 20
const window = 60_000
/** Addresses remembered at once; the oldest is forgotten first, so that memory is bounded. */
const mostAddresses = 10_000

/**
 * Counts joins to rooms that do not exist, per address. Joins to rooms that do are never held back here: an id
 * cannot be guessed, and people behind one address must not lock each other out.
 * @returns a function that counts one and says whether the address may still be answered "unknown"
 */
export function createStrangers(clock: Clock): (address: string) => boolean {
  const seen = new Map<string, { count: number; since: number }>()
  return (address) => {
    const now = clock.now().getTime()
    const before = seen.get(address)
    const entry = before && now - before.since < window ? before : { count: 0, since: now }
    entry.count += 1
    if (entry !== before) {
      seen.delete(address)
      seen.set(address, entry)
    }
    const oldest = seen.keys().next().value
    if (seen.size > mostAddresses && oldest !== undefined) seen.delete(oldest)
    return entry.count <= most
  }
}

import { serverNow } from '@/lib/client/server-time'

/** What a key may do, as the form asks. */
export type Access = 'both' | 'read' | 'write'

/** When a key may expire, as the form asks: in so many days, never, or on a day that is named. */
export const expiryChoices = ['never', 'days30', 'days90', 'days365', 'day'] as const
export type Expiry = (typeof expiryChoices)[number]

const dayMs = 86_400_000
const days = { days30: 30, days90: 90, days365: 365 } as const

/**
 * The instant that a choice means from `now` (Unix milliseconds) on; null for never. A named day is whole where the
 * reader is; one that is none is passed on as it is, so that it is refused in words.
 */
export function expiryOf(choice: Expiry, day: string, now = serverNow()): string | null {
  if (choice === 'never') return null
  if (choice !== 'day') return new Date(now + days[choice] * dayMs).toISOString()
  const end = new Date(`${day}T23:59:59.999`)
  return Number.isNaN(end.getTime()) ? day : end.toISOString()
}

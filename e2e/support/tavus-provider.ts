import { onTestFinished } from 'vitest'
import type { Clock } from '@/lib/platform/clock'
import { loopbackTargets, targetPolicy } from '@/lib/platform/outbound-targets'
import { roomRequest } from '@/lib/providers/fixture'
import type { RoomRequest } from '@/lib/providers/port'
import { createTavusProvider } from '@/lib/providers/tavus/provider'
import { handClock } from './hand-clock'
import { startTavus } from './tavus'

const plain = roomRequest()

/** A request for the account's own persona and replica, with `changes`. */
export const tavusRequest = (changes: Partial<RoomRequest> = {}): RoomRequest => ({
  ...plain,
  cast: {
    persona: { ...plain.cast.persona, id: 'p0a1b2c3d4e5' },
    replica: { ...plain.cast.replica, id: 'r0a1b2c3d4e5' },
  },
  language: 'spanish',
  closedCaptions: false,
  participantLeftTimeout: 5,
  terms: { ...plain.terms, maxCallDuration: 120, participantAbsentTimeout: 60 },
  ...changes,
})

/** Tavus as a server has it that may ask addresses of `allowed` only. */
export function tavusCloud(clock: Clock, allowed = loopbackTargets) {
  const targets = targetPolicy({ allowed, setting: 'OUTBOUND_ALLOW', appUrl: undefined, announcedIp: null })
  return createTavusProvider({ clock, targets: () => targets })
}

/**
 * A Tavus on loopback for one test, whose callbacks are lost, and our provider for its account: by another `key`, or where
 * only addresses of `allowed` may be asked.
 */
export async function connectTavus({ key, allowed }: Connect = {}) {
  const tavus = await startTavus()
  onTestFinished(() => tavus.close())
  tavus.callbacks = 'lost'
  const clock = handClock()
  const account = { key: key ?? tavus.key, baseUrl: `${tavus.url}/` }
  const cloud = tavusCloud(clock, allowed)
  return { tavus, clock, cloud, provider: cloud.under(account) }
}

type Connect = { key?: string; allowed?: typeof loopbackTargets }

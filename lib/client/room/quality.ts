import type { Quality } from './room-state'

/** What has arrived since a connection began. */
export type Arrived = {
  packets: number
  lost: number
  /** Seconds for which pictures stood still. */
  frozen: number
  /** Seconds; null while nothing is known of it. */
  roundTrip: number | null
  /** Packets of sound or pictures that could be shown, by the id of the track. */
  byTrack: ReadonlyMap<string, number>
}

/** Adds up what a browser counts of a connection. A screen may stand still for long, so `screens` freeze unnoticed. */
export function arrivedBy(report: RTCStatsReport, screens: ReadonlySet<string>): Arrived {
  const byTrack = new Map<string, number>()
  const sum = { packets: 0, lost: 0, frozen: 0, roundTrip: null as number | null }
  for (const one of report.values()) {
    if (one.type === 'inbound-rtp') {
      sum.packets += one.packetsReceived ?? 0
      sum.lost += one.packetsLost ?? 0
      if (!screens.has(one.trackIdentifier)) sum.frozen += one.totalFreezesDuration ?? 0
      byTrack.set(one.trackIdentifier, (one.kind === 'video' ? one.framesDecoded : one.packetsReceived) ?? 0)
    } else if (one.type === 'candidate-pair' && one.nominated && one.currentRoundTripTime !== undefined) {
      sum.roundTrip = one.currentRoundTripTime
    }
  }
  return { ...sum, byTrack }
}

/** A quality, and what the last looks said instead. */
export type Judgement = { quality: Quality; other: Quality | null; times: number }

export const goodSoFar: Judgement = { quality: 'good', other: null, times: 0 }

/** Share of packets lost, seconds of round trip, and seconds of two that the picture stood, from which each begins. */
const bounds = {
  low: { lost: 0.03, roundTrip: 0.3, frozen: 0.3 },
  'very-low': { lost: 0.12, roundTrip: 0.8, frozen: 1 },
}
const order: Quality[] = ['good', 'low', 'very-low']
/** Looks in a row after which it is believed: a quality that flickers tells nobody anything. */
const patience = { worse: 2, better: 3 }

/** What one look says by itself: how well media arrived between two counts. */
function seen(earlier: Arrived, now: Arrived): Quality {
  const packets = now.packets - earlier.packets
  // Media flowed, and now nothing comes at all.
  if (packets <= 0 && earlier.packets > 0) return 'very-low'
  const missing = Math.max(0, now.lost - earlier.lost)
  const lost = packets + missing > 0 ? missing / (packets + missing) : 0
  const frozen = now.frozen - earlier.frozen
  const reaches = (quality: 'low' | 'very-low') =>
    lost >= bounds[quality].lost ||
    frozen >= bounds[quality].frozen ||
    (now.roundTrip ?? 0) >= bounds[quality].roundTrip
  if (reaches('very-low')) return 'very-low'
  return reaches('low') ? 'low' : 'good'
}

/** How well media arrives after one more look, two seconds after the one before. */
export function judge(before: Judgement, earlier: Arrived, now: Arrived): Judgement {
  const { quality, other, times } = before
  const looks = seen(earlier, now)
  if (looks === quality) return { quality, other: null, times: 0 }
  const isWorse = order.indexOf(looks) > order.indexOf(quality)
  // Of looks that differ among themselves, the last one counts when they agree that it is better, or worse.
  const wasWorse = other !== null && order.indexOf(other) > order.indexOf(quality)
  const inRow = other !== null && wasWorse === isWorse ? times + 1 : 1
  return inRow >= (isWorse ? patience.worse : patience.better)
    ? { quality: looks, other: null, times: 0 }
    : { quality, other: looks, times: inRow }
}

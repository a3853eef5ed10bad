import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Arrived, arrivedBy, goodSoFar, type Judgement, judge } from './quality'

const none: Arrived = { packets: 0, lost: 0, frozen: 0, roundTrip: null, byTrack: new Map() }

/** What a look of two seconds may have seen. */
type Look = { packets: number; lost: number; frozen: number; roundTrip: number }
const fine: Look = { packets: 200, lost: 0, frozen: 0, roundTrip: 0.03 }
const lossy: Look = { ...fine, packets: 190, lost: 10 }
const awful: Look = { ...fine, packets: 150, lost: 50 }

/** Judges look after look; what each of them left. */
function follow(looks: Look[], from: Judgement = goodSoFar) {
  let arrived = { ...none, packets: 1 }
  let judgement = from
  return looks.map(({ packets, lost, frozen, roundTrip }) => {
    const now = {
      ...arrived,
      packets: arrived.packets + packets,
      lost: arrived.lost + lost,
      frozen: arrived.frozen + frozen,
      roundTrip,
    }
    judgement = judge(judgement, arrived, now)
    arrived = now
    return judgement.quality
  })
}

describe('quality', () => {
  test('is believed to be worse after two looks, better after three', () => {
    expect(follow([lossy, lossy, fine, fine, fine])).toEqual(['good', 'low', 'low', 'low', 'good'])
  })

  test.each([
    ['loss', awful, 'very-low'],
    ['a long way', { ...fine, roundTrip: 0.35 }, 'low'],
    ['a very long way', { ...fine, roundTrip: 1 }, 'very-low'],
    ['a picture that stands', { ...fine, frozen: 0.5 }, 'low'],
    ['a picture that stands most of the time', { ...fine, frozen: 1.5 }, 'very-low'],
    ['nothing at all', { ...fine, packets: 0 }, 'very-low'],
  ])('%s is seen', (_, look, quality) => {
    expect(follow([look, look]).at(-1)).toBe(quality)
  })

  test('two bad looks of different degree make it worse', () => {
    expect(follow([lossy, awful])).toEqual(['good', 'very-low'])
    expect(follow([awful, lossy])).toEqual(['good', 'low'])
  })

  const anyLook = fc.record({
    packets: fc.integer({ min: 0, max: 400 }),
    lost: fc.integer({ min: 0, max: 100 }),
    frozen: fc.double({ min: 0, max: 2, noNaN: true }),
    roundTrip: fc.double({ min: 0, max: 2, noNaN: true }),
  })

  test('one look alone never changes it', () => {
    fc.assert(
      fc.property(fc.constantFrom('good', 'low', 'very-low'), anyLook, (quality, look) => {
        expect(follow([look], { quality, other: null, times: 0 })).toEqual([quality])
      }),
    )
  })

  test('what goes on for three looks is what is said, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(anyLook, { maxLength: 12 }), fc.constantFrom(fine, lossy, awful), (past, look) => {
        const [alone] = follow([look, look, look], { quality: 'good', other: null, times: 0 }).slice(-1)
        expect(follow([...past, look, look, look]).at(-1)).toBe(alone)
      }),
    )
  })
})

describe('what a browser counts', () => {
  const report = (...stats: object[]) =>
    new Map(stats.map((one, index) => [String(index), one])) as unknown as RTCStatsReport

  test('is added up, by track too', () => {
    const arrived = arrivedBy(
      report(
        { type: 'inbound-rtp', kind: 'audio', trackIdentifier: 'a', packetsReceived: 10, packetsLost: 1 },
        {
          type: 'inbound-rtp',
          kind: 'video',
          trackIdentifier: 'v',
          packetsReceived: 30,
          packetsLost: -2,
          framesDecoded: 5,
          totalFreezesDuration: 0.5,
        },
        { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
        { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.04 },
        { type: 'outbound-rtp', packetsSent: 100 },
      ),
      new Set(),
    )
    expect(arrived).toEqual({
      packets: 40,
      lost: -1,
      frozen: 0.5,
      roundTrip: 0.04,
      byTrack: new Map([
        ['a', 10],
        ['v', 5],
      ]),
    })
  })

  test('a screen may stand still', () => {
    const video = { type: 'inbound-rtp', kind: 'video', trackIdentifier: 's', totalFreezesDuration: 3 }
    expect(arrivedBy(report(video), new Set(['s'])).frozen).toBe(0)
  })
})

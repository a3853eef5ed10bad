import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deadlines,
  type Event,
  type Facts,
  nextDeadline,
  remoteGrace,
  returnTimeout,
  startTimeout,
  transition,
} from './lifecycle'

const created = new Date('2026-03-10T10:00:00.000Z')
const at = (seconds: number) => new Date(created.getTime() + seconds * 1000)

const begun: Facts = {
  status: 'active',
  remote: false,
  createdAt: created,
  confirmedAt: at(1),
  attendance: [],
  minutesEndAt: null,
  timers: { maxDuration: 3600, left: 0, absent: 300 },
  endedAt: null,
  endReason: null,
}

const person = (sessionId: string, joined: number, gone: { lost?: number; left?: number } = {}) => ({
  sessionId,
  joinedAt: at(joined),
  lostAt: gone.lost === undefined ? null : at(gone.lost),
  leftAt: gone.left === undefined ? null : at(gone.left),
})

const report = (...presence: ReturnType<typeof person>[]): Event => ({ type: 'presence', presence })

/** Applies events one after the other, each at its own second. */
function play(facts: Facts, ...events: [number, Event][]): Facts {
  return events.reduce((current, [second, event]) => transition(current, event, at(second)).facts, facts)
}

describe('starting', () => {
  const starting: Facts = { ...begun, status: 'starting', confirmedAt: null }

  it('waits thirty seconds for the provider, then ends as a failed start', () => {
    expect(nextDeadline(starting)).toEqual({
      at: at(startTimeout),
      endsAt: at(startTimeout),
      reason: 'starting',
    })
    const { facts, consequences } = transition(starting, { type: 'due' }, at(31))
    expect(facts).toMatchObject({ status: 'ended', endReason: 'start_failed', endedAt: at(30) })
    expect(consequences).toContain('end-at-provider')
  })

  it('becomes active when confirmed, and tells that the replica is there', () => {
    const { facts, consequences } = transition(starting, { type: 'confirmed' }, at(2))
    expect(facts).toMatchObject({ status: 'active', confirmedAt: at(2) })
    expect(consequences).toEqual(['tell-joined'])
  })

  it('ends at the provider what is confirmed after its end', () => {
    const ended = play(starting, [5, { type: 'end-requested' }])
    expect(transition(ended, { type: 'confirmed' }, at(6))).toEqual({
      facts: ended,
      consequences: ['end-at-provider'],
    })
  })

  it('a failed start counts only while it is starting', () => {
    expect(play(starting, [3, { type: 'start-failed' }])).toMatchObject({
      endReason: 'start_failed',
      endedAt: at(3),
    })
    expect(play(begun, [3, { type: 'start-failed' }])).toBe(begun)
  })
})

describe('nobody joins', () => {
  it('ends at the absent timeout, however late that is handled', () => {
    expect(nextDeadline(begun)).toMatchObject({ at: at(300), reason: 'absent' })
    expect(play(begun, [9000, { type: 'due' }])).toMatchObject({ endedAt: at(300), endReason: 'absent' })
  })

  it('ends at the longest call when that comes first', () => {
    const short = { ...begun, timers: { ...begun.timers, maxDuration: 60 } }
    expect(play(short, [9000, { type: 'due' }])).toMatchObject({ endedAt: at(60), endReason: 'max_duration' })
  })

  it('is never early', () => {
    expect(play(begun, [299.999, { type: 'due' }])).toMatchObject({ status: 'active' })
    expect(play(begun, [300, { type: 'due' }])).toMatchObject({ status: 'ended' })
  })
})

describe('leaving', () => {
  it('starts the left timer when the last of several leaves, and a return cancels it', () => {
    const slow = { ...begun, timers: { ...begun.timers, left: 60 } }
    const three = play(slow, [40, report(person('a', 40), person('b', 40), person('observer', 40))])
    expect(nextDeadline(three)?.reason).toBe('max_duration')
    const two = play(three, [
      50,
      report(person('a', 40, { left: 50 }), person('b', 40, { left: 48 }), person('observer', 40)),
    ])
    expect(nextDeadline(two)?.reason).toBe('max_duration')
    const none = play(two, [
      55,
      report(
        person('a', 40, { left: 50 }),
        person('b', 40, { left: 48 }),
        person('observer', 40, { left: 55 }),
      ),
    ])
    expect(nextDeadline(none)).toEqual({ at: at(115), endsAt: at(115), reason: 'left' })
    const back = play(none, [
      60,
      report(person('a', 40), person('b', 40, { left: 48 }), person('observer', 40, { left: 55 })),
    ])
    expect(nextDeadline(back)?.reason).toBe('max_duration')
  })

  it('ends at once with no left timeout', () => {
    const left = play(begun, [40, report(person('a', 40))], [100, report(person('a', 40, { left: 100 }))])
    expect(nextDeadline(left)).toMatchObject({ at: at(100), reason: 'left' })
    expect(play(left, [100.1, { type: 'due' }])).toMatchObject({ endedAt: at(100), endReason: 'left' })
  })
})

describe('a connection lost in silence', () => {
  const lost = play(begun, [40, report(person('a', 40))], [100, report(person('a', 40, { lost: 100 }))])

  it('is waited for, and the wait ends nothing by itself', () => {
    expect(nextDeadline(lost)).toEqual({ at: at(100 + returnTimeout), endsAt: null, reason: 'reconnecting' })
  })

  it('counts as left when it was lost, once the wait is over', () => {
    expect(play(lost, [116, { type: 'due' }])).toMatchObject({
      status: 'ended',
      endedAt: at(100),
      endReason: 'left',
    })
  })

  it('goes on as if nothing had been when the person returns', () => {
    const back = play(lost, [110, report(person('a', 40))], [116, { type: 'due' }])
    expect(back).toMatchObject({ status: 'active' })
    expect(back.attendance[0]).toMatchObject({ joinedAt: at(40), lostAt: null, leftAt: null })
  })

  it('keeps the first instant it was told, as later reports only estimate it anew', () => {
    const again = play(lost, [106, report(person('a', 40.2, { lost: 100.3 }))])
    expect(again.attendance[0]).toMatchObject({ joinedAt: at(40), lostAt: at(100), waitUntil: at(115) })
  })

  it('after a crash is waited for from the time the room is open again', () => {
    const here = play(begun, [40, report(person('a', 40))])
    const reopened = play(here, [160, { type: 'reopened', lostAt: at(100) }])
    expect(nextDeadline(reopened)).toMatchObject({ at: at(175), reason: 'reconnecting' })
    expect(play(reopened, [175, { type: 'due' }])).toMatchObject({ endedAt: at(100), endReason: 'left' })
  })

  it('is not taken for gone by a report from before the return is counted', () => {
    const gone = play(
      { ...begun, timers: { ...begun.timers, left: 600 } },
      [60, report(person('a', 40, { lost: 60 }))],
      [80, { type: 'due' }],
    )
    expect(gone.attendance[0]?.leftAt).toEqual(at(60))
    const repeated = play(gone, [81, report(person('a', 40, { lost: 60 }))])
    expect(repeated.attendance[0]?.leftAt).toEqual(at(60))
    expect(play(repeated, [90, report(person('a', 40))]).attendance[0]?.leftAt).toBeNull()
  })
})

describe('minutes', () => {
  it('end the conversation when they run out', () => {
    const facts = play(begun, [0, { type: 'minutes', endAt: at(200) }])
    expect(play(facts, [500, { type: 'due' }])).toMatchObject({ endedAt: at(200), endReason: 'minutes' })
  })

  it('that last until the next month are shared anew when it begins', () => {
    const monthEnd = new Date('2026-04-01T00:00:00.000Z')
    const long = {
      ...begun,
      timers: { maxDuration: 86_400 * 40, left: 0, absent: 86_400 * 40 },
      minutesEndAt: monthEnd,
    }
    const { facts, consequences } = transition(long, { type: 'due' }, new Date(monthEnd.getTime() + 10))
    expect(facts).toMatchObject({ status: 'active', minutesEndAt: null })
    expect(consequences).toEqual(['share-minutes'])
  })
})

describe('ending', () => {
  it('is dated by an overdue deadline rather than by the request that came after it', () => {
    expect(play(begun, [400, { type: 'end-requested' }])).toMatchObject({
      endedAt: at(300),
      endReason: 'absent',
    })
  })

  it('twice is the same as once', () => {
    const once = play(begun, [100, { type: 'end-requested' }])
    expect(once).toMatchObject({ endedAt: at(100), endReason: 'requested' })
    expect(transition(once, { type: 'end-requested' }, at(200))).toEqual({ facts: once, consequences: [] })
  })

  it('by a host that is gone is dated at its last sign of life', () => {
    expect(play(begun, [200, { type: 'host-lost', at: at(120) }])).toMatchObject({
      endedAt: at(120),
      endReason: 'host_lost',
    })
    expect(play(begun, [900, { type: 'host-lost', at: at(800) }])).toMatchObject({
      endedAt: at(300),
      endReason: 'absent',
    })
  })

  it('lets nobody stay', () => {
    const here = play(
      begun,
      [50, report(person('a', 40), person('b', 40, { lost: 50 }))],
      [60, { type: 'end-requested' }],
    )
    expect(here.attendance.map((one) => one.leftAt)).toEqual([at(60), at(50)])
  })
})

const second = fc.integer({ min: 0, max: 4000 })
const anyPerson = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c'),
    joined: second,
    state: fc.constantFrom('here', 'lost', 'left'),
    gone: second,
  })
  .map(({ id, joined, state, gone }) =>
    person(id, joined, state === 'here' ? {} : { [state]: Math.max(joined, gone) }),
  )
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.constant<Event>({ type: 'due' }),
  fc.constant<Event>({ type: 'confirmed' }),
  fc.constant<Event>({ type: 'end-requested' }),
  fc.constant<Event>({ type: 'room-lost' }),
  second.map((lost): Event => ({ type: 'reopened', lostAt: at(lost) })),
  second.map((end): Event => ({ type: 'minutes', endAt: at(end) })),
  fc.uniqueArray(anyPerson, { selector: (one) => one.sessionId, maxLength: 3 }).map((all) => report(...all)),
)
const anyLife = fc
  .array(fc.tuple(second, anyEvent), { maxLength: 25 })
  .map((steps) => steps.sort((a, b) => a[0] - b[0]))

describe('at a provider outside', () => {
  const remote: Facts = { ...begun, remote: true }

  it('has no timer of ours but the longest call, after which the provider gets a moment to say so', () => {
    expect(deadlines(remote)).toEqual([
      { reason: 'max_duration', at: at(3600 + remoteGrace), endsAt: at(3600) },
    ])
    expect(play(remote, [3600 + remoteGrace - 1, { type: 'due' }])).toBe(remote)
    expect(play(remote, [3600 + remoteGrace, { type: 'due' }])).toMatchObject({
      endReason: 'max_duration',
      endedAt: at(3600),
    })
  })

  it('tells that the replica is there when the provider does', () => {
    const starting: Facts = { ...remote, status: 'starting', confirmedAt: null }
    expect(transition(starting, { type: 'confirmed' }, at(2)).consequences).toEqual([])
  })

  it('that refused to start it has nothing to be ended; one that may have started it has', () => {
    const starting: Facts = { ...remote, status: 'starting', confirmedAt: null }
    const refused = transition(starting, { type: 'start-failed', nothingMade: true }, at(2))
    expect(refused.facts.endReason).toBe('start_failed')
    expect(refused.consequences).toEqual(['tell-ended'])
    expect(transition(starting, { type: 'start-failed' }, at(2)).consequences).toContain('end-at-provider')
  })

  it('ends when and as the provider says, and is not ended there once more', () => {
    const over = transition(remote, { type: 'provider-ended', at: at(41), reason: 'left' }, at(60))
    expect(over.facts).toMatchObject({ status: 'ended', endReason: 'left', endedAt: at(41) })
    expect(over.consequences).toEqual(['tell-ended'])
    const again = transition(over.facts, { type: 'provider-ended', at: at(41), reason: 'left' }, at(61))
    expect(again).toEqual({ facts: over.facts, consequences: [] })
  })

  it('ends now, or when it had to, where the provider does not say when', () => {
    const ended = (second: number) =>
      play(remote, [second, { type: 'provider-ended', at: null, reason: 'provider_ended' }]).endedAt
    expect(ended(60)).toEqual(at(60))
    expect(ended(9000)).toEqual(at(3600))
  })

  it('is billed by the provider’s instant, whoever noticed the end first, for the reason we know', () => {
    const ours = play(remote, [30, { type: 'end-requested' }])
    const corrected = transition(ours, { type: 'provider-ended', at: at(31), reason: 'requested' }, at(40))
    expect(corrected.facts).toEqual({ ...ours, endedAt: at(31) })
    expect(corrected.consequences).toEqual(['correct-usage'])
    const unsaid = transition(ours, { type: 'provider-ended', at: null, reason: 'requested' }, at(40))
    expect(unsaid).toEqual({ facts: ours, consequences: [] })
  })

  it('never began, where its start failed, whatever the provider says later', () => {
    const failed = play({ ...remote, status: 'starting' }, [3, { type: 'start-failed' }])
    expect(play(failed, [9, { type: 'provider-ended', at: at(8), reason: 'requested' }])).toBe(failed)
  })

  it('is not ended before its start is confirmed or has failed', () => {
    const starting: Facts = { ...remote, status: 'starting', confirmedAt: null }
    expect(play(starting, [1, { type: 'provider-ended', at: at(1), reason: 'requested' }])).toBe(starting)
  })
})

describe('whatever happens', () => {
  it('never ends before it began, nor later than it was handled, and an ended conversation stays as it is', () => {
    fc.assert(
      fc.property(anyLife, fc.integer({ min: 0, max: 100 }), (steps, left) => {
        let facts: Facts = { ...begun, timers: { maxDuration: 1800, left, absent: 300 } }
        for (const [when, event] of steps) {
          const before = facts
          facts = transition(before, event, at(when)).facts
          if (before.status === 'ended') expect(facts).toEqual(before)
          if (facts.endedAt) {
            expect(facts.endedAt.getTime()).toBeGreaterThanOrEqual(created.getTime())
            expect(facts.endedAt.getTime()).toBeLessThanOrEqual(
              Math.max(at(when).getTime(), created.getTime()),
            )
            expect(facts.endedAt.getTime()).toBeLessThanOrEqual(at(1800).getTime())
          }
        }
      }),
    )
  })

  it('at a provider outside its last word on the end counts, in whatever order and however often things are told', () => {
    const word = second.map((end): Event => ({ type: 'provider-ended', at: at(end), reason: 'left' }))
    fc.assert(
      fc.property(
        anyLife,
        fc.array(fc.tuple(second, word), { minLength: 1, maxLength: 3 }),
        (steps, words) => {
          const all = [...steps, ...words].sort((a, b) => a[0] - b[0])
          const last = all.findLast(([, event]) => event.type === 'provider-ended')?.[1]
          const facts = play({ ...begun, remote: true }, ...all)
          expect(facts.endedAt).toEqual(last?.type === 'provider-ended' && last.at)
          expect(play(facts, ...words.slice(-1), ...words.slice(-1)).status).toBe('ended')
        },
      ),
    )
  })

  it('a look settles everything that was due: what remains lies ahead', () => {
    fc.assert(
      fc.property(anyLife, second, (steps, now) => {
        const facts = steps.reduce<Facts>(
          (current, [when, event]) => transition(current, event, at(when)).facts,
          begun,
        )
        const looked = transition(facts, { type: 'due' }, at(now + 4000)).facts
        for (const deadline of deadlines(looked))
          expect(deadline.at.getTime()).toBeGreaterThan(at(now + 4000).getTime())
      }),
    )
  })

  it('does not change the facts it is given', () => {
    fc.assert(
      fc.property(anyLife, (steps) => {
        let facts = begun
        for (const [when, event] of steps) {
          const copy = structuredClone(facts)
          const next = transition(facts, event, at(when)).facts
          expect(facts).toEqual(copy)
          facts = next
        }
      }),
    )
  })
})

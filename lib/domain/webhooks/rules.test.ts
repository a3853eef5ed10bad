import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { delays, deliveryCursor, messageType, retryAfterMs, type Verdict, verdictOf, wants } from './rules'

const now = new Date('2026-03-10T10:00:00.000Z')
const attempt = { round: 1, once: false, now, random: 0 }
const wait = (verdict: Verdict) =>
  verdict.status === 'pending' ? verdict.nextAttemptAt.getTime() - now.getTime() : null

describe('the schedule', () => {
  it('has ten attempts in 75 hours, 35 minutes and 5 seconds', () => {
    expect(delays).toHaveLength(10)
    expect(delays.reduce((sum, delay) => sum + delay)).toBe(((75 * 60 + 35) * 60 + 5) * 1000)
  })

  it('waits as long as it says after each attempt, and gives up after the tenth', () => {
    const waits = delays.map((_delay, index) =>
      wait(verdictOf({ status: 500 }, { ...attempt, round: index + 1 })),
    )
    expect(waits).toEqual([...delays.slice(1), null])
  })

  it('waits up to a tenth longer by chance, never less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (round, random) => {
          const ms = wait(verdictOf({ failure: 'Reset.' }, { ...attempt, round, random })) ?? 0
          expect(ms).toBeGreaterThanOrEqual(delays[round] ?? 0)
          expect(ms).toBeLessThanOrEqual((delays[round] ?? 0) * 1.1 + 1)
        },
      ),
    )
  })
})

describe('an answer', () => {
  const table: [string, number[], Verdict['status'], boolean?][] = [
    ['delivers', [200, 201, 202, 204, 299], 'delivered'],
    ['is a redirect, and a failure', [300, 301, 302, 303, 304, 307, 308], 'pending'],
    ['says that nothing more is wanted', [410], 'failed', true],
    ['is tried again', [400, 401, 403, 404, 405, 409, 413, 422, 429, 451, 499], 'pending'],
    ['is tried again', [500, 501, 502, 503, 504, 520, 599, 101, 0], 'pending'],
  ]
  it.each(
    table.flatMap(([what, codes, status, gone]) => codes.map((code) => [code, what, status, gone] as const)),
  )('%i %s', (code, _what, status, gone = false) => {
    const verdict = verdictOf({ status: code }, attempt)
    expect(verdict.status).toBe(status)
    if (verdict.status === 'failed') expect(verdict.gone).toBe(gone)
    if (verdict.status === 'pending') expect(verdict).toMatchObject({ throttled: false })
  })

  it.each([429, 502, 503, 504])('%i is obeyed where it names a time', (status) => {
    const verdict = verdictOf({ status, retryAfter: '120' }, attempt)
    expect(verdict).toEqual({
      status: 'pending',
      nextAttemptAt: new Date(now.getTime() + 120_000),
      throttled: true,
    })
    // Never sooner than the schedule says.
    expect(wait(verdictOf({ status, retryAfter: '1' }, { ...attempt, round: 2 }))).toBe(300_000)
  })

  it('of another kind names no time', () => {
    expect(wait(verdictOf({ status: 500, retryAfter: '120' }, attempt))).toBe(5000)
  })

  it('to a test decides at once', () => {
    expect(verdictOf({ status: 503, retryAfter: '1' }, { ...attempt, once: true })).toEqual({
      status: 'failed',
      gone: false,
    })
  })

  it('that never comes is tried again, unless the same would come of it', () => {
    expect(wait(verdictOf({ failure: 'Reset.' }, attempt))).toBe(5000)
    expect(verdictOf({ failure: 'Private.', hopeless: true }, attempt)).toEqual({
      status: 'failed',
      gone: false,
    })
  })
})

it.each([
  ['0', 0],
  ['5', 5000],
  [' 5 ', 5000],
  ['999999999', 86_400_000],
  ['Tue, 10 Mar 2026 10:02:00 GMT', 120_000],
  ['Tue, 10 Mar 2026 09:00:00 GMT', 0],
  ['Tue, 10 Mar 2099 09:00:00 GMT', 86_400_000],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
  [undefined, null],
  ['12345678901234567890', null],
])('Retry-After %j means %j ms', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms)
})

it('sends everything to whoever chose nothing', () => {
  expect(wants([], 'system.shutdown')).toBe(true)
  expect(wants(['system.shutdown'], 'system.shutdown')).toBe(true)
  expect(wants(['system.shutdown'], 'system.pal_joined')).toBe(false)
})

it('names the kind of an event by its type', () => {
  expect([
    messageType('system.shutdown'),
    messageType('application.recording_ready'),
    messageType('webhook.test'),
  ]).toEqual(['system', 'application', 'system'])
})

it('keeps a place in the list, and knows what is none', () => {
  const place = { createdAt: now, id: '4f0c9d7e-2b1a-4c7e-9d7e-2b1a4c7e9d7e' }
  expect(deliveryCursor.read(deliveryCursor.write(place))).toEqual(place)
  for (const text of ['', 'x', 'a'.repeat(200), btoa('1.c123456789')])
    expect(deliveryCursor.read(text)).toBeNull()
})

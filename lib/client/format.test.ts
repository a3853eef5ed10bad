import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatCount,
  formatDay,
  formatDuration,
  formatExact,
  formatInstant,
  parseDuration,
  secondsBetween,
} from './format'

describe('parseDuration', () => {
  test.each([
    ['90', 90],
    ['90s', 90],
    ['90 sec', 90],
    ['5 min', 300],
    ['5m', 300],
    ['1h', 3600],
    ['1 h 30 min', 5400],
    ['1h30m5s', 5405],
    ['1.5 h', 5400],
    ['0.1 min', 6],
    [' 2 Minutes ', 120],
    ['0', 0],
    ['0 s', 0],
  ])('%s is %i seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  test.each([
    '',
    'soon',
    '-5',
    '5 parsecs',
    '1:30',
    '1,000 s',
    '1.5',
    '0.5 s',
    'h',
    '5 s 1 h',
    '1 h 1 h',
    '9'.repeat(30),
  ])('"%s" is no duration', (text) => {
    expect(parseDuration(text)).toBeNull()
  })

  test('reads back whatever formatDuration writes', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (seconds) => parseDuration(formatDuration(seconds)) === seconds),
    )
  })

  test('never throws and gives whole seconds or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const seconds = parseDuration(text)
        return seconds === null || (Number.isSafeInteger(seconds) && seconds >= 0)
      }),
    )
  })
})

test('durations read as people say them', () => {
  expect(formatDuration(0)).toBe('0 s')
  expect(formatDuration(724)).toBe('12 min 4 s')
  expect(formatDuration(3600)).toBe('1 h')
  expect(formatDuration(3604)).toBe('1 h 4 s')
})

test('an instant is shown in the zone that is asked for, and exactly in UTC', () => {
  const at = '2026-11-20T22:15:07.123000Z'
  expect(formatInstant(at, 'UTC')).toBe('20 Nov 2026, 22:15')
  expect(formatInstant(at, 'Asia/Kolkata')).toBe('21 Nov 2026, 03:45')
  expect(formatExact(at)).toBe('2026-11-20 22:15:07 UTC')
  expect(formatDay('2026-11-20')).toBe('20 Nov')
})

test('begun seconds count, as usage counts them', () => {
  const from = '2026-11-20T22:00:00.500000Z'
  const start = Date.parse('2026-11-20T22:00:00.500Z')
  expect(secondsBetween(from, start)).toBe(0)
  expect(secondsBetween(from, start + 1)).toBe(1)
  expect(secondsBetween(from, start + 1000)).toBe(1)
  expect(secondsBetween(from, start - 5000)).toBe(0)
})

test('counts are written as English writes them', () => {
  const english = new Intl.NumberFormat('en-US')
  fc.assert(fc.property(fc.integer(), (count) => formatCount(count) === english.format(count)))
  fc.assert(fc.property(fc.maxSafeInteger(), (count) => formatCount(count) === english.format(count)))
})

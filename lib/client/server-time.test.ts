import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { currentSecond, measuredOffset, noteServerTime, serverNow, subscribeSeconds } from './server-time'

const browserTime = Date.parse('2026-11-20T20:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: browserTime })
})
afterEach(() => {
  vi.useRealTimers()
})

test('the offset is measured from the middle of the round trip', () => {
  expect(measuredOffset(10_000, 1000, 3000)).toBe(8000)
})

test('a browser two hours behind shows the time of the server', () => {
  noteServerTime('2026-11-20T22:00:00.000000Z', browserTime, browserTime)
  expect(serverNow()).toBe(Date.parse('2026-11-20T22:00:00Z'))
})

test('the delay of the network does not make the clock jump', () => {
  noteServerTime('2026-11-20T22:00:00.000000Z', browserTime, browserTime)
  noteServerTime('2026-11-20T22:00:00.300000Z', browserTime, browserTime)
  expect(serverNow()).toBe(Date.parse('2026-11-20T22:00:00Z'))
})

test('what is no date changes nothing', () => {
  noteServerTime('2026-11-20T22:00:00.000000Z', browserTime, browserTime)
  noteServerTime(null, browserTime, browserTime)
  noteServerTime('yesterday', browserTime, browserTime)
  expect(serverNow()).toBe(Date.parse('2026-11-20T22:00:00Z'))
})

test('listeners hear each second that begins, and nothing after they stop', () => {
  noteServerTime('2026-11-20T22:00:00.000000Z', browserTime, browserTime)
  const heard: number[] = []
  const stop = subscribeSeconds(() => heard.push(currentSecond()))
  const first = currentSecond()
  vi.advanceTimersByTime(3000)
  expect(heard).toEqual([first + 1, first + 2, first + 3])
  stop()
  vi.advanceTimersByTime(3000)
  expect(heard).toHaveLength(3)
})

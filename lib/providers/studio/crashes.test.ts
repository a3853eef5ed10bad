import { expect, it } from 'vitest'
import { backOff, type Crashes, crashed, isHopeless } from './crashes'

const at = (seconds: number) => new Date(seconds * 1000)
const history = (...seconds: number[]) => seconds.reduce<Crashes>((before, s) => crashed(before, at(s)), [])

it('gives a room up at the third crash within a minute', () => {
  expect(isHopeless(history(0, 30))).toBe(false)
  expect(isHopeless(history(0, 30, 59))).toBe(true)
  expect(isHopeless(history(0, 30, 61))).toBe(false)
  expect(isHopeless(history(0, 30, 61, 62))).toBe(true)
})

it('waits 250 ms, twice as long each time, at most 5 s', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(backOff)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000])
})

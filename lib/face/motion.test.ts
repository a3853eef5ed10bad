import { describe, expect, it } from 'vitest'
import { frameMs, speechLike } from './fixture'
import { createMotion, type Motion } from './motion'
import { closedMouth, mouthAt } from './mouth'
import type { FaceState, Pose } from './pose'

const states: FaceState[] = ['idle', 'listening', 'thinking', 'speaking']

/** The poses of `seconds` in one state, 25 a second. */
function watch(motion: Motion, state: FaceState, seconds: number): Pose[] {
  return Array.from({ length: seconds * 25 }, (_, frame) => motion(frame * frameMs, state, closedMouth))
}

const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length

describe('the motion of a face', () => {
  it('is the same for the same seed and calls, and another for another seed', () => {
    expect(watch(createMotion('a'), 'speaking', 20)).toEqual(watch(createMotion('a'), 'speaking', 20))
    expect(watch(createMotion('a'), 'speaking', 20)).not.toEqual(watch(createMotion('b'), 'speaking', 20))
  })

  it('does not depend on when its clock began', () => {
    const from = (start: number) => {
      const motion = createMotion('a')
      return Array.from({ length: 200 }, (_, frame) => motion(start + frame * frameMs, 'idle', closedMouth))
    }
    expect(from(1_790_000_000_000)).toEqual(from(0))
  })

  it.each(states)('never repeats itself within ten minutes while %s', (state) => {
    const parts: (keyof Pose)[] = ['x', 'y', 'roll', 'yaw']
    const poses = watch(createMotion('loop'), state, 600).filter((_, at) => at % 10 === 0)
    const rows = poses.map((pose) => parts.map((part) => pose[part] as number))
    const ranges = parts.map((_, part) => {
      const column = rows.map((row) => row[part] ?? 0)
      return Math.max(...column) - Math.min(...column)
    })
    /** How unlike the five seconds from `one` and from `other` are, as parts of the whole range of movement. */
    const distance = (one: number, other: number) => {
      let largest = 0
      for (let step = 0; step < 13; step += 1) {
        for (const [part, range] of ranges.entries()) {
          const [a = 0, b = 0] = [rows[one + step]?.[part], rows[other + step]?.[part]]
          largest = Math.max(largest, Math.abs(a - b) / range)
        }
        if (largest > 0.1) break
      }
      return largest
    }
    let nearest = 1
    for (let one = 0; one < rows.length - 26; one += 1) {
      for (let other = one + 13; other < rows.length - 13; other += 1) {
        nearest = Math.min(nearest, distance(one, other))
      }
    }
    expect(nearest).toBeGreaterThan(0.02)
  })

  it.each(states)('moves the head in small steps while %s: nothing jerks', (state) => {
    const poses = watch(createMotion('jerk'), state, 120)
    for (const [at, pose] of poses.slice(1).entries()) {
      const before = poses[at] as Pose
      // In the drawing's units, of which 2.3 are a pixel of the picture.
      expect(Math.hypot(pose.x - before.x, pose.y - before.y)).toBeLessThan(2.5)
      expect(Math.abs(pose.roll - before.roll)).toBeLessThan(0.006)
      expect(Math.abs(pose.breath - before.breath)).toBeLessThan(0.6)
    }
  })

  it.each(states)('blinks with its lids fully closed, and not too often, while %s', (state) => {
    const lids = watch(createMotion('blink'), state, 120).map((pose) => pose.lids)
    const blinks = lids.filter((lid, at) => lid > 0.9 && (lids[at - 1] ?? 0) <= 0.9).length
    expect(blinks).toBeGreaterThan(16)
    expect(blinks).toBeLessThan(80)
    expect(Math.max(...lids)).toBe(1)
    expect(mean(lids)).toBeLessThan(0.2)
  })

  it('breathes, evenly and about fifteen times a minute', () => {
    const breaths = watch(createMotion('breath'), 'idle', 120).map((pose) => pose.breath)
    const middle = mean(breaths)
    const inhaled = breaths.filter(
      (value, at) => value > middle && (breaths[at - 1] ?? middle) <= middle,
    ).length
    expect(inhaled / 2).toBeGreaterThan(10)
    expect(inhaled / 2).toBeLessThan(20)
  })

  it('shows what it does: leans and nods to listen, looks up to think, moves most to speak', () => {
    const [idle, listening, thinking, speaking] = states.map((state) =>
      watch(createMotion('state'), state, 60).slice(50),
    ) as [Pose[], Pose[], Pose[], Pose[]]
    const usual = (poses: Pose[], part: 'lean' | 'smile' | 'gazeX' | 'gazeY' | 'browNear' | 'roll') =>
      mean(poses.map((pose) => pose[part]))
    const spread = (poses: Pose[]) => mean(poses.map((pose) => Math.abs(pose.x)))
    expect(usual(listening, 'lean')).toBeGreaterThan(usual(idle, 'lean') + 0.015)
    expect(usual(listening, 'smile')).toBeGreaterThan(usual(idle, 'smile') + 0.3)
    expect(usual(listening, 'browNear')).toBeGreaterThan(usual(idle, 'browNear') + 0.3)
    expect(Math.max(...listening.map((pose) => pose.pitch))).toBeGreaterThan(0.6)
    expect(usual(thinking, 'gazeY')).toBeLessThan(usual(idle, 'gazeY') - 0.5)
    expect(usual(thinking, 'gazeX')).toBeLessThan(usual(idle, 'gazeX') - 0.4)
    expect(spread(speaking)).toBeGreaterThan(1.4 * spread(idle))
  })

  it('goes from state to state within a second, and without a jump', () => {
    for (const [from, to] of states.flatMap((one) => states.map((other) => [one, other] as const))) {
      const motion = createMotion('change')
      for (let ms = 0; ms < 4000; ms += frameMs) motion(ms, from, closedMouth)
      let before = motion(4000, from, closedMouth)
      const parts = ['lean', 'smile', 'aside', 'browNear', 'roll'] as const
      const steady = createMotion('change')
      let settled = steady(0, to, closedMouth)
      for (let ms = frameMs; ms <= 5000; ms += frameMs) settled = steady(ms, to, closedMouth)
      const way = parts.map((part) => Math.abs(settled[part] - before[part]))
      for (let ms = 4000 + frameMs; ms <= 5000; ms += frameMs) {
        const pose = motion(ms, to, closedMouth)
        for (const [at, part] of parts.entries()) {
          expect(Math.abs(pose[part] - before[part])).toBeLessThan(0.2 * (way[at] ?? 0) + 0.02)
        }
        before = pose
      }
      expect(before.lean).toBeCloseTo(settled.lean, 3)
      expect(before.smile).toBeCloseTo(settled.smile, 1)
      expect(before.aside).toBeCloseTo(settled.aside, 1)
    }
  })

  it('closes the mouth of a voice that breaks off within a fifth of a second, but not at once', () => {
    const motion = createMotion('cut')
    const track = speechLike('cut')
    let ms = 0
    let open = 0
    while (open < 0.75) {
      ms += 10
      open = motion(ms, 'speaking', mouthAt(track, ms)).mouth.open
    }
    const after = [1, 2, 3, 4, 5].map((frame) => motion(ms + frame * frameMs, 'idle', closedMouth).mouth.open)
    expect(after[0]).toBeGreaterThan(0.1)
    expect(after[4]).toBe(0)
  })

  it('raises the brows with some of what is stressed', () => {
    const motion = createMotion('brows')
    const track = speechLike('brows', 120)
    const raised: number[] = []
    for (let ms = 0; ms < track.energy.length * 10; ms += frameMs) {
      raised.push(motion(ms, 'speaking', mouthAt(track, ms)).browNear)
    }
    expect(Math.max(...raised)).toBeGreaterThan(0.5)
    expect(Math.min(...raised)).toBeLessThan(0.16)
  })

  it('goes on after a stall as if there had been none', () => {
    const motion = createMotion('stall')
    let before = motion(0, 'speaking', closedMouth)
    for (let ms = frameMs; ms < 2000; ms += frameMs) before = motion(ms, 'speaking', closedMouth)
    const after = motion(62_000, 'speaking', closedMouth)
    expect(Math.abs(after.x - before.x)).toBeLessThan(4)
    expect(Math.abs(after.roll - before.roll)).toBeLessThan(0.01)
  })
})

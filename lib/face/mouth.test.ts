import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correlation, frameMs, speechLike } from './fixture'
import { closedMouth, type Mouth, mouthAt, mouthShapes } from './mouth'
import { type MouthTrack, visemes } from './mouth-track'

const duration = (track: MouthTrack) => track.energy.length * 10

/** Tracks of any sounds, in any order, at any loudness. */
const tracks = fc
  .record({
    steps: fc.array(
      fc.record({ ms: fc.integer({ min: 10, max: 300 }), viseme: fc.constantFrom(...visemes) }),
      {
        maxLength: 20,
      },
    ),
    energy: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }),
  })
  .map(({ steps, energy }): MouthTrack => {
    let at = 0
    const begun = steps.map(({ ms, viseme }) => {
      at += ms
      return { at: at - ms, viseme }
    })
    return { visemes: begun, energy: Float32Array.from(energy) }
  })
const instants = fc.double({ min: -200, max: 3000, noNaN: true })

describe('the mouth of a voice', () => {
  it('stays within what a mouth can do, whatever is said', () => {
    fc.assert(
      fc.property(tracks, instants, (track, ms) => {
        const { wide, ...parts } = mouthAt(track, ms)
        expect(Math.abs(wide)).toBeLessThanOrEqual(1)
        for (const value of Object.values(parts)) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('is closed without a track, before it, after it, and while it is silent', () => {
    const track = speechLike('rest')
    const silent = { ...track, energy: new Float32Array(track.energy.length) }
    expect(mouthAt(null, 500)).toEqual(closedMouth)
    expect(mouthAt(track, -100)).toEqual(closedMouth)
    expect(mouthAt(track, duration(track) + 100)).toEqual(closedMouth)
    for (let ms = 0; ms < duration(track); ms += 7) expect(mouthAt(silent, ms)).toEqual(closedMouth)
  })

  it('opens further the louder the same sounds are', () => {
    fc.assert(
      fc.property(tracks, instants, fc.double({ min: 0, max: 1, noNaN: true }), (track, ms, part) => {
        const quieter = { ...track, energy: track.energy.map((value) => value * part) }
        expect(mouthAt(quieter, ms).open).toBeLessThanOrEqual(mouthAt(track, ms).open + 1e-9)
      }),
    )
  })

  it('is neither early nor late: said backwards, it moves backwards', () => {
    fc.assert(
      fc.property(tracks, instants, (track, ms) => {
        const whole = duration(track)
        const inside = track.visemes.filter(({ at }) => at > 0 && at < whole)
        const first = track.visemes.findLast(({ at }) => at <= 0)?.viseme ?? 'sil'
        const shapes = [first, ...inside.map(({ viseme }) => viseme)]
        const edges = [0, ...inside.map(({ at }) => at), whole]
        const backwards: MouthTrack = {
          energy: track.energy.toReversed(),
          visemes: shapes
            .toReversed()
            .map((viseme, index) => ({ at: whole - (edges.at(-1 - index) ?? 0), viseme })),
        }
        // Near the ends the shapes before and after differ, so there only the loudness is compared.
        const away = ms > 70 && ms < whole - 70
        const keys: (keyof Mouth)[] = away ? ['open', 'wide', 'round', 'teeth', 'voice'] : ['voice']
        for (const key of keys)
          expect(mouthAt(backwards, whole - ms)[key]).toBeCloseTo(mouthAt(track, ms)[key], 6)
      }),
    )
  })

  it('opens as loud as the voice is: their correlation is above 0.85, and highest without any lag', () => {
    for (const seed of ['one', 'two', 'three']) {
      const track = speechLike(seed, 60)
      const at = (lag: number) => {
        const open: number[] = []
        const loud: number[] = []
        for (let ms = 100; ms < duration(track) - 100; ms += frameMs) {
          open.push(mouthAt(track, ms).open)
          const first = Math.floor((ms + lag - frameMs / 2) / 10)
          const around = track.energy.slice(first, first + frameMs / 10)
          loud.push(around.reduce((sum, value) => sum + value, 0) / around.length)
        }
        return correlation(open, loud)
      }
      expect(at(0)).toBeGreaterThan(0.85)
      expect(at(0)).toBeGreaterThan(at(-40))
      expect(at(0)).toBeGreaterThan(at(40))
    }
  })

  it('eases: within one picture of 25 a second it never opens or closes by more than half of the way', () => {
    const track = speechLike('ease', 80)
    let largest = 0
    for (let ms = 0; ms < duration(track); ms += 5) {
      largest = Math.max(largest, Math.abs(mouthAt(track, ms + frameMs).open - mouthAt(track, ms).open))
    }
    expect(largest).toBeLessThan(0.55)
  })

  it('has a shape of its own for each viseme', () => {
    const shapes = visemes.map((viseme) => Object.values(mouthShapes[viseme]))
    for (const [at, one] of shapes.entries()) {
      for (const other of shapes.slice(at + 1)) {
        expect(Math.hypot(...one.map((value, part) => value - (other[part] ?? 0)))).toBeGreaterThan(0.1)
      }
    }
  })
})

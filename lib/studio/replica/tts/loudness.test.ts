import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { energyOf, frame, levels, normalise, soundIn } from './loudness'

const tone = (amplitude: number, frames: number) =>
  Int16Array.from(
    { length: frames * frame },
    (_, i) => amplitude * Math.sin((2 * Math.PI * 200 * i) / 48_000),
  )

describe('loudness', () => {
  it('is root mean square, frame by frame', () => {
    const [first, second] = levels(Int16Array.of(...tone(16_384, 1), ...tone(0, 1)))
    expect(first).toBeCloseTo(0.5 / Math.SQRT2, 2)
    expect(second).toBe(0)
  })

  it('finds where the sound begins and ends', () => {
    const samples = new Int16Array(10 * frame)
    samples.set(tone(8000, 3), 4 * frame)
    expect(soundIn(samples)).toEqual({ start: 4 * frame, end: 7 * frame })
    expect(soundIn(new Int16Array(5 * frame))).toBeNull()
  })

  it('becomes the same for what was quiet and what was loud', () => {
    const both = [tone(900, 20), tone(30_000, 20)]
    for (const samples of both) normalise(samples)
    const [quiet = 0, loud = 0] = both.map((samples) => levels(samples)[10])
    expect(quiet).toBeCloseTo(0.1, 2)
    expect(loud).toBeCloseTo(quiet, 3)
  })

  it('never reaches full scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 2000 }),
        (values) => {
          const samples = Int16Array.from(values)
          normalise(samples)
          expect(samples.every((sample) => Math.abs(sample) <= 27_600)).toBe(true)
          expect(energyOf(samples).every((each) => each >= 0 && each <= 1)).toBe(true)
        },
      ),
    )
  })
})

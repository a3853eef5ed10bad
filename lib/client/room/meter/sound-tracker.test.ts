import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { female, male, speak } from '@/lib/studio/replica/stt/fixture'
import { blockLength, floats, joined, loudness, noisy, rate, silence, tone } from './fixture'
import { createSoundTracker } from './sound-tracker'

function track(samples: Float32Array, pause = 0.2) {
  const tracker = createSoundTracker(pause)
  for (const [n, level] of loudness(samples).entries()) tracker.take(level, n * blockLength, blockLength)
  return tracker.stretches()
}

/** Where what is louder than `least` begins and ends, sample by sample. */
function edges(samples: Float32Array, least: number) {
  const isHeard = (sample: number) => Math.abs(sample) > least
  return { began: samples.findIndex(isHeard) / rate, ended: (samples.findLastIndex(isHeard) + 1) / rate }
}

describe('a tone', () => {
  it.each([
    ['in silence', 0.2, 0],
    ['in silence, quiet', 0.02, 0],
    ['in noise', 0.2, 0.003],
    ['in much noise', 0.3, 0.02],
  ])('%s begins and ends within two blocks of where it does', (_name, peak, noise) => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        fc.integer({ min: 200, max: 3000 }),
        (before, length, hz) => {
          const sound = noisy(joined(silence(before), tone(length, peak, hz), silence(0.5)), noise)
          const found = track(sound)
          expect(found).toHaveLength(1)
          expect(Math.abs((found[0]?.began ?? 0) - before)).toBeLessThan(2 * blockLength)
          expect(Math.abs((found[0]?.ended ?? 0) - before - length)).toBeLessThan(2 * blockLength)
        },
      ),
      { numRuns: 10 },
    )
  })

  it('that comes again after a pause is another one, and before it the same', () => {
    const sound = joined(
      silence(0.5),
      tone(0.3, 0.2),
      silence(0.3),
      tone(0.3, 0.2),
      silence(0.1),
      tone(0.3, 0.2),
    )
    const found = track(sound)
    expect(found).toHaveLength(2)
    expect(found[0]?.silence).toBe(Number.POSITIVE_INFINITY)
    expect(found[1]?.silence).toBeCloseTo(0.3, 2)
    expect(found[1]?.ended).toBeCloseTo(1.8, 2)
    expect(found[1]?.loud).toBeCloseTo(0.6, 1)
  })
})

describe('no sound', () => {
  it.each([0, 0.001, 0.003, 0.01, 0.015])('is steady noise of %f', (level) => {
    expect(track(noisy(silence(20), level))).toEqual([])
  })

  it('is a click', () => {
    const click = new Float32Array(96).fill(0.9)
    expect(track(joined(silence(1), click, silence(1)))).toEqual([])
  })
})

describe.each([
  ['a man', male],
  ['a woman', female],
])('%s', (_who, voice) => {
  const words = speak('Good morning. I would like to know how much it is.', { language: 'english', voice })
  const speech = floats(words.samples)
  const sound = joined(silence(1), speech, silence(1))

  it.each([0, 0.001, 0.003])(
    'is heard from the first to the last of their words, in noise of %f',
    (noise) => {
      // What is as loud as the noise is not to be told from it.
      const { began, ended } = edges(sound, Math.max(0.005, noise * 4))
      const found = track(noisy(sound, noise))
      expect(Math.abs((found[0]?.began ?? 0) - began)).toBeLessThan(0.02)
      expect(Math.abs((found.at(-1)?.ended ?? 0) - ended)).toBeLessThan(0.02)
    },
  )

  it('is heard to the last word after a minute of talk', () => {
    const talk = joined(...Array.from({ length: 15 }, () => joined(speech, silence(0.4))), silence(0.5))
    const { ended } = edges(talk, 0.005)
    expect(Math.abs((track(noisy(talk, 0.001)).at(-1)?.ended ?? 0) - ended)).toBeLessThan(0.02)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimated } from './decimator'
import { chance, noise } from './fixture'
import { createFourier } from './fourier'
import { createNoiseFloor } from './noise-floor'
import { spectrumOf, windowLength } from './spectrum'
import { createVoiceActivity, frameLength } from './voice-activity'

const tone = (hertz: number, rate: number, length: number, loud = 8000) =>
  Int16Array.from({ length }, (_, i) => loud * Math.sin((2 * Math.PI * hertz * i) / rate))

const loudness = (sound: Int16Array) =>
  10 * Math.log10(sound.reduce((sum, each) => sum + each ** 2, 0) / sound.length + 1e-9)

describe('the decimator', () => {
  it('keeps what speech is made of and takes out what would fold down', () => {
    const before = loudness(tone(300, 48_000, 48_000))
    for (const hertz of [100, 1000, 3000, 5500]) {
      expect(Math.abs(loudness(decimated(tone(hertz, 48_000, 48_000))) - before)).toBeLessThan(1)
    }
    for (const hertz of [9500, 12_000, 16_000, 20_000]) {
      expect(loudness(decimated(tone(hertz, 48_000, 48_000)))).toBeLessThan(before - 35)
    }
  })

  it('goes on from chunk to chunk without a seam', () => {
    const result = decimated(tone(400, 48_000, 4800))
    const steps = result.slice(200).map((each, i) => Math.abs(each - (result[199 + i] ?? 0)))
    expect(Math.max(...steps)).toBeLessThan(8000 * ((2 * Math.PI * 400) / 16_000) * 1.1)
  })
})

describe('the Fourier transform', () => {
  it('is what its definition says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 }),
        (values) => {
          const real = Float64Array.from(values)
          const imaginary = new Float64Array(16)
          createFourier(16)(real, imaginary)
          for (let k = 0; k < 16; k++) {
            const at = (i: number) => (-2 * Math.PI * k * i) / 16
            expect(real[k]).toBeCloseTo(
              values.reduce((sum, each, i) => sum + each * Math.cos(at(i)), 0),
              9,
            )
            expect(imaginary[k]).toBeCloseTo(
              values.reduce((sum, each, i) => sum + each * Math.sin(at(i)), 0),
              9,
            )
          }
        },
      ),
    )
  })
})

describe('the spectrum', () => {
  it('finds pitch and level', () => {
    const { level, pitch, periodicity, bands } = spectrumOf(tone(200, 16_000, windowLength, 32_767 * 0.1))
    expect(level).toBeCloseTo(-23, 0)
    expect(pitch).toBeGreaterThan(196)
    expect(pitch).toBeLessThan(204)
    expect(periodicity).toBeGreaterThan(0.95)
    expect(bands.indexOf(Math.max(...bands))).toBe(0)
  })

  it('finds the pitch of a voice rather than of its overtones', () => {
    const pulses = new Int16Array(windowLength)
    for (let i = 0; i < windowLength; i += 128) pulses[i] = 20_000
    expect(spectrumOf(pulses).pitch).toBeCloseTo(125, 0)
  })

  it('finds no pitch in noise, and nothing in silence', () => {
    expect(spectrumOf(decimated(noise(0.1, -20)).subarray(0, windowLength)).periodicity).toBeLessThan(0.45)
    expect(spectrumOf(new Int16Array(windowLength))).toMatchObject({ level: -100, periodicity: 0 })
  })
})

describe('the noise floor', () => {
  it('lets speech stand out from noise, and not noise from itself', () => {
    const floor = createNoiseFloor()
    const random = chance(3)
    const inNoise = Array.from({ length: 200 }, () => floor.isLoud(-40 + 2 * random()))
    expect(inNoise.slice(20).some(Boolean)).toBe(false)
    expect(floor.isLoud(-25)).toBe(true)
  })

  it('learns that the noise has grown', () => {
    const floor = createNoiseFloor()
    for (let i = 0; i < 200; i++) floor.isLoud(-70)
    expect(floor.isLoud(-40)).toBe(true)
    for (let i = 0; i < 250; i++) floor.isLoud(-40)
    expect(floor.isLoud(-40)).toBe(false)
  })
})

describe('voice activity', () => {
  it('is found in a voice-like sound, and not in silence', () => {
    const detector = createVoiceActivity()
    expect(detector.isSpeech(new Int16Array(frameLength))).toBe(false)
    const voice = Int16Array.from({ length: frameLength * 20 }, (_, i) =>
      [1, 2, 3, 4, 5, 6].reduce(
        (sum, k) => sum + (3000 / k) * Math.sin((2 * Math.PI * 140 * k * i) / 16_000),
        0,
      ),
    )
    const found = Array.from({ length: 20 }, (_, i) =>
      detector.isSpeech(voice.subarray(i * frameLength, (i + 1) * frameLength)),
    )
    expect(found.slice(2).every(Boolean)).toBe(true)
    detector.close()
  })
})

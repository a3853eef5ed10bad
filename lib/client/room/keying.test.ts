import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { greenScreen } from '@/lib/protocol/room'
import { greenness, keyPixel, lookAround, type Rgb } from './keying'

const level = (from: number, to: number) => fc.integer({ min: from, max: to })
const within = (from: Rgb, to: Rgb) =>
  fc.tuple(level(from[0], to[0]), level(from[1], to[1]), level(from[2], to[2])) as fc.Arbitrary<Rgb>

/** The screen as it may arrive: within 15 levels of each channel, which holds all that was seen through VP8. */
const screen = within([0, 240, 140], [15, 255, 170])

/** Skin from the palest to the darkest: red leads, blue is last. */
const skin = fc
  .record({
    red: level(45, 255),
    green: fc.double({ min: 0.55, max: 0.9, noNaN: true }),
    blue: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
  })
  .map(({ red, green, blue }): Rgb => [red, Math.round(red * green), Math.round(red * green * blue)])
/** Black, grey and white, and what is nearly so: hair, shirts, rims of glasses, eyes. */
const grey = fc
  .tuple(level(0, 255), level(-6, 6), level(-6, 6))
  .map(([light, red, blue]): Rgb => [clamp(light + red), light, clamp(light + blue)])
const clamp = (value: number) => Math.min(255, Math.max(0, value))

const clothes: [string, Rgb][] = [
  ['navy', [0, 0, 128]],
  ['denim', [70, 110, 150]],
  ['sky blue', [135, 206, 235]],
  ['cyan', [0, 255, 255]],
  ['teal', [0, 128, 128]],
  ['emerald', [80, 200, 120]],
  ['pine', [1, 121, 111]],
  ['forest', [34, 139, 34]],
  ['lime', [0, 255, 0]],
  ['olive', [128, 128, 0]],
  ['sage', [156, 175, 136]],
  ['mint', [152, 255, 152]],
  ['yellow', [255, 220, 0]],
  ['red', [200, 30, 30]],
  ['magenta', [220, 0, 200]],
]

/** `share` of the second in the first. */
const mixed = (one: Rgb, other: Rgb, share: number): Rgb => [
  one[0] + (other[0] - one[0]) * share,
  one[1] + (other[1] - one[1]) * share,
  one[2] + (other[2] - one[2]) * share,
]
/** A pixel with the screen beside it. */
const beside = (color: Rgb) => ({ share: greenness(color), near: 1 })
/** What it looks like by itself. */
function shown({ opacity, color }: ReturnType<typeof keyPixel>): Rgb {
  return [color[0] / opacity, color[1] / opacity, color[2] / opacity]
}

describe('the key', () => {
  it('takes the screen out wholly, by 15 levels of every channel', () => {
    fc.assert(
      fc.property(screen, (color) => {
        expect(keyPixel(color)).toEqual({ opacity: 0, color: [0, 0, 0] })
      }),
      { numRuns: 2000 },
    )
    for (const red of [0, 15])
      for (const green of [240, 255])
        for (const blue of [140, 170]) expect(keyPixel([red, green, blue]).opacity).toBe(0)
  })

  it.each([
    ['skin', skin],
    ['hair, grey and white', grey],
  ])('leaves %s as it is', (_what, colors) => {
    fc.assert(
      fc.property(colors, (color) => {
        const kept = keyPixel(color)
        expect(kept.opacity).toBe(1)
        expect(kept.color).toEqual([...color])
      }),
      { numRuns: 2000 },
    )
  })

  it.each(clothes)('leaves %s clothes as they are', (_name, color) => {
    expect(keyPixel(color)).toEqual({ opacity: 1, color: [...color] })
  })

  it('takes the more of an edge the more screen is in it', () => {
    const person = fc.oneof(skin, grey, fc.constantFrom(...clothes.map(([, color]) => color)))
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(person, share, share, (color, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const kept = (part: number) => keyPixel(mixed(color, greenScreen, part)).opacity
        expect(kept(more)).toBeLessThanOrEqual(kept(less) + 1e-9)
      }),
      { numRuns: 2000 },
    )
  })

  it('has an edge that is soft: half screen is half seen', () => {
    for (const light of [100, 140, 180, 220]) {
      const { opacity } = keyPixel(mixed([light, light, light], greenScreen, 0.5))
      expect(opacity).toBeGreaterThan(0.35)
      expect(opacity).toBeLessThan(0.65)
    }
  })

  it('takes the green off what stands before the screen', () => {
    const person = fc.oneof(skin, grey, fc.constantFrom<Rgb>([200, 30, 30], [181, 82, 57], [255, 220, 0]))
    fc.assert(
      fc.property(person, fc.double({ min: 0, max: 0.65, noNaN: true }), (color, share) => {
        const pixel = mixed(color, greenScreen, share)
        const [red, green, blue] = shown(keyPixel(pixel, beside(pixel)))
        expect(green).toBeLessThanOrEqual(Math.max(red, blue) + 1e-6)
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps fine dark lines whose colour is blurred into the screen', () => {
    // Lightness of black hair, colour three quarters of the screen's: what 4:2:0 makes of a hair one pixel wide.
    const hair: Rgb = [0, 70, 10]
    const around: Rgb[] = [hair, hair, ...Array.from({ length: 14 }, () => greenScreen)]
    expect(keyPixel(hair, lookAround(hair, around)).opacity).toBeGreaterThan(0.6)
  })

  it('takes out screen whose colour is blurred away by the person beside it', () => {
    // As light as the screen, and lighter as codecs overshoot, grey by the brown of the hair beside it.
    const brown: Rgb = [90, 59, 40]
    const around: Rgb[] = [
      ...Array.from({ length: 8 }, () => greenScreen),
      ...Array.from({ length: 8 }, () => brown),
    ]
    for (const halo of [
      [160, 172, 150],
      [185, 196, 172],
    ] satisfies Rgb[]) {
      expect(greenness(halo)).toBeLessThan(0.2)
      expect(keyPixel(halo, lookAround(halo, around)).opacity).toBeLessThan(0.2)
    }
    expect(keyPixel(brown, lookAround(brown, around)).opacity).toBe(1)
  })

  it('judges by what is there: never greener nor less green than anything around', () => {
    const any = within([0, 0, 0], [255, 255, 255])
    fc.assert(
      fc.property(any, fc.array(any, { maxLength: 16 }), (color, around) => {
        const greens = [color, ...around].map(greenness)
        const { share, near } = lookAround(color, around)
        expect(share).toBeGreaterThanOrEqual(Math.min(...greens) - 1e-9)
        expect(share).toBeLessThanOrEqual(Math.max(...greens) + 1e-9)
        expect(near).toBe(Math.max(...greens))
      }),
    )
  })

  it('never shows more light than its opacity has room for', () => {
    fc.assert(
      fc.property(
        within([0, 0, 0], [255, 255, 255]),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (color, share, near) => {
          const { opacity, color: left } = keyPixel(color, { share, near })
          expect(opacity).toBeGreaterThanOrEqual(0)
          expect(opacity).toBeLessThanOrEqual(1)
          for (const channel of left) {
            expect(channel).toBeGreaterThanOrEqual(0)
            expect(channel).toBeLessThanOrEqual(opacity * 255)
          }
        },
      ),
    )
  })
})

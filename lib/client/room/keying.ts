import { greenScreen } from '@/lib/protocol/room'

/**
 * How the green of a replica's video is told from the replica. Colours are red, green and blue from 0 to 255.
 *
 * What is asked of a pixel is how much of the key's colour is in it, whatever its lightness: in the plane of the two
 * colour differences (ITU-R BT.601) the key is a direction, and a mix of anything grey with the key lies on it, at the
 * share of the key. Codecs shift the colour by some levels and keep it at half the resolution, lightness at the whole:
 * so a pixel is judged by the colours around it, those before all that are as light as it is.
 */
export const keying = {
  key: greenScreen,
  /** Weights of red, green and blue in the lightness. */
  lightness: [0.299, 0.587, 0.114],
  /** From a colour's distance to its lightness, in blue and red, to its place in the plane. */
  plane: [0.564, 0.713],
  /** How much another hue counts against being green: teal and emerald clothes are no screen. */
  hue: 2,
  /** Up to the first share of green a pixel is wholly kept, from the second on wholly taken out; in between partly. */
  kept: 0.3,
  gone: 0.7,
  /** Pixels from a pixel, in eight directions each, at which it is looked around. */
  rings: [1.5, 3.5],
  /** Levels of lightness by which two pixels differ that hardly belong together. */
  alike: 20,
  /** Levels by which the screen may be lighter or darker than the key; codecs overshoot at edges. */
  overshoot: 45,
  /** Near so much green, from the first share to the second, the light of the screen is taken off the person. */
  near: [0.32, 0.48],
} as const

/** Where a pixel is looked around, in pixels from it: to the right and down. */
export const ringOffsets = keying.rings.flatMap((radius) =>
  Array.from({ length: 8 }, (_, eighth) => {
    const angle = (eighth * Math.PI) / 4
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const
  }),
)

export type Rgb = readonly [red: number, green: number, blue: number]

const [wr, wg, wb] = keying.lightness
const [pb, pr] = keying.plane

/** The lightness of a colour, 0 to 255. */
export const lightnessOf = ([red, green, blue]: Rgb) => wr * red + wg * green + wb * blue

/** Where a colour lies in the plane of colour differences. */
function inPlane(color: Rgb): [number, number] {
  const lightness = lightnessOf(color)
  return [(color[2] - lightness) * pb, (color[0] - lightness) * pr]
}

/** The key's own lightness, and its place in the plane divided by the square of its length. */
export const keyLightness = lightnessOf(keying.key)
const [kx, ky] = inPlane(keying.key)
export const keyDirection = [kx / (kx * kx + ky * ky), ky / (kx * kx + ky * ky)] as const

/** How far towards the key a colour lies, 1 being the key and 0 any grey, and how far beside that way. */
function towardsKey(color: Rgb): { along: number; beside: number } {
  const [x, y] = inPlane(color)
  const [dx, dy] = keyDirection
  return { along: x * dx + y * dy, beside: Math.abs(x * dy - y * dx) }
}

/** How much screen a colour may be: 1 for the key, 0 or less for what is nothing like it. */
export function greenness(color: Rgb): number {
  const { along, beside } = towardsKey(color)
  return along - keying.hue * beside
}

const ramp = (value: number, from: number, to: number) =>
  Math.min(1, Math.max(0, (value - from) / (to - from)))

/** What was found around a pixel: the share of the screen in it, and the most green near by. */
export type Surroundings = { share: number; near: number }

/** Judges a pixel by itself and those around it, in any order. */
export function lookAround(color: Rgb, around: readonly Rgb[]): Surroundings {
  let [sum, weights, near] = [greenness(color), 1, greenness(color)]
  for (const other of around) {
    const green = greenness(other)
    const apart = (lightnessOf(other) - lightnessOf(color)) / keying.alike
    const weight = Math.exp(-apart * apart)
    sum += weight * green
    weights += weight
    near = Math.max(near, green)
  }
  return { share: sum / weights, near }
}

/**
 * What is left of a pixel: its opacity from 0 to 1, and its colour multiplied by it. The shader computes the same; this
 * is what it is tested against.
 */
export function keyPixel(
  color: Rgb,
  { share, near }: Surroundings = lookAround(color, []),
): { opacity: number; color: Rgb } {
  const { overshoot, key } = keying
  const lightness = lightnessOf(color)
  // Nothing much lighter or darker than the screen is all screen: fine dark hair is kept where its colour is blurred away.
  const darker = ramp(keyLightness - overshoot - lightness, 0, keyLightness - overshoot)
  const lighter = ramp(lightness - keyLightness - overshoot, 0, 255 - keyLightness - overshoot)
  const opacity = Math.max(1 - ramp(share, keying.kept, keying.gone), darker, lighter)
  const edge = ramp(near, keying.near[0], keying.near[1])
  const spill = edge * Math.max(0, towardsKey(color).along)
  const left = (at: 0 | 1 | 2) => {
    const light = color[at] - spill * (key[at] - keyLightness) - (1 - opacity) * keyLightness
    return Math.min(opacity * 255, Math.max(0, light))
  }
  const [red, green, blue] = [left(0), left(1), left(2)]
  // Where red hair and the screen mix to brown there is no green to be found, yet green leads.
  const excess = edge * Math.max(0, green - Math.max(red, blue))
  return { opacity, color: [red, green - excess, blue] }
}

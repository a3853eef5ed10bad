/**
 * Chance that is always the same for the same seed: what moves by it looks unplanned, never repeats within any
 * length of time that somebody watches, and can still be drawn again exactly.
 */
export type Chance = {
  /** The `index`th number of a channel, evenly spread over 0 to 1. */
  pick(channel: number, index: number): number
  /** A smooth curve through the numbers of a channel, one for each unit of `t`: -1 to 1, 0 in the mean. */
  drift(channel: number, t: number): number
}

/** @param seed any text */
export function createChance(seed: string): Chance {
  let root = 2166136261
  for (let at = 0; at < seed.length; at += 1) root = Math.imul(root ^ seed.charCodeAt(at), 16777619)

  function pick(channel: number, index: number): number {
    let bits = root ^ Math.imul(channel + 1, 0x9e3779b1) ^ Math.imul(index | 0, 0x85ebca6b)
    bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d)
    bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39)
    return ((bits ^ (bits >>> 15)) >>> 0) / 4294967296
  }

  return {
    pick,
    drift(channel, t) {
      const index = Math.floor(t)
      const part = t - index
      const blend = part * part * part * (part * (part * 6 - 15) + 10)
      const from = pick(channel, index) * 2 - 1
      return from + (pick(channel, index + 1) * 2 - 1 - from) * blend
    },
  }
}

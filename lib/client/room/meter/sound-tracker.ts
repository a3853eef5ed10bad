/** A stretch of sound, in seconds of the clock it was heard by. */
export type Stretch = {
  began: number
  /** Where its last sound ended, as far as it goes on. */
  ended: number
  /** Seconds of silence before it. */
  silence: number
  /** Seconds of it that were loud. */
  loud: number
}

/** Root mean squares from 0 to 1. What is quieter than -50 dB of full scale is not heard, however quiet the rest. */
const quietest = 0.00316
/** What counts as noise is never louder than -36 dB. */
const loudestNoise = 0.016
/** Above the noise: 12 dB to begin a sound, 6 dB to go on with it. */
const beginning = 4
const goingOn = 2
/** How fast the noise is believed to have grown: 2 dB a second; that it has sunk is believed within some 20 ms. */
const growth = 10 ** (2 / 20)
const sinking = 0.02
/** Seconds that a sound has to be loud, so that a click is none; and that it may sink within itself. */
const shortest = 0.005
const dip = 0.03

/**
 * Follows one sound, block by block: where it begins and ends, by a threshold above the noise around it that is lower
 * for a sound that goes on than for one that begins.
 */
export type SoundTracker = {
  /** Takes the loudness of the `length` seconds from `at` on. */
  take(level: number, at: number, length: number): void
  /** The stretches of late, oldest first; the last one may go on. A pause shorter than `pause` seconds is part of one. */
  stretches(): readonly Stretch[]
}

/** Stretches that are remembered. */
const mostKept = 16

/** Nothing was heard yet. It knows no time but the one it is told. */
export function createSoundTracker(pause: number): SoundTracker {
  const kept: Stretch[] = []
  // What is there at first is taken for noise, which sinks at once where it is none.
  let noise = loudestNoise
  /** Loud enough to go on, and has yet to be loud for long enough to have begun. */
  let rising: { began: number; loud: number } | null = null

  function begin({ began, loud }: { began: number; loud: number }, ended: number): void {
    const last = kept.at(-1)
    const silence = last ? began - last.ended : Number.POSITIVE_INFINITY
    if (last && silence < pause) {
      last.ended = ended
      last.loud += loud
      return
    }
    kept.push({ began, ended, silence, loud })
    if (kept.length > mostKept) kept.shift()
  }

  return {
    take(level, at, length) {
      const floor = Math.min(loudestNoise, Math.max(quietest / beginning, noise))
      noise =
        level < noise ? noise + (level - noise) * Math.min(1, length / sinking) : noise * growth ** length
      noise = Math.min(loudestNoise, Math.max(quietest / beginning, noise))
      if (level <= floor * goingOn) {
        rising = null
        return
      }
      const last = kept.at(-1)
      if (last && at - last.ended <= dip) {
        last.ended = at + length
        last.loud += length
        return
      }
      rising ??= { began: at, loud: 0 }
      if (level > floor * beginning) rising.loud += length
      if (rising.loud < shortest) return
      begin(rising, at + length)
      rising = null
    },
    stretches: () => kept,
  }
}

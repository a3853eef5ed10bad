/** dB of full scale: what is quieter than this is never speech, however quiet the rest. */
const quietest = -55
/** dB above the quietest moments of late. */
const margin = 9
/** Frames of 20 ms in one of the stretches whose quietest moments are compared: a second, and how many of them. */
const stretch = 50
const stretches = 4
/** How much a frame counts in the smoothed level: moments shorter than some 60 ms do not show. */
const share = 0.35

/** The noise around somebody: the quietest moments of the last seconds, as speech always has pauses. */
export function createNoiseFloor(): {
  /** Whether a level stands out. To be asked once for each frame of 20 ms, from which it learns. */
  isLoud(level: number): boolean
  /** Whether a level in between stands out. */
  standsOut(level: number): boolean
} {
  const minima: number[] = []
  let smooth: number | null = null
  let lowest = Number.POSITIVE_INFINITY
  let frames = 0
  let floor = Number.POSITIVE_INFINITY
  const standsOut = (level: number) => level > Math.max(quietest, floor + margin)
  return {
    standsOut,
    isLoud(level) {
      smooth = smooth === null ? level : smooth + share * (level - smooth)
      lowest = Math.min(lowest, smooth)
      frames += 1
      floor = Math.min(lowest, ...minima)
      if (frames === stretch) {
        minima.push(lowest)
        if (minima.length >= stretches) minima.shift()
        lowest = Number.POSITIVE_INFINITY
        frames = 0
      }
      return standsOut(level)
    },
  }
}

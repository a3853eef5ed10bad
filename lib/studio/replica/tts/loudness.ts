/** Samples of 10 ms at 48,000 a second. */
export const frame = 480

/** Root mean square that speech is brought to while it sounds: -20 dB of full scale. */
const comfortable = 0.1
/** The loudest sample: -1.5 dB of full scale. Above `knee` peaks are bent, so that none is cut off. */
const ceiling = 0.84
const knee = 0.6
/** Of full scale; quieter frames are pauses. */
const pause = 0.004
/** Loudness of a frame that counts as the loudest of the voice. */
const loudest = 0.25

/** The root mean square of each 10 ms, of full scale. */
export function levels(samples: Int16Array): Float32Array {
  const result = new Float32Array(Math.ceil(samples.length / frame))
  for (let i = 0; i < result.length; i++) {
    const end = Math.min((i + 1) * frame, samples.length)
    let sum = 0
    for (let j = i * frame; j < end; j++) sum += (samples[j] ?? 0) ** 2
    result[i] = Math.sqrt(sum / frame) / 32_768
  }
  return result
}

/** Where the sound begins and ends, in samples; null when there is none. */
export function soundIn(samples: Int16Array): { start: number; end: number } | null {
  const level = levels(samples)
  const first = level.findIndex((each) => each > pause)
  if (first < 0) return null
  const last = level.findLastIndex((each) => each > pause)
  return { start: first * frame, end: Math.min((last + 1) * frame, samples.length) }
}

/** Brings speech to an even loudness, in place. No sample reaches full scale. */
export function normalise(samples: Int16Array): void {
  const sounding = levels(samples).filter((each) => each > pause)
  if (sounding.length === 0) return
  const power = sounding.reduce((sum, each) => sum + each ** 2, 0) / sounding.length
  const gain = comfortable / Math.sqrt(power)
  for (let i = 0; i < samples.length; i++) samples[i] = bent((samples[i] ?? 0) * gain)
}

/** A sample that may be too loud, as one that is not. */
function bent(sample: number): number {
  const value = sample / 32_768
  const size = Math.abs(value)
  const within = size <= knee ? size : knee + (ceiling - knee) * Math.tanh((size - knee) / (ceiling - knee))
  return Math.round(Math.sign(value) * within * 32_767)
}

/** Sounding frames that what is known beforehand counts for: an assumption, and what the voice said before. */
const assumption = 10
const memory = 100
/** dB by which a voice is made louder or quieter at most. */
const mostGain = 24

/** Brings speech that comes 10 ms at a time to the loudness of `normalise`. */
export type Leveller = {
  /** The next 10 ms, in place. */
  level(samples: Int16Array): void
  /** Whether 10 ms are more than a pause. */
  sounds(samples: Int16Array): boolean
  /** dB of full scale of what it was given; null when that was silence. */
  loudness(): number | null
}

/**
 * `before` is the loudness of what the same voice said before; without it, it is assumed to be right. What is heard
 * counts more and more, and the gain glides from one 10 ms to the next.
 */
export function createLeveller(before: number | null): Leveller {
  const comfort = 20 * Math.log10(comfortable)
  const weight = before === null ? assumption : memory
  let power = 0
  let frames = 0
  let gain: number | null = null
  const heard = () => (frames === 0 ? null : 10 * Math.log10(power / frames))

  return {
    level(samples) {
      const [level = 0] = levels(samples)
      if (level > pause) {
        power += level ** 2
        frames += 1
      }
      const loudness = (weight * (before ?? comfort) + frames * (heard() ?? 0)) / (weight + frames)
      const decibel = Math.max(-mostGain, Math.min(mostGain, comfort - loudness))
      const to = 10 ** (decibel / 20)
      const from = gain ?? to
      for (let i = 0; i < samples.length; i++)
        samples[i] = bent((samples[i] ?? 0) * (from + ((to - from) * i) / samples.length))
      gain = to
    },
    sounds: (samples) => (levels(samples)[0] ?? 0) > pause,
    loudness: heard,
  }
}

/** Loudness of each 10 ms of normalised speech, 0 to 1. */
export function energyOf(samples: Int16Array): Float32Array {
  return levels(samples).map((each) => Math.min(1, each / loudest))
}

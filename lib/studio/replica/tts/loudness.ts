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
  const gain = comfortable / Math.sqrt(power) / 32_768
  for (let i = 0; i < samples.length; i++) {
    const value = (samples[i] ?? 0) * gain
    const size = Math.abs(value)
    const bent = size <= knee ? size : knee + (ceiling - knee) * Math.tanh((size - knee) / (ceiling - knee))
    samples[i] = Math.round(Math.sign(value) * bent * 32_767)
  }
}

/** Loudness of each 10 ms of normalised speech, 0 to 1. */
export function energyOf(samples: Int16Array): Float32Array {
  return levels(samples).map((each) => Math.min(1, each / loudest))
}

import { createFourier } from '@/lib/studio/replica/stt/fourier'

const sampleRate = 16_000
/** Samples that are looked at: 40 ms, three periods of a deep voice. */
export const windowLength = 640
const size = 1024

/** Where the bands begin and the last one ends, in Hz: each about as wide as the ear's for speech. */
const edges = [120, 300, 500, 800, 1200, 1800, 2600, 3800, 5500]
export const bandCount = edges.length - 1

/** The pitch of voices, in Hz. */
const pitch = { lowest: 70, highest: 420 }

/** What 40 ms of sound are like. */
export type Spectrum = {
  /** Power of the whole, in dB of full scale; -100 is silence. */
  level: number
  /** Power of each band, in dB of full scale. */
  bands: Float64Array
  /** How far it repeats itself in the period of a voice: 0 noise, 1 a pure sound. */
  periodicity: number
  /** Hz of that period. */
  pitch: number
}

const floor = 1e-10
const decibel = (power: number) => 10 * Math.log10(power + floor)

/** Hann. What it does to a sound's likeness with itself is divided out again. */
const window = Float64Array.from(
  { length: windowLength },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / windowLength),
)
const windowPower = window.reduce((sum, each) => sum + each * each, 0)
const windowLikeness = Float64Array.from({ length: windowLength }, (_, lag) => {
  let sum = 0
  for (let i = 0; i + lag < windowLength; i++) sum += (window[i] ?? 0) * (window[i + lag] ?? 0)
  return sum / windowPower
})
const bandOfBin = Int8Array.from({ length: size / 2 }, (_, bin) => {
  const hertz = (bin * sampleRate) / size
  return hertz < (edges[0] ?? 0) ? -1 : edges.findIndex((_edge, i) => hertz < (edges[i + 1] ?? -1))
})
const shortest = Math.floor(sampleRate / pitch.highest)
const longest = Math.ceil(sampleRate / pitch.lowest)

const transform = createFourier(size)
const real = new Float64Array(size)
const imaginary = new Float64Array(size)

/** Looks at `windowLength` samples at 16,000 a second. */
export function spectrumOf(samples: Int16Array | Float64Array): Spectrum {
  real.fill(0)
  imaginary.fill(0)
  for (let i = 0; i < windowLength; i++) real[i] = ((samples[i] ?? 0) / 32_768) * (window[i] ?? 0)
  transform(real, imaginary)

  const bands = new Float64Array(bandCount)
  let power = 0
  for (let bin = 0; bin < size; bin++) {
    const each = (real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2
    const half = bin < size / 2 ? bin : size - bin
    const band = bandOfBin[half] ?? -1
    // Below and above the bands there is hum and hiss, and no voice.
    const counted = band >= 0 ? each : 0
    real[bin] = counted
    imaginary[bin] = 0
    power += counted
    if (band >= 0) bands[band] = (bands[band] as number) + counted
  }
  const scale = 1 / (size * windowPower)
  for (let band = 0; band < bandCount; band++) bands[band] = decibel((bands[band] as number) * scale)

  // The transform of the power is the likeness of the sound with itself at each lag.
  transform(real, imaginary)
  const whole = real[0] as number
  let periodicity = 0
  let lagOfBest = longest
  for (let lag = shortest; lag <= longest && whole > 0; lag++) {
    const likeness = (real[lag] as number) / whole / (windowLikeness[lag] as number)
    if (
      likeness > periodicity &&
      (real[lag] as number) >= (real[lag - 1] as number) &&
      (real[lag] as number) >= (real[lag + 1] as number)
    ) {
      periodicity = likeness
      lagOfBest = lag
    }
  }
  return {
    level: decibel(power * scale),
    bands,
    periodicity: Math.min(periodicity, 1),
    pitch: sampleRate / lagOfBest,
  }
}

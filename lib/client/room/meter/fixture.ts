/** For tests: samples a second, and samples in a block, as browsers have them. */
export const rate = 48_000
const block = 128
export const blockLength = block / rate

/** For tests: `seconds` of a tone of `hz`, as loud as `peak` (0 to 1). */
export const tone = (seconds: number, peak: number, hz = 440) =>
  Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, n) => peak * Math.sin((2 * Math.PI * hz * n) / rate),
  )

export const silence = (seconds: number) => new Float32Array(Math.round(seconds * rate))

/** For tests: 16-bit samples from 0 to 1. */
export const floats = (samples: Int16Array) => Float32Array.from(samples, (sample) => sample / 32768)

/** For tests: sounds one after the other. */
export function joined(...parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** For tests: the sound with noise as loud as `level` (root mean square) in it, the same each time. */
export function noisy(samples: Float32Array, level: number, seed = 1): Float32Array {
  let state = seed
  return samples.map((sample) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return sample + (state / 1_073_741_824 - 1) * level * Math.sqrt(3)
  })
}

/** For tests: loudness block by block, as the audio thread tells it. */
export function loudness(samples: Float32Array): number[] {
  return Array.from({ length: Math.floor(samples.length / block) }, (_, n) => {
    const part = samples.subarray(n * block, (n + 1) * block)
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / block)
  })
}

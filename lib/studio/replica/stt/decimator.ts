/** Samples of 10 ms at 48,000 and at 16,000 a second. */
export const chunkIn = 480
export const chunkOut = 160

const factor = 3
const taps = 48

/** A low pass at 7 kHz (windowed sinc, Hamming), so that nothing above 8 kHz folds down. */
const filter = (() => {
  const middle = (taps - 1) / 2
  const cutoff = 7000 / 48_000
  const raw = Float64Array.from({ length: taps }, (_, i) => {
    const x = i - middle
    const window = 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (taps - 1))
    return (Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x)) * window
  })
  const sum = raw.reduce((total, each) => total + each, 0)
  return raw.map((each) => each / sum)
})()

/** Brings 48,000 samples a second to 16,000, one chunk of 10 ms after the other. */
export function createDecimator(): (chunk: Int16Array) => Int16Array {
  const history = new Float64Array(taps - 1 + chunkIn)
  return (chunk) => {
    history.copyWithin(0, chunkIn)
    history.set(chunk.length === chunkIn ? chunk : chunk.slice(0, chunkIn), taps - 1)
    const result = new Int16Array(chunkOut)
    for (let i = 0; i < chunkOut; i++) {
      let sum = 0
      const start = i * factor
      for (let j = 0; j < taps; j++) sum += (history[start + j] ?? 0) * (filter[j] ?? 0)
      result[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum)))
    }
    return result
  }
}

/** A whole sound of 48,000 samples a second at 16,000. */
export function decimated(sound: Int16Array): Int16Array {
  const decimate = createDecimator()
  const result = new Int16Array(Math.ceil(sound.length / chunkIn) * chunkOut)
  const chunk = new Int16Array(chunkIn)
  for (let at = 0, to = 0; at < sound.length; at += chunkIn, to += chunkOut) {
    chunk.fill(0).set(sound.subarray(at, at + chunkIn))
    result.set(decimate(chunk), to)
  }
  return result
}

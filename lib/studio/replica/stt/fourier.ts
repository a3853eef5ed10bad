/**
 * The discrete Fourier transform of `size` points (a power of two), in place: `real` and `imaginary` are overwritten.
 * The tables are made once.
 */
export function createFourier(size: number): (real: Float64Array, imaginary: Float64Array) => void {
  const bits = Math.log2(size)
  const reversed = Uint16Array.from({ length: size }, (_, i) => {
    let result = 0
    for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) result |= 1 << (bits - 1 - bit)
    return result
  })
  const cosines = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size))
  const sines = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin((2 * Math.PI * i) / size))

  return (real, imaginary) => {
    for (let i = 0; i < size; i++) {
      const j = reversed[i] as number
      if (j <= i) continue
      const r = real[i] as number
      real[i] = real[j] as number
      real[j] = r
      const m = imaginary[i] as number
      imaginary[i] = imaginary[j] as number
      imaginary[j] = m
    }
    for (let half = 1, step = size / 2; half < size; half *= 2, step /= 2) {
      for (let block = 0; block < size; block += half * 2) {
        for (let k = 0, table = 0; k < half; k++, table += step) {
          const low = block + k
          const high = low + half
          const cosine = cosines[table] as number
          const sine = sines[table] as number
          const hr = real[high] as number
          const hi = imaginary[high] as number
          const r = hr * cosine + hi * sine
          const m = hi * cosine - hr * sine
          real[high] = (real[low] as number) - r
          imaginary[high] = (imaginary[low] as number) - m
          real[low] = (real[low] as number) + r
          imaginary[low] = (imaginary[low] as number) + m
        }
      }
    }
  }
}

import loadSpeex from '@echogarden/speex-resampler-wasm/simd'

/** Speex's own scale of 0 to 10: inaudible loss for speech, 2 ms a second of it. */
const quality = 5
/** Samples of silence that push the last sound out of the filter. */
const tail = 64

/** Changes the sample rate of a whole sound at a time. */
export type Resampler = (samples: Int16Array) => Int16Array<ArrayBuffer>

/** @throws Error when the rates are not to its liking */
export async function loadResampler(from: number, to: number): Promise<Resampler> {
  const speex = await loadSpeex()
  const counts = speex._malloc(8)
  const state = speex._speex_resampler_init(1, from, to, quality, counts)
  if (state === 0) throw new Error(`Sound of ${from} Hz cannot be brought to ${to} Hz.`)
  return (samples) => {
    const wanted = Math.round((samples.length * to) / from)
    const given = samples.length + tail
    const room = wanted + Math.ceil((2 * tail * to) / from)
    const input = speex._malloc(given * 2)
    const output = speex._malloc(room * 2)
    try {
      speex._speex_resampler_reset_mem(state)
      speex._speex_resampler_skip_zeros(state)
      speex.HEAP16.set(samples, input / 2)
      speex.HEAP16.fill(0, input / 2 + samples.length, input / 2 + given)
      speex.HEAPU32[counts / 4] = given
      speex.HEAPU32[counts / 4 + 1] = room
      speex._speex_resampler_process_int(state, 0, input, counts, output, counts + 4)
      const made = Math.min(speex.HEAPU32[counts / 4 + 1] ?? 0, wanted)
      return speex.HEAP16.slice(output / 2, output / 2 + made) as Int16Array<ArrayBuffer>
    } finally {
      speex._free(input)
      speex._free(output)
    }
  }
}

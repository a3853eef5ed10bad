import loadSpeex from '@echogarden/speex-resampler-wasm/simd'

/** Speex's own scale of 0 to 10: inaudible loss for speech, 2 ms a second of it. */
const quality = 5
/** Samples of silence that push the last sound out of the filter. */
const tail = 64

/** Changes the sample rate of a whole sound at a time. */
export type Resampler = (samples: Int16Array) => Int16Array<ArrayBuffer>

/** Changes the sample rate of a sound that comes in parts: the result is that of the whole. */
export type StreamResampler = {
  /** What can be told after this part; its length varies. */
  add(samples: Int16Array): Int16Array<ArrayBuffer>
  /** What is left, now that there are no more parts. */
  end(): Int16Array<ArrayBuffer>
  /** Gives its memory back. */
  close(): void
}

/**
 * Loads speex; each call of what it returns begins another sound.
 * @throws Error, when called, if the rates are not to its liking
 */
export async function loadStreamResampler(from: number, to: number): Promise<() => StreamResampler> {
  const speex = await loadSpeex()
  return () => {
    const counts = speex._malloc(8)
    const state = speex._speex_resampler_init(1, from, to, quality, counts)
    if (state === 0) throw new Error(`Sound of ${from} Hz cannot be brought to ${to} Hz.`)
    speex._speex_resampler_skip_zeros(state)
    let given = 0
    let told = 0

    function process(samples: Int16Array): Int16Array<ArrayBuffer> {
      const room = Math.ceil(((samples.length + 2 * tail) * to) / from)
      const input = speex._malloc(samples.length * 2)
      const output = speex._malloc(room * 2)
      try {
        speex.HEAP16.set(samples, input / 2)
        speex.HEAPU32[counts / 4] = samples.length
        speex.HEAPU32[counts / 4 + 1] = room
        speex._speex_resampler_process_int(state, 0, input, counts, output, counts + 4)
        const made = speex.HEAPU32[counts / 4 + 1] ?? 0
        return speex.HEAP16.slice(output / 2, output / 2 + made) as Int16Array<ArrayBuffer>
      } finally {
        speex._free(input)
        speex._free(output)
      }
    }

    return {
      add(samples) {
        given += samples.length
        const made = process(samples)
        told += made.length
        return made
      },
      end() {
        const wanted = Math.round((given * to) / from) - told
        return process(new Int16Array(tail)).slice(0, Math.max(0, wanted))
      },
      close() {
        speex._speex_resampler_destroy(state)
        speex._free(counts)
      },
    }
  }
}

/** @throws Error when the rates are not to its liking */
export async function loadResampler(from: number, to: number): Promise<Resampler> {
  const start = await loadStreamResampler(from, to)
  return (samples) => {
    const stream = start()
    try {
      const body = stream.add(samples)
      const rest = stream.end()
      const whole = new Int16Array(body.length + rest.length)
      whole.set(body)
      whole.set(rest, body.length)
      return whole
    } finally {
      stream.close()
    }
  }
}

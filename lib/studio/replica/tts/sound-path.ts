import type { Growing } from '@/lib/studio/replica/tts/growing'
import { createLeveller, frame } from '@/lib/studio/replica/tts/loudness'
import { createFramer, createPcmJoiner, pcmRate } from '@/lib/studio/replica/tts/pcm'
import type { StreamResampler } from '@/lib/studio/replica/tts/resampler'

const frameMs = 10

/** The way of a model's sound into a speech: from bytes to samples at 48,000 a second, in an even loudness. */
export type SoundPath = {
  /** The next bytes, of any number. What comes of them does not depend on where they were parted. */
  hear(bytes: Uint8Array): void
  /** There are no more bytes. */
  finish(): void
  /** Milliseconds of the speech up to the last sound that is more than a pause; 0 before there is any. */
  soundMs(): number
  /** dB of full scale, as it came; null before there is any. */
  loudness(): number | null
  close(): void
}

/** `loudness` is that of what the same voice said before. Silence before the first sound is left out. */
export function createSoundPath(options: {
  growing: Growing
  loudness: number | null
  resampling: StreamResampler
}): SoundPath {
  const { growing, resampling } = options
  const leveller = createLeveller(options.loudness)
  const join = createPcmJoiner()
  /** The last 10 ms before the first sound: without them it would begin with a click. */
  let lead: Int16Array | null = null
  let soundMs = 0

  function put(samples: Int16Array): void {
    leveller.level(samples)
    growing.add(samples)
  }

  const out = createFramer(frame, (samples) => {
    const sounds = leveller.sounds(samples)
    if (soundMs === 0 && !sounds) {
      lead = samples.slice()
      return
    }
    if (lead) put(lead)
    lead = null
    put(samples)
    if (sounds) soundMs = (growing.speech.samples.length / frame) * frameMs
  })
  const into = createFramer((pcmRate * frameMs) / 1000, (samples) => out.add(resampling.add(samples)))

  return {
    hear: (bytes) => into.add(join(bytes)),
    finish() {
      into.flush()
      out.add(resampling.end())
      out.flush()
    },
    soundMs: () => soundMs,
    loudness: leveller.loudness,
    close: resampling.close,
  }
}

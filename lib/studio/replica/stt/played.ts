import { chunkOut, createDecimator } from '@/lib/studio/replica/stt/decimator'
import { bandCount, spectrumOf, windowLength } from '@/lib/studio/replica/stt/spectrum'

/** Frames of 20 ms: the longest way of a sound through networks, a loudspeaker, a room and back. */
export const farthest = 40
/** dB of full scale below which nothing counts as sounding. */
export const quiet = -65

const frameMs = 20
/** Frames that are kept: the longest way, and what is compared with it. */
const kept = 128
/** Milliseconds of silence after which frames need no looking at. */
const tail = 100
const silence = -100
/** Frames by which chunks that come in bursts may be ahead of time or behind it. */
const slack = 4

/** What the replica plays, as far back as an echo of it may come. Shared by all ears of a room. */
export type Played = {
  /** The next 10 ms (480 samples), at an instant in milliseconds. */
  add(samples: Int16Array, at: number): void
  /** Writes to `into` the bands, in dB of full scale, of each of `count` frames, the last of them `delay` frames before `at`. */
  course(at: number, delay: number, count: number, into: Float64Array): void
  /** Writes to `into` the loudest of each band from `from` to `to` frames before `at`. */
  loudest(at: number, from: number, to: number, into: Float64Array): void
  /** Frames for which it has been playing at `at`, pauses of speech included; 0 when no echo can come any more. */
  since(at: number): number
}

/** Nothing has been played yet. */
export function createPlayed(): Played {
  const decimate = createDecimator()
  const window = new Int16Array(windowLength)
  const frames = new Float64Array(kept * bandCount).fill(silence)
  /** Number of the newest frame: instants divided by 20 ms. */
  let newest = 0
  let began = 0
  let lastSound = Number.NEGATIVE_INFINITY
  let half = false
  const numberOf = (at: number) => Math.floor(at / frameMs)
  const indexOf = (number: number) => ((number % kept) + kept) % kept
  const isKept = (number: number) => number <= newest && number > newest - kept

  function put(number: number, bands: Float64Array): void {
    // What was not told of was silence.
    for (let each = Math.max(newest + 1, number - kept); each < number; each++) {
      frames.fill(silence, indexOf(each) * bandCount, (indexOf(each) + 1) * bandCount)
    }
    frames.set(bands, indexOf(number) * bandCount)
    newest = number
  }

  return {
    add(samples, at) {
      if (samples.some((sample) => sample !== 0)) {
        if (at - lastSound > farthest * frameMs) began = at
        lastSound = at
      } else if (at - lastSound > tail) {
        half = false
        return
      }
      window.copyWithin(0, chunkOut)
      window.set(decimate(samples), windowLength - chunkOut)
      half = !half
      if (half) return
      const number = numberOf(at)
      put(Math.abs(number - newest) > slack ? number : newest + 1, spectrumOf(window).bands)
    },
    course(at, delay, count, into) {
      const last = numberOf(at) - delay
      for (let i = 0; i < count; i++) {
        const number = last - (count - 1 - i)
        const from = indexOf(number) * bandCount
        for (let band = 0; band < bandCount; band++) {
          into[i * bandCount + band] = isKept(number) ? (frames[from + band] as number) : silence
        }
      }
    },
    loudest(at, from, to, into) {
      into.fill(silence)
      const now = numberOf(at)
      for (let number = now - to; number <= now - from; number++) {
        if (!isKept(number)) continue
        const start = indexOf(number) * bandCount
        for (let band = 0; band < bandCount; band++) {
          const each = frames[start + band] as number
          if (each > (into[band] as number)) into[band] = each
        }
      }
    },
    since: (at) =>
      at - lastSound > farthest * frameMs * 1.5 ? 0 : Math.max(1, numberOf(at) - numberOf(began)),
  }
}

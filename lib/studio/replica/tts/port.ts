import type { MouthTrack } from '@/lib/face/mouth-track'
import type { Cast } from '@/lib/protocol/cast'

export type Voice = Cast['replica']['voice']

/** Something said aloud. It may still be growing: what has come stays, and more is added at its end. */
export type Speech = {
  /** 48,000 a second, one channel, 16 bits, as far as they have come; the first sound is within the first 100 ms. */
  readonly samples: Int16Array
  readonly mouth: MouthTrack
  /**
   * By rising `at`: `text.slice(0, end)` has been begun `at` milliseconds from the start. There are as many of them from
   * the first on; when they are begun is estimated until the speech has ended.
   */
  readonly words: { at: number; end: number }[]
  /** Nothing is added any more. */
  readonly ended: boolean
}

/** Turns text into speech. */
export type Synthesizer = {
  /**
   * Speaks one sentence or a few. `language` is a name of the wire contract. Resolves as soon as there is something to
   * hear, or when it is certain that there is nothing. `signal` says, at any time, that nobody wants it any more: then
   * it may be rejected with the signal's reason, or end where it is.
   * @throws Error when it cannot
   */
  synthesize(text: string, how: { language: string; voice: Voice; signal?: AbortSignal }): Promise<Speech>
  /** Ends its worker. What is under way is rejected. */
  close(): void
}

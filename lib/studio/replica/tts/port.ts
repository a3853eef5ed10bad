import type { MouthTrack } from '@/lib/face/mouth-track'
import type { Cast } from '@/lib/protocol/cast'

export type Voice = Cast['replica']['voice']

/** Something said aloud. */
export type Speech = {
  /** 48,000 a second, one channel, 16 bits; the first sound comes within the first 100 ms. */
  samples: Int16Array
  mouth: MouthTrack
  /** By rising `at`: `text.slice(0, end)` has been begun `at` milliseconds from the start. */
  words: { at: number; end: number }[]
}

/** Turns text into speech. */
export type Synthesizer = {
  /**
   * Speaks one sentence or a few. `language` is a name of the wire contract.
   * @throws Error when it cannot
   */
  synthesize(text: string, how: { language: string; voice: Voice }): Promise<Speech>
  /** Ends its worker. What is under way is rejected. */
  close(): void
}

import type { Speech } from '@/lib/studio/replica/tts/port'

/** Samples that are kept: some five minutes of speech, 30 MB. */
const most = 15_000_000

/** What was said last, so that the same words in the same voice are not made again: greetings, above all. */
export type Remembered = {
  /** What was said in these words, if it is known. */
  recall(key: unknown[]): Speech | null
  /** Keeps a speech that has ended. */
  keep(key: unknown[], speech: Speech): void
}

export function rememberSome(): Remembered {
  /** The longest unused first. */
  const kept = new Map<string, Speech>()
  let sum = 0

  const forget = (name: string) => {
    sum -= kept.get(name)?.samples.length ?? 0
    kept.delete(name)
  }

  return {
    recall(key) {
      const name = JSON.stringify(key)
      const known = kept.get(name)
      if (!known) return null
      kept.delete(name)
      kept.set(name, known)
      return known
    },
    keep(key, speech) {
      const name = JSON.stringify(key)
      forget(name)
      kept.set(name, speech)
      sum += speech.samples.length
      for (const [oldest] of kept) {
        if (sum <= most) break
        forget(oldest)
      }
    },
  }
}

import type { Speech } from '@/lib/studio/replica/tts/port'

/** Samples that are kept: some five minutes of speech, 30 MB. */
const most = 15_000_000

/**
 * Keeps what was said last, so that the same words in the same voice are not made again: greetings, above all. What is
 * asked for twice at a time is made once. A failure is not kept.
 */
export function rememberSome(): (key: unknown[], make: () => Promise<Speech>) => Promise<Speech> {
  /** The longest unused first. */
  const kept = new Map<string, { speech: Promise<Speech>; samples: number }>()
  let sum = 0

  const forget = (name: string) => {
    sum -= kept.get(name)?.samples ?? 0
    kept.delete(name)
  }

  return (key, make) => {
    const name = JSON.stringify(key)
    const known = kept.get(name)
    if (known) {
      kept.delete(name)
      kept.set(name, known)
      return known.speech
    }
    const entry = { speech: make(), samples: 0 }
    kept.set(name, entry)
    entry.speech.then(
      ({ samples }) => {
        if (kept.get(name) !== entry) return
        entry.samples = samples.length
        sum += samples.length
        for (const [oldest] of kept) {
          if (sum <= most) break
          forget(oldest)
        }
      },
      () => {
        if (kept.get(name) === entry) kept.delete(name)
      },
    )
    return entry.speech
  }
}

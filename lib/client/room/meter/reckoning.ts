import { createSoundTracker } from './sound-tracker'

/** How long somebody waited for an answer, in milliseconds, and since what. */
export type Wait = { inferenceId: string; latencyMs: number; from: 'speech' | 'text' }

/** Seconds without sound that end what somebody says. */
const pause = 0.2
/** Seconds that speech lasts at the least: what is shorter is a key or a door. */
const shortestSpeech = 0.08
/** Seconds of silence between what was still on its way and the next sound of the replica. */
const gap = 0.06
/** Seconds of silence before a sound that is surely no part of what was said before it. */
const clearGap = 0.25
/** Seconds by which the word that an answer begins may come after its sound, when the page is busy. */
const lateWord = 1.5
/** Seconds for a sound to be sure of. */
const certainty = 0.05
/** Seconds: the longest until an answer that was said to begin is heard, and the longest wait that is believed. */
const patience = 5
const longestWait = 60
/** Texts and answers that are remembered. */
const mostKept = 20

/**
 * Reckons how long a participant waits for answers. Every instant is in seconds of one audio clock. In doubt there is
 * rather no figure than a wrong one.
 */
export type Reckoning = {
  /**
   * Takes the loudness of our own microphone and of the replica (root mean squares) in the `length` seconds from `at` on.
   * Returns a wait once, when its answer is heard.
   */
  take(own: number, replica: number, at: number, length: number): Wait | null
  /** We sent a text. */
  wrote(text: string, at: number): void
  /** The room says that this was said or written, and will be answered as `inferenceId`. */
  said(text: string, inferenceId: string): void
  /** The room says that the answer is being spoken from now on. */
  began(inferenceId: string, at: number): void
}

/** Nothing was asked yet. */
export function createReckoning(): Reckoning {
  const own = createSoundTracker(pause)
  const replica = createSoundTracker(gap)
  let written: { text: string; at: number }[] = []
  /** When the text was sent that an answer is to. */
  const asked = new Map<string, number>()
  let pending: { inferenceId: string; at: number } | null = null
  /** Until when speech of ours has been answered. */
  let answered = Number.NEGATIVE_INFINITY

  /** When the speech ended that an answer at `onset` is to; null when there is none that waits. */
  function speechBefore(onset: number): number | null {
    const isSpeech = ({ loud, ended }: { loud: number; ended: number }) =>
      loud >= shortestSpeech && ended <= onset - gap
    const last = own.stretches().findLast(isSpeech)
    return last && last.ended > answered ? last.ended : null
  }

  const waitedSince = (inferenceId: string, onset: number) => asked.get(inferenceId) ?? speechBefore(onset)

  /** Where the answer is first heard; null when that cannot be told, undefined while it is not heard. */
  function onsetOf({ inferenceId, at }: NonNullable<typeof pending>): number | null | undefined {
    const sounds = replica.stretches()
    const clear = sounds.findLast(({ silence }) => silence >= clearGap)?.began
    const since = clear === undefined ? null : waitedSince(inferenceId, clear)
    if (clear !== undefined && since !== null && clear > since && clear > at - lateWord) return clear
    // What was said before is still to be heard, and runs into the answer.
    const isInTheWay = sounds.some(({ began, ended }) => began < at - certainty && ended > at - gap)
    return isInTheWay ? null : sounds.find(({ began }) => began >= at - certainty)?.began
  }

  function conclude(inferenceId: string, onset: number): Wait | null {
    const since = waitedSince(inferenceId, onset)
    if (since === null || onset < since || onset - since > longestWait) return null
    const from = asked.has(inferenceId) ? 'text' : 'speech'
    if (from === 'speech') answered = since
    return { inferenceId, latencyMs: (onset - since) * 1000, from }
  }

  return {
    take(ownLevel, replicaLevel, at, length) {
      own.take(ownLevel, at, length)
      replica.take(replicaLevel, at, length)
      if (!pending || at < pending.at + certainty) return null
      const onset = onsetOf(pending)
      if (onset === undefined && at < pending.at + patience) return null
      const { inferenceId } = pending
      pending = null
      return typeof onset === 'number' ? conclude(inferenceId, onset) : null
    },
    wrote(text, at) {
      written = [...written, { text: text.trim(), at }].slice(-mostKept)
    },
    said(text, inferenceId) {
      const found = written.find((one) => one.text === text.trim())
      if (!found || asked.has(inferenceId)) return
      written = written.filter((one) => one !== found)
      asked.set(inferenceId, found.at)
      const [oldest] = asked.keys()
      if (asked.size > mostKept && oldest !== undefined) asked.delete(oldest)
    },
    began(inferenceId, at) {
      pending = { inferenceId, at }
    },
  }
}

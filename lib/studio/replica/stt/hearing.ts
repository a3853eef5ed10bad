import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { createEar, type Ear } from '@/lib/studio/replica/stt/ear'
import { createPlayed } from '@/lib/studio/replica/stt/played'
import type { Recognizer } from '@/lib/studio/replica/stt/port'

/** Milliseconds of speech that are a sentence, and not a cough. */
const shortestSentence = 400
/** Milliseconds until somebody is told again that their words are not understood. */
const tellAgain = 300_000
/** Milliseconds without any sound arriving, silence included: the microphone is off. */
const longestGap = 1000
/** Parts of speech that wait for a recogniser, for each participant; more are dropped, the oldest first. */
const mostWaiting = 4

type Options = {
  /** Null where nothing turns speech into words. */
  recognizer: Recognizer | null
  /** A name of the wire contract. */
  language: string
  clock: Clock
  log: Log
  onStarted(sessionId: string): void
  onStopped(sessionId: string, durationMs: number): void
  onWords(sessionId: string, text: string): void
  /** Speech is heard, and its words are not made out. */
  onNotUnderstood(sessionId: string): void
}

/** What a room hears. */
export type Hearing = {
  /** The next 10 ms of a participant's microphone: 480 samples at 48,000 a second. */
  hear(sessionId: string, samples: Int16Array): void
  /** The next 10 ms that the replica plays, silence included, so that its echo is not taken for somebody. */
  played(samples: Int16Array): void
  /** Whether a participant's own browser makes out their words. */
  recognition(sessionId: string, on: boolean): void
  /** Somebody is gone; they are not said to have stopped speaking. */
  left(sessionId: string): void
  close(): void
}

type Listener = {
  ear: Ear
  lastHeard: number
  /** Milliseconds since 1970; null before the first time. */
  lastTold: number | null
  waiting: Int16Array[]
  recognizing: boolean
  watch: { cancel(): void } | null
  gone: boolean
}

/** Ears for everybody who is heard, and a recogniser for what they say. */
export function createHearing(options: Options): Hearing {
  const { recognizer, language, clock, log, onStarted, onStopped, onWords, onNotUnderstood } = options
  const played = createPlayed()
  const listeners = new Map<string, Listener>()
  const browserRecognizes = new Set<string>()
  const now = () => clock.now().getTime()

  function listenerOf(sessionId: string): Listener {
    const known = listeners.get(sessionId)
    if (known) return known
    const ear = createEar({
      played,
      records: recognizer !== null,
      started() {
        watch(sessionId, listener)
        onStarted(sessionId)
      },
      stopped(duration) {
        listener.watch?.cancel()
        listener.watch = null
        if (listener.gone) return
        onStopped(sessionId, duration)
        if (!recognizer && duration >= shortestSentence) notUnderstood(sessionId, listener)
      },
      recorded: (samples) => recognize(sessionId, listener, samples),
    })
    const listener: Listener = {
      ear,
      lastHeard: now(),
      lastTold: null,
      waiting: [],
      recognizing: false,
      watch: null,
      gone: false,
    }
    listeners.set(sessionId, listener)
    return listener
  }

  /** Somebody whose microphone is switched off in the middle of a word stops speaking too. */
  function watch(sessionId: string, listener: Listener): void {
    listener.watch = clock.alarm(new Date(listener.lastHeard + longestGap), () => {
      if (now() - listener.lastHeard >= longestGap) listener.ear.end()
      else watch(sessionId, listener)
    })
  }

  function notUnderstood(sessionId: string, listener: Listener): void {
    if (listener.gone || browserRecognizes.has(sessionId)) return
    if (listener.lastTold !== null && now() - listener.lastTold < tellAgain) return
    listener.lastTold = now()
    onNotUnderstood(sessionId)
  }

  function recognize(sessionId: string, listener: Listener, samples: Int16Array): void {
    if (!recognizer || listener.gone || browserRecognizes.has(sessionId)) return
    listener.waiting.push(samples)
    if (listener.waiting.length > mostWaiting) {
      listener.waiting.shift()
      log.warn({ sessionId }, 'The recogniser is too slow: a part of what was said is lost.')
    }
    if (!listener.recognizing) takeTurns(recognizer, sessionId, listener)
  }

  /** One part after the other, so that words come in the order in which they were said. */
  async function takeTurns(by: Recognizer, sessionId: string, listener: Listener): Promise<void> {
    listener.recognizing = true
    for (let samples = listener.waiting.shift(); samples; samples = listener.waiting.shift()) {
      try {
        const text = (await by.recognize({ samples, language })).trim()
        if (text && !listener.gone) onWords(sessionId, text)
      } catch (error) {
        log.error({ error, sessionId }, 'What was said could not be recognised.')
        notUnderstood(sessionId, listener)
      }
    }
    listener.recognizing = false
  }

  function left(sessionId: string): void {
    const listener = listeners.get(sessionId)
    browserRecognizes.delete(sessionId)
    if (!listener) return
    listener.gone = true
    listener.waiting = []
    listeners.delete(sessionId)
    listener.watch?.cancel()
    listener.ear.close()
  }

  return {
    hear(sessionId, samples) {
      const listener = listenerOf(sessionId)
      listener.lastHeard = now()
      listener.ear.hear(samples, listener.lastHeard)
    },
    played: (samples) => played.add(samples, now()),
    recognition(sessionId, on) {
      if (on) browserRecognizes.add(sessionId)
      else browserRecognizes.delete(sessionId)
    },
    left,
    close() {
      for (const sessionId of [...listeners.keys()]) left(sessionId)
    },
  }
}

import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { languageOf } from '@/lib/protocol/language-of'
import type { Level } from '@/lib/protocol/mind'
import { createEar, type Ear } from '@/lib/studio/replica/stt/ear'
import { createPlayed } from '@/lib/studio/replica/stt/played'
import type { Recognizer } from '@/lib/studio/replica/stt/port'
import { isAssent, isInvented, soundsUnfinished } from '@/lib/studio/replica/stt/said'
import { createTurnTaking, type TurnTaking } from '@/lib/studio/replica/stt/sensitivity'
import { createTurns, type Turn, type Turns } from '@/lib/studio/replica/stt/turn'

/** Milliseconds of silence after which a part of a turn is handed to the recogniser: as short as the shortest pause. */
const partPause = 400
/** Milliseconds of speech that are a sentence, and not a cough. */
const shortestSentence = 400
/** Milliseconds until somebody is told again that their words are not understood. */
const tellAgain = 300_000
/** Milliseconds without any sound arriving, silence included: the microphone is off. */
const longestGap = 1000
/** Parts of speech that wait for a recogniser, for each participant; more are dropped, the oldest first. */
const mostWaiting = 4
/** Milliseconds for which a sound may be suspected before it is known to be a voice, or is none. */
const longestSuspicion = 400
/** Milliseconds after its last sound for which the replica is speaking: as long as its pauses. */
const speakingFor = 500

/** A turn, and the language it is in: the conversation's, or for `multilingual` the one it seems to be. */
export type HeardTurn = Turn & { language: string }

type Options = {
  /** Null where nothing turns speech into words. */
  recognizer: Recognizer | null
  /** A name of the wire contract. */
  language: string
  patience: Level
  interruptibility: Level
  clock: Clock
  log: Log
  /** Somebody speaks; `understood` says that their words will be made out. */
  onStarted(sessionId: string, understood: boolean): void
  onStopped(sessionId: string, durationMs: number): void
  /** Somebody has spoken for long enough that the replica should stop. Told once for each time they speak. */
  onInterrupt(sessionId: string): void
  /** The replica should be silent for a moment, as somebody may be beginning to speak; or may go on, as nobody does. */
  onHold(held: boolean): void
  onTurn(sessionId: string, turn: HeardTurn): void
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
  /** Changes how long a pause may be, and how much voice interrupts, from now on. */
  tune: TurnTaking['tune']
  /** Somebody is gone; they are not said to have stopped speaking. */
  left(sessionId: string): void
  close(): void
}

type Segment = { samples: Int16Array; speechMs: number; told(words: string): void }

type Listener = {
  ear: Ear
  turns: Turns
  lastHeard: number
  /** Milliseconds since 1970; null before the first time. */
  lastTold: number | null
  waiting: Segment[]
  recognizing: boolean
  interrupted: boolean
  /** They began while the replica spoke. */
  cutIn: boolean
  watch: { cancel(): void } | null
  gone: boolean
  /** Aborted when they are gone, as nobody wants their words any more. */
  leaving: AbortController
}

/** Ears for everybody who is heard, and a recogniser for what they say. */
export function createHearing(options: Options): Hearing {
  const { recognizer, language, clock, log, onStarted, onStopped, onInterrupt, onHold, onTurn } = options
  const turnTaking = createTurnTaking(options)
  const played = createPlayed()
  const listeners = new Map<string, Listener>()
  const browserRecognizes = new Set<string>()
  let lastPlayed = Number.NEGATIVE_INFINITY
  /** Who may be beginning to speak, and until when that is waited for. */
  let suspicion: { sessionId: string; alarm: { cancel(): void } } | null = null
  let lastLanguage = language
  const now = () => clock.now().getTime()
  const replicaSpeaks = () => now() - lastPlayed < speakingFor
  /** Without their words there is nothing to answer, so the replica goes on speaking. */
  const hasWords = (sessionId: string) => recognizer !== null || browserRecognizes.has(sessionId)

  function listenerOf(sessionId: string): Listener {
    const known = listeners.get(sessionId)
    if (known) return known
    const ear = createEar({
      played,
      hangover: partPause,
      records: recognizer !== null,
      suspected: () => suspect(sessionId),
      started(ago) {
        listener.interrupted = false
        listener.cutIn = replicaSpeaks()
        if (transcribes(sessionId)) listener.turns.began(now() - ago)
        watch(sessionId, listener)
        onStarted(sessionId, hasWords(sessionId))
      },
      heardFor(ms) {
        if (listener.interrupted || ms < turnTaking.interruptMs() || !hasWords(sessionId)) return
        listener.interrupted = true
        onInterrupt(sessionId)
        release(sessionId)
      },
      stopped(duration, ago) {
        listener.watch?.cancel()
        listener.watch = null
        if (listener.gone) return
        release(sessionId)
        listener.turns.ended(now() - ago)
        onStopped(sessionId, duration)
        if (!recognizer && duration >= shortestSentence) notUnderstood(sessionId, listener)
      },
      recorded: (samples, speechMs) => recognize(sessionId, listener, samples, speechMs),
    })
    const turns = createTurns({
      clock,
      pauseAfter: (text) => turnTaking.pauseMs(soundsUnfinished(text, spokenIn(text))),
      took: (turn) => take(sessionId, listener, turn),
    })
    const listener: Listener = {
      ear,
      turns,
      lastHeard: now(),
      lastTold: null,
      waiting: [],
      recognizing: false,
      interrupted: false,
      cutIn: false,
      watch: null,
      gone: false,
      leaving: new AbortController(),
    }
    listeners.set(sessionId, listener)
    return listener
  }

  const transcribes = (sessionId: string) => recognizer !== null && !browserRecognizes.has(sessionId)
  const spokenIn = (text: string) => languageOf(text, language, lastLanguage)

  /** Whoever is to be interrupted at once is silent as soon as there may be a reason to be. */
  function suspect(sessionId: string): void {
    if (!turnTaking.isQuick() || suspicion || !replicaSpeaks() || !hasWords(sessionId)) return
    const alarm = clock.alarm(new Date(now() + longestSuspicion), () => release(sessionId))
    suspicion = { sessionId, alarm }
    onHold(true)
  }

  function release(sessionId: string): void {
    if (suspicion?.sessionId !== sessionId) return
    suspicion.alarm.cancel()
    suspicion = null
    onHold(false)
  }

  function take(sessionId: string, listener: Listener, turn: Turn): void {
    if (listener.gone) return
    // A listener's "mhm" is no turn, unless the replica stopped for it. A "yes" after its last words answers them.
    const listensOn = listener.cutIn && !listener.interrupted && replicaSpeaks()
    if (listensOn && isAssent(turn.text)) return
    const spoken = spokenIn(turn.text)
    lastLanguage = spoken
    onTurn(sessionId, { ...turn, language: spoken })
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
    options.onNotUnderstood(sessionId)
  }

  function recognize(sessionId: string, listener: Listener, samples: Int16Array, speechMs: number): void {
    if (!recognizer || listener.gone || browserRecognizes.has(sessionId)) return
    listener.waiting.push({ samples, speechMs, told: listener.turns.part() })
    if (listener.waiting.length > mostWaiting) {
      listener.waiting.shift()?.told('')
      log.warn({ sessionId }, 'The recogniser is too slow: a part of what was said is lost.')
    }
    if (!listener.recognizing) takeTurns(recognizer, sessionId, listener)
  }

  /** One part after the other, so that words come in the order in which they were said. */
  async function takeTurns(by: Recognizer, sessionId: string, listener: Listener): Promise<void> {
    listener.recognizing = true
    for (let segment = listener.waiting.shift(); segment; segment = listener.waiting.shift()) {
      const { samples, speechMs, told } = segment
      let text = ''
      try {
        text = (await by.recognize({ samples, speechMs, signal: listener.leaving.signal })).trim()
        if (isInvented(text, speechMs)) text = ''
      } catch (error) {
        if (!listener.gone) log.error({ error, sessionId }, 'What was said could not be recognised.')
        notUnderstood(sessionId, listener)
      }
      told(text)
    }
    listener.recognizing = false
  }

  function left(sessionId: string): void {
    const listener = listeners.get(sessionId)
    browserRecognizes.delete(sessionId)
    release(sessionId)
    if (!listener) return
    listener.gone = true
    listener.leaving.abort(new Error('They are gone.'))
    for (const { told } of listener.waiting.splice(0)) told('')
    listener.turns.drop()
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
    played(samples) {
      if (samples.some((sample) => sample !== 0)) lastPlayed = now()
      played.add(samples, now())
    },
    recognition(sessionId, on) {
      if (on) {
        browserRecognizes.add(sessionId)
        listeners.get(sessionId)?.turns.drop()
      } else browserRecognizes.delete(sessionId)
    },
    tune: turnTaking.tune,
    left,
    close() {
      for (const sessionId of [...listeners.keys()]) left(sessionId)
    },
  }
}

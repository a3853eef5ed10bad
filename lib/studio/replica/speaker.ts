import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { SpeakingMessage, StreamingUtterance } from '@/lib/protocol/interactions'
import { type ComingText, readAhead } from '@/lib/studio/replica/coming-text'
import type { Playback } from '@/lib/studio/replica/playback'
import { piecesAsTheyCome } from '@/lib/studio/replica/tts/pieces'
import type { Speech, Synthesizer, Voice } from '@/lib/studio/replica/tts/port'
import { type Piece, sentencesOf } from '@/lib/studio/replica/tts/sentences'

/** Sentences that are made before they are needed; a text may be as long as a book. */
const mostPrepared = 2

/** Utterances of an interaction that are told while something is said. */
export type SpeechNews =
  | Pick<StreamingUtterance, 'event_type' | 'properties'>
  | Pick<SpeakingMessage, 'event_type' | 'properties'>

/** Something the replica says aloud. */
export type Utterance = {
  inferenceId: string
  turn: number
  /** The greeting is spoken to its end. */
  interruptible: boolean
  /** All of it, or its parts as they come. What is thrown ends it. */
  text: string | AsyncIterable<string>
  /** Is played in place of the text, which is then empty. */
  sound?: Speech
}

/** What is told while it is said: the first sound is made, it is on its way, and so much was said when a sentence ended. */
export type Progress = { made?(): void; began?(): void; said(spoken: string): void }

/** What came of an utterance. */
export type Said = {
  /** The text, as far as it came. */
  whole: string
  /** As far as it was said. */
  spoken: string
  interrupted: boolean
  /** Milliseconds of sound; null when there was none. */
  duration: number | null
}

/** The replica's voice: one utterance after the other, sentence by sentence. */
export type Speaker = {
  /** Makes the speech of a text ready before it is needed. */
  prepare(text: string): void
  /** Says something, after what is being said. Never rejects. */
  say(utterance: Utterance, progress: Progress): Promise<Said>
  /** Cuts what is spoken, unless it is not to be, and drops what waits. */
  interrupt(): void
  stop(): void
}

type Options = {
  synthesizer: Synthesizer
  playback: Playback
  voice: Voice
  language: string
  clock: Clock
  log: Log
  tell(utterance: Pick<Utterance, 'inferenceId' | 'turn'>, news: SpeechNews): void
  /** The replica began or ended to be heard. */
  changed(speaking: boolean): void
  /** Resolves when it may begin to be heard: it does not fall into somebody's word. */
  mayBegin(): Promise<void>
}

/** A piece of a text, and its speech as it is made; null when there is none to be had. */
type Spoken = Piece & { speech: Promise<Speech | null> }

type Job = {
  utterance: Utterance
  text: ComingText
  progress: Progress
  /** Aborted when it is cut. */
  cutting: AbortController
  done(said: Said): void
}

/** A voice that is silent at first. */
export function createSpeaker(options: Options): Speaker {
  const { synthesizer, playback, voice, language, clock, log, tell, changed, mayBegin } = options
  const prepared = new Map<string, Spoken[]>()
  let waiting: Job[] = []
  let current: Job | null = null
  let running = false
  let stopped = false

  const spokenOf = (piece: Piece, signal?: AbortSignal): Spoken => ({
    ...piece,
    speech: synthesize(piece, signal),
  })

  /** Null when there is no speech to be had: the words are read then, and the conversation goes on. */
  async function synthesize({ text, language }: Piece, signal?: AbortSignal): Promise<Speech | null> {
    try {
      const speech = await synthesizer.synthesize(text, { language, voice, ...(signal && { signal }) })
      // Of a text that is nothing but pictures there is nothing to be heard.
      return speech.samples.length > 0 ? speech : null
    } catch (error) {
      if (!stopped && !signal?.aborted) log.error({ error }, 'A sentence could not be spoken.')
      return null
    }
  }

  /** The pieces of an utterance; each is begun to be made when it is asked for. */
  async function* piecesOf({ utterance, text: coming, cutting }: Job): AsyncGenerator<Spoken> {
    const { signal } = cutting
    if (utterance.sound)
      return yield { text: '', start: 0, language, speech: Promise.resolve(utterance.sound) }
    const { text } = utterance
    if (typeof text === 'string') {
      const ready = prepared.get(text) ?? []
      prepared.delete(text)
      yield* ready
      for (const piece of sentencesOf(text, language).slice(ready.length)) yield spokenOf(piece, signal)
      return
    }
    for await (const piece of piecesAsTheyCome(coming.parts(), language)) yield spokenOf(piece, signal)
  }

  async function speak(job: Job): Promise<void> {
    const { utterance, text, progress } = job
    const { signal } = job.cutting
    const whenCut = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)))
    let spokenUpTo = 0
    let index = 0
    let beganAt: number | null = null

    const stream = (final: boolean) => {
      tell(utterance, {
        event_type: 'conversation.utterance.streaming',
        properties: {
          role: 'replica',
          speech: text.whole().slice(0, spokenUpTo),
          content_index: index,
          final,
          ...(signal.aborted && { is_interrupted: true }),
        },
      })
      index += 1
    }
    const began = () => {
      if (beganAt !== null) return
      beganAt = clock.now().getTime()
      progress.began?.()
      changed(true)
      const properties = { role: 'replica' as const }
      tell(utterance, { event_type: 'conversation.started_speaking', properties })
      tell(utterance, { event_type: 'conversation.replica.started_speaking', properties })
    }

    const pieces = piecesOf(job)
    // The next one is made while this one is spoken.
    let next = pieces.next()
    for (;;) {
      const { value: piece } = (await Promise.race([next, whenCut])) ?? {}
      if (!piece || signal.aborted || stopped) break
      next = pieces.next()
      const made = await Promise.race([piece.speech, whenCut])
      if (made && index === 0 && beganAt === null) {
        progress.made?.()
        await Promise.race([mayBegin(), whenCut])
      }
      if (signal.aborted || stopped) break
      const word = (end: number) => {
        spokenUpTo = Math.max(spokenUpTo, piece.start + end)
        stream(false)
      }
      const completed =
        made === null ||
        (await playback.play(made, {
          began() {
            began()
            // What a voice knows no words in is begun as a whole.
            if (piece.text && made.words.length === 0) word(piece.text.length)
          },
          word,
        }))
      if (!completed) break
      spokenUpTo = piece.start + piece.text.length
      progress.said(text.whole().slice(0, spokenUpTo))
    }
    current = null
    const duration = beganAt === null ? null : clock.now().getTime() - beganAt
    if (!stopped) {
      if (!signal.aborted) spokenUpTo = text.whole().length
      stream(true)
      if (duration !== null) {
        changed(false)
        const properties = {
          role: 'replica' as const,
          interrupted: signal.aborted,
          duration: duration / 1000,
        }
        tell(utterance, { event_type: 'conversation.stopped_speaking', properties })
        tell(utterance, { event_type: 'conversation.replica.stopped_speaking', properties })
      }
    }
    const whole = text.whole()
    job.done({ whole, spoken: whole.slice(0, spokenUpTo), interrupted: signal.aborted, duration })
  }

  const drop = ({ text, done }: Job) =>
    done({ whole: text.whole(), spoken: '', interrupted: true, duration: null })

  function cut(job: Job): void {
    if (job.cutting.signal.aborted) return
    job.cutting.abort()
    playback.cut()
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    try {
      for (let job = waiting.shift(); job && !stopped; job = waiting.shift()) {
        current = job
        await speak(job)
      }
    } finally {
      running = false
    }
  }

  return {
    prepare(text) {
      if (stopped || prepared.has(text)) return
      prepared.set(
        text,
        sentencesOf(text, language)
          .slice(0, mostPrepared)
          .map((piece) => spokenOf(piece)),
      )
    },
    say(utterance, progress) {
      return new Promise((done) => {
        const cutting = new AbortController()
        waiting.push({ utterance, text: readAhead(utterance.text), progress, cutting, done })
        run().catch((error) => log.error({ error }, 'The replica could not speak.'))
      })
    },
    interrupt() {
      const dropped = waiting.filter(({ utterance }) => utterance.interruptible)
      waiting = waiting.filter(({ utterance }) => !utterance.interruptible)
      dropped.forEach(drop)
      if (current?.utterance.interruptible) cut(current)
    },
    stop() {
      stopped = true
      waiting.splice(0).forEach(drop)
      if (current) cut(current)
    },
  }
}

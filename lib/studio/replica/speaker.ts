import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { SpeakingMessage, StreamingUtterance } from '@/lib/protocol/interactions'
import type { Playback } from '@/lib/studio/replica/playback'
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
  text: string
  inferenceId: string
  turn: number
  /** The greeting is spoken to its end. */
  interruptible: boolean
}

/** The replica's voice: one utterance after the other, sentence by sentence. */
export type Speaker = {
  /** Makes the speech of a text ready before it is needed. */
  prepare(text: string): void
  say(utterance: Utterance): void
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
  tell(utterance: Utterance, news: SpeechNews): void
  /** The replica began or ended to be heard. */
  changed(speaking: boolean): void
}

/** A piece of a text, and its speech as it is made. */
type Spoken = Piece & { speech: Promise<Speech | null> }

/** A voice that is silent at first. */
export function createSpeaker(options: Options): Speaker {
  const { synthesizer, playback, voice, language, clock, log, tell, changed } = options
  const prepared = new Map<string, (() => Spoken)[]>()
  let waiting: Utterance[] = []
  let current: { utterance: Utterance; cut: boolean } | null = null
  let running = false
  let stopped = false

  /** The pieces of a text; the speech of each is made when it is asked for, the first one at once. */
  function piecesOf(text: string): (() => Spoken)[] {
    const ready = prepared.get(text)
    if (ready) return ready
    return sentencesOf(text, language).map((sentence) => {
      let piece: Spoken | null = null
      return () => {
        piece ??= { ...sentence, speech: synthesize(sentence) }
        return piece
      }
    })
  }

  /** Null when there is no speech to be had: the words are read then, and the conversation goes on. */
  async function synthesize({ text, language }: Piece): Promise<Speech | null> {
    try {
      const speech = await synthesizer.synthesize(text, { language, voice })
      // Of a text that is nothing but pictures there is nothing to be heard.
      return speech.samples.length > 0 ? speech : null
    } catch (error) {
      if (!stopped) log.error({ error }, 'A sentence could not be spoken.')
      return null
    }
  }

  async function speak(utterance: Utterance): Promise<void> {
    const now = { utterance, cut: false }
    current = now
    const { text } = utterance
    const pieces = piecesOf(text)
    let spokenUpTo = 0
    let index = 0
    let beganAt: number | null = null

    const stream = (final: boolean) => {
      tell(utterance, {
        event_type: 'conversation.utterance.streaming',
        properties: {
          role: 'replica',
          speech: text.slice(0, spokenUpTo),
          content_index: index,
          final,
          ...(now.cut && { is_interrupted: true }),
        },
      })
      index += 1
    }
    const began = () => {
      if (beganAt !== null) return
      beganAt = clock.now().getTime()
      changed(true)
      const properties = { role: 'replica' as const }
      tell(utterance, { event_type: 'conversation.started_speaking', properties })
      tell(utterance, { event_type: 'conversation.replica.started_speaking', properties })
    }

    for (const [i, piece] of pieces.entries()) {
      const { start, text: sentence, speech } = piece()
      const made = await speech
      if (now.cut || stopped) break
      // The next one is made while this one is spoken.
      pieces[i + 1]?.()
      const completed =
        made === null ||
        (await playback.play(made, {
          began,
          word(end) {
            spokenUpTo = Math.max(spokenUpTo, start + end)
            stream(false)
          },
        }))
      if (!completed) break
      spokenUpTo = start + sentence.length
    }
    prepared.delete(text)
    current = null
    if (stopped) return
    if (!now.cut) spokenUpTo = text.length
    stream(true)
    if (beganAt === null) return
    changed(false)
    const duration = (clock.now().getTime() - beganAt) / 1000
    const properties = { role: 'replica' as const, interrupted: now.cut, duration }
    tell(utterance, { event_type: 'conversation.stopped_speaking', properties })
    tell(utterance, { event_type: 'conversation.replica.stopped_speaking', properties })
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    try {
      for (let next = waiting.shift(); next && !stopped; next = waiting.shift()) await speak(next)
    } finally {
      running = false
    }
  }

  return {
    prepare(text) {
      if (stopped || prepared.has(text)) return
      const pieces = piecesOf(text)
      prepared.set(text, pieces)
      for (const piece of pieces.slice(0, mostPrepared)) piece()
    },
    say(utterance) {
      if (stopped) return
      waiting.push(utterance)
      run().catch((error) => log.error({ error }, 'The replica could not speak.'))
    },
    interrupt() {
      waiting = waiting.filter(({ interruptible }) => !interruptible)
      if (!current?.utterance.interruptible) return
      current.cut = true
      playback.cut()
    },
    stop() {
      stopped = true
      waiting = []
    },
  }
}

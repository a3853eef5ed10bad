import { type Clock, systemClock } from '@/lib/platform/clock'
import { languageOf } from '@/lib/protocol/language-of'
import type { VoiceModel } from '@/lib/protocol/mind'
import { type ModelClient, ModelError } from '@/lib/studio/replica/models/endpoint'
import { estimateWords, usualPace } from '@/lib/studio/replica/tts/estimated-words'
import { createGrowing } from '@/lib/studio/replica/tts/growing'
import { notPcm, pcmRate, withBeginning } from '@/lib/studio/replica/tts/pcm'
import type { Speech, Synthesizer, Voice } from '@/lib/studio/replica/tts/port'
import { rememberSome } from '@/lib/studio/replica/tts/remembered'
import { loadStreamResampler } from '@/lib/studio/replica/tts/resampler'
import { createSoundPath } from '@/lib/studio/replica/tts/sound-path'
import { readable } from '@/lib/studio/replica/tts/speakable'
import { speechRequest } from '@/lib/studio/replica/tts/speech-request'

/** Milliseconds until the first sound, and between two pieces: whoever listens has noticed by then. */
const longestSilence = 5000
/** Failures in a row after which the model is left alone for so many milliseconds: nobody waits for each sentence anew. */
const mostFailures = 2
const rest = 30_000
/** How much longer than it should a speech may be, and how many milliseconds more. */
const mostLonger = { times: 4, ms: 20_000 }
/** Milliseconds of silence after a sentence, as the built-in voice has it. */
const pauseAfter = 260
/** Milliseconds of a break between what a model said and what the built-in voice says of the same sentence. */
const changeover = 100

type Options = {
  voiceModel: VoiceModel
  client: ModelClient
  /** Speaks where the model does not. */
  builtIn: Synthesizer
  clock?: Clock
  /** The model did not do what it was asked; told each time. In words for whoever set it up. */
  problem(message: string): void
}

/** Shared by all conversations: the same greeting is made once. */
const remembered = rememberSome()

/**
 * A model's voice, heard as it comes. A sentence that the model fails on, or that is in a language it does not speak, is
 * said by the built-in voice; so is the rest of one that breaks off.
 */
export function createVoice(options: Options): Synthesizer {
  const { voiceModel, client, builtIn, clock = systemClock, problem } = options
  const resampler = loadStreamResampler(pcmRate, 48_000)
  const closed = new AbortController()
  /** Milliseconds that the voice takes for a letter, for each language it has spoken; and how loud it was. */
  const paces = new Map<string, number>()
  let loudness: number | null = null
  let failures = 0
  let restUntil = 0

  const now = () => clock.now().getTime()
  const speaks = (language: string) => voiceModel.languages?.includes(language) ?? true

  function failed(error: unknown): void {
    failures += 1
    if (failures >= mostFailures) restUntil = now() + rest
    problem(error instanceof ModelError ? error.message : 'It failed in a way we did not foresee.')
  }

  /** Resolves with the first sound; the rest is added as it comes. */
  async function speak(text: string, how: { language: string; voice: Voice; signal?: AbortSignal }) {
    const { language, voice } = how
    const edited = readable(text)
    const words = estimateWords(text, edited)
    const pace = paces.get(language) ?? usualPace
    const expected = words.length * pace
    const growing = createGrowing((ended) =>
      words.during(ended ? path.soundMs() : Math.max(expected, path.soundMs())),
    )
    const late = new AbortController()
    const signals = [closed.signal, late.signal, ...(how.signal ? [how.signal] : [])]
    const signal = AbortSignal.any(signals)
    const alarm = clock.alarm(new Date(now() + longestSilence), () =>
      late.abort(new ModelError(`No sound came within ${longestSilence / 1000} s.`)),
    )
    const path = createSoundPath({ growing, loudness, resampling: (await resampler)() })
    const { speech } = growing

    async function receive(begun: () => void): Promise<void> {
      const answer = await client.ask(voiceModel, {
        route: '/audio/speech',
        body: Buffer.from(JSON.stringify(speechRequest(voiceModel, edited.text, language))),
        contentType: 'application/json',
        accept: 'audio/pcm',
        headMs: longestSilence,
        pieceMs: longestSilence,
        signal,
      })
      const refuse = (beginning: Uint8Array) => {
        const kind = notPcm(beginning, answer.contentType)
        if (kind) throw new ModelError(`It answered with ${kind}, not with the PCM sound that was asked for.`)
      }
      for await (const bytes of withBeginning(answer.body, refuse)) {
        path.hear(bytes)
        if (speech.samples.length / 48 > expected * mostLonger.times + mostLonger.ms)
          throw new ModelError('It sent far more sound than the sentence is long.')
        if (path.soundMs() > 0) begun()
      }
      path.finish()
      if (path.soundMs() === 0) throw new ModelError('It sent no sound.')
      growing.resize((path.soundMs() + pauseAfter) * 48)
      growing.end()
      begun()
    }

    /** What was not said of a sentence, from the word on that was under way, by the built-in voice. */
    async function sayRest(): Promise<void> {
      const soundMs = path.soundMs()
      growing.resize(Math.max(speech.samples.length, (soundMs + changeover) * 48))
      const begun = speech.words.filter(({ at }) => at < soundMs)
      if (begun.length === speech.words.length && soundMs >= expected) return
      const start = begun.at(-2)?.end ?? 0
      growing.append(await builtIn.synthesize(text.slice(start), { language, voice }), start)
    }

    return new Promise<Speech>((resolve, reject) => {
      const begun = () => {
        alarm.cancel()
        resolve(speech)
      }
      receive(begun)
        .then(() => {
          failures = 0
          loudness = path.loudness() ?? loudness
          const measured = path.soundMs() / words.length
          paces.set(language, paces.has(language) ? (pace + measured) / 2 : measured)
          remembered.keep([voiceModel, language, text], speech)
        })
        .catch(async (error) => {
          const unwanted = closed.signal.aborted || how.signal?.aborted
          if (!unwanted) failed(error)
          if (path.soundMs() === 0) return reject(error)
          try {
            if (!unwanted) await sayRest()
          } finally {
            growing.end()
          }
        })
        // Neither voice can say the rest: what was said stays.
        .catch(() => {})
        .finally(() => {
          alarm.cancel()
          path.close()
        })
    })
  }

  return {
    async synthesize(text, { language: given, voice, signal }) {
      const language = languageOf(text, given)
      const how = { language, voice, ...(signal && { signal }) }
      if (!speaks(language) || now() < restUntil || readable(text).text === '')
        return builtIn.synthesize(text, how)
      const known = remembered.recall([voiceModel, language, text])
      if (known) return known
      try {
        return await speak(text, how)
      } catch (error) {
        if (closed.signal.aborted || signal?.aborted) throw error
        return builtIn.synthesize(text, how)
      }
    },
    close: () => closed.abort(new Error('The voice is closed.')),
  }
}

import loadEspeak, { type EspeakEvent } from '@echogarden/espeak-ng-emscripten'
import { energyOf, normalise, soundIn } from '@/lib/studio/replica/tts/loudness'
import type { Speech, Voice } from '@/lib/studio/replica/tts/port'
import { loadResampler } from '@/lib/studio/replica/tts/resampler'
import { speakable } from '@/lib/studio/replica/tts/speakable'
import { type Phoneme, visemeTrack } from '@/lib/studio/replica/tts/visemes'
import { espeakVoice } from '@/lib/studio/replica/tts/voices'
import { type SpokenWord, spokenWords } from '@/lib/studio/replica/tts/words'

const sampleRate = 48_000
/** Milliseconds left before the first sound, so that it does not begin with a click. */
const lead = 10
/** Milliseconds of silence after a sentence, and after a part of one. */
const pauseAfter = { sentence: 260, part: 120 }
const sentenceEnd = /[.!?…。！？｡।॥؟۔;:]["'”’»)\]）」』】]*\s*$/u

/** Speaks one piece of text at once, in the thread that calls it. */
export type SpeakPiece = (text: string, how: { language: string; voice: Voice }) => Speech

/** Nothing to hear. */
const silence = (): Speech => ({
  samples: new Int16Array(0),
  mouth: { visemes: [], energy: new Float32Array(0) },
  words: [],
  ended: true,
})

/**
 * Loads espeak-ng. What it then returns takes some 20 ms for a sentence and blocks its thread meanwhile.
 * `how.language` is a name of the wire contract that stands for one language.
 * @throws Error when espeak-ng or its voice cannot be loaded
 */
export async function loadVoice(): Promise<SpeakPiece> {
  // It grumbles about envelopes it does not need; what fails, it throws.
  const { eSpeakNGWorker } = await loadEspeak({ print() {}, printErr() {} })
  const espeak = new eSpeakNGWorker()
  const resample = await loadResampler(espeak.samplerate, sampleRate)

  return (text, { language, voice }) => {
    const edited = speakable(text, language)
    if (edited.text === '') return silence()
    const { name, pitch, rate } = espeakVoice(language, voice)
    if (espeak.set_voice(name) !== 0) throw new Error(`There is no voice "${name}".`)
    espeak.set_pitch(pitch)
    espeak.set_rate(rate)
    const chunks: Int16Array[] = []
    const events: EspeakEvent[] = []
    espeak.synthesize(edited.text, (samples, more) => {
      chunks.push(samples)
      events.push(...more)
    })

    const raw = resample(joined(chunks))
    const sound = soundIn(raw)
    if (!sound) return silence()
    const ms = (milliseconds: number) => (milliseconds * sampleRate) / 1000
    const start = Math.max(0, sound.start - ms(lead))
    const after = ms(sentenceEnd.test(text) ? pauseAfter.sentence : pauseAfter.part)
    const samples = new Int16Array(sound.end - start + after)
    samples.set(raw.subarray(start, sound.end))
    normalise(samples)

    const shift = (start * 1000) / sampleRate
    const end = ((sound.end - start) * 1000) / sampleRate
    return {
      samples,
      mouth: {
        visemes: visemeTrack([...phonemesIn(events, shift), { at: end, ipa: '' }], end),
        energy: energyOf(samples),
      },
      words: spokenWords(text, edited, wordsIn(events, shift), end),
      ended: true,
    }
  }
}

function joined(chunks: Int16Array[]): Int16Array {
  const whole = new Int16Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let position = 0
  for (const chunk of chunks) {
    whole.set(chunk, position)
    position += chunk.length
  }
  return whole
}

const phonemesIn = (events: EspeakEvent[], shift: number): Phoneme[] =>
  events
    .filter(({ type }) => type === 'phoneme')
    .map(({ audio_position, id }) => ({ at: audio_position - shift, ipa: String(id ?? '') }))

const wordsIn = (events: EspeakEvent[], shift: number): SpokenWord[] =>
  events
    .filter(({ type }) => type === 'word')
    .map(({ audio_position, text_position, word_length }) => ({
      at: audio_position - shift,
      position: text_position - 1,
      length: word_length,
    }))

import { beforeAll, describe, expect, it } from 'vitest'
import testSentences from '@/lib/protocol/testdata/languages.json'
import { spectrumOf, windowLength } from '@/lib/studio/replica/stt/spectrum'
import { levels } from './loudness'
import type { Speech, Voice } from './port'
import { loadVoice, type SpeakPiece } from './voice'

const female: Voice = { variant: 'f2', pitch: 56, rate: 160, gender: 'female' }
const male: Voice = { variant: 'm3', pitch: 42, rate: 165, gender: 'male' }
const first = Object.entries(testSentences).map(
  ([language, [sentence = '']]) => [language, sentence] as const,
)

let speak: SpeakPiece
beforeAll(async () => {
  speak = await loadVoice()
})

/** The pitch of a voice in Hz: the middle one of all that are clear. Every third sample, as the spectrum wants 16,000. */
function pitchOf({ samples }: Speech): number {
  const sixteen = samples.filter((_, i) => i % 3 === 0)
  const pitches: number[] = []
  for (let at = 0; at + windowLength <= sixteen.length; at += windowLength) {
    const { level, periodicity, pitch } = spectrumOf(sixteen.subarray(at, at + windowLength))
    if (level > -40 && periodicity > 0.8) pitches.push(pitch)
  }
  return pitches.sort((a, b) => a - b)[Math.floor(pitches.length / 2)] ?? 0
}

describe('the built-in voice', () => {
  it.each(first)('speaks %s, a woman higher than a man', (language, sentence) => {
    const speech = speak(sentence, { language, voice: female })
    const seconds = speech.samples.length / 48_000
    const characters = [...sentence].length
    expect(seconds / characters).toBeGreaterThan(0.04)
    expect(seconds / characters).toBeLessThan(0.35)

    const level = levels(speech.samples)
    expect(level.findIndex((each) => each > 0.01)).toBeLessThan(10)
    const sounding = level.filter((each) => each > 0.01)
    expect(sounding.length / level.length).toBeGreaterThan(0.5)
    const loudness =
      20 * Math.log10(Math.sqrt(sounding.reduce((sum, each) => sum + each ** 2, 0) / sounding.length))
    expect(loudness).toBeGreaterThan(-23)
    expect(loudness).toBeLessThan(-17)
    expect(speech.samples.every((sample) => Math.abs(sample) < 27_600)).toBe(true)

    const { visemes, energy } = speech.mouth
    expect(energy).toHaveLength(Math.ceil(speech.samples.length / 480))
    expect(Math.max(...energy)).toBeGreaterThan(0.6)
    expect(new Set(visemes.map(({ viseme }) => viseme)).size).toBeGreaterThanOrEqual(7)
    expect(visemes.length / seconds).toBeGreaterThan(4)

    expect(speech.words.at(-1)?.end).toBe(sentence.length)
    expect(speech.words.length).toBeGreaterThan(3)

    const his = speak(sentence, { language, voice: male })
    expect(pitchOf(speech)).toBeGreaterThan(pitchOf(his) * 1.3)
  })

  it('sounds different in every variant', () => {
    const pitches = ['m1', 'm2', 'm3', 'm4', 'm5', 'f1', 'f2', 'f3', 'f4', 'f5'].map((variant) => {
      const gender = variant.startsWith('f') ? ('female' as const) : ('male' as const)
      const speech = speak('Good morning, and welcome to all of you.', {
        language: 'english',
        voice: { variant, pitch: 50, rate: 165, gender },
      })
      return { gender, pitch: pitchOf(speech), print: speech.samples.slice(20_000, 20_100).join() }
    })
    const lowest = Math.min(...pitches.filter(({ gender }) => gender === 'female').map(({ pitch }) => pitch))
    const highest = Math.max(...pitches.filter(({ gender }) => gender === 'male').map(({ pitch }) => pitch))
    expect(lowest).toBeGreaterThan(highest)
    expect(new Set(pitches.map(({ print }) => print)).size).toBe(10)
  })

  it('follows pitch and rate, and takes what it does not know for something near', () => {
    const say = (voice: Partial<Voice>) =>
      speak('Good morning, and welcome to all of you.', { language: 'english', voice: { ...male, ...voice } })
    expect(pitchOf(say({ pitch: 80 }))).toBeGreaterThan(pitchOf(say({ pitch: 10 })))
    expect(say({ rate: 120 }).samples.length).toBeGreaterThan(say({ rate: 220 }).samples.length * 1.3)
    expect(say({ variant: '../../etc', pitch: Number.NaN, rate: 1e9 }).samples.length).toBeGreaterThan(20_000)
  })

  it('says nothing where there is nothing to say', () => {
    for (const text of ['', '😀', '...', '<break time="5s"/>']) {
      expect(speak(text, { language: 'english', voice: female })).toEqual({
        samples: new Int16Array(0),
        mouth: { visemes: [], energy: new Float32Array(0) },
        words: [],
        ended: true,
      })
    }
  })

  it('obeys no markup', () => {
    const plain = speak('Hello you', { language: 'english', voice: female }).samples.length
    for (const text of [
      '<speak>Hello <break time="5s"/> you</speak>',
      '<prosody rate="x-slow">Hello you</prosody>',
      '<audio src="/etc/passwd"/>Hello you',
    ]) {
      expect(speak(text, { language: 'english', voice: female }).samples.length).toBeLessThan(plain * 1.3)
    }
  })

  it('moves the mouth as the words go', () => {
    const { mouth, words } = speak('Mama, who saw the fish?', { language: 'english', voice: female })
    const shapeAt = (ms: number) => mouth.visemes.findLast(({ at }) => at <= ms)?.viseme
    expect(shapeAt(words[0]?.at ?? 0) === 'PP' || shapeAt((words[0]?.at ?? 0) + 40) === 'PP').toBe(true)
    const names = mouth.visemes.map(({ viseme }) => viseme).join(' ')
    expect(names).toMatch(/PP aa PP/)
    expect(names).toMatch(/FF I CH/)
    expect(mouth.visemes.at(-1)?.viseme).toBe('sil')
  })

  it('moves the mouth and is loud at the same time', () => {
    const open = {
      sil: 0,
      PP: 0,
      FF: 0.2,
      TH: 0.3,
      DD: 0.3,
      kk: 0.4,
      CH: 0.3,
      SS: 0.2,
      nn: 0.3,
      RR: 0.5,
      aa: 1,
      E: 0.8,
      I: 0.6,
      O: 0.8,
      U: 0.5,
    }
    const { mouth } = speak('Every morning all of our people open the doors at about a quarter to eight.', {
      language: 'english',
      voice: female,
    })
    const opening = Array.from(
      mouth.energy,
      (_, i) => open[mouth.visemes.findLast(({ at }) => at <= i * 10)?.viseme ?? 'sil'],
    )
    expect(correlation(opening, [...mouth.energy])).toBeGreaterThan(0.5)
  })
})

function correlation(a: number[], b: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
  const [ma, mb] = [mean(a), mean(b)]
  const product = (x: number[], mx: number, y: number[], my: number) =>
    x.reduce((sum, each, i) => sum + (each - mx) * ((y[i] ?? 0) - my), 0)
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb))
}

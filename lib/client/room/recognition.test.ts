import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { languages } from '@/lib/protocol/languages'
import { createRecognition, type Recogniser, type Recognition } from './recognition'
import { recognitionLanguage } from './recognition-language'

// A recogniser that says what it is told to, and time by hand.

type Heard = [text: string, isFinal: boolean][]
type Spoken = Recogniser & { started: boolean; aborted: boolean; say(heard: Heard, from?: number): void }

let made: Spoken[]
let alarms: { ms: number; wake(): void }[]
let sentences: string[]
let recognition: Recognition

function makeRecogniser(): Spoken {
  const recogniser: Spoken = {
    lang: '',
    continuous: false,
    interimResults: false,
    onresult: null,
    onerror: null,
    onend: null,
    started: false,
    aborted: false,
    start() {
      recogniser.started = true
    },
    abort() {
      recogniser.aborted = true
    },
    say(heard, resultIndex = 0) {
      const results = heard.map(([transcript, isFinal]) => Object.assign([{ transcript }], { isFinal }))
      recogniser.onresult?.({ resultIndex, results })
    },
  }
  made.push(recogniser)
  return recogniser
}

const track = { readyState: 'live' } as MediaStreamTrack
const last = () => made.at(-1) as Spoken
const passTime = () => {
  for (const { wake } of alarms.splice(0)) wake()
}

beforeEach(() => {
  made = []
  alarms = []
  sentences = []
  recognition = createRecognition({
    language: 'en-GB',
    onSentence: (text) => sentences.push(text),
    create: makeRecogniser,
    later(ms, wake) {
      const alarm = { ms, wake }
      alarms.push(alarm)
      return () => {
        alarms = alarms.filter((each) => each !== alarm)
      }
    },
  })
})

describe('recognition', () => {
  test('listens in the language given, on and on, with words as they come', () => {
    recognition.start(track)
    expect(last()).toMatchObject({ started: true, lang: 'en-GB', continuous: true, interimResults: true })
    expect(recognition.snapshot()).toEqual({ on: true, interim: '', problem: null })
  })

  test('shows words that may change, and tells a sentence once', () => {
    recognition.start(track)
    last().say([['when do', false]])
    expect(recognition.snapshot().interim).toBe('when do')
    last().say([[' When do you open? ', true]])
    last().say(
      [
        ['When do you open?', true],
        ['and', false],
        [' close', false],
      ],
      1,
    )
    expect(sentences).toEqual(['When do you open?'])
    expect(recognition.snapshot().interim).toBe('and close')
  })

  test('tells every sentence once and in order, however results are cut', () => {
    const cuts = fc.array(fc.array(fc.tuple(fc.constantFrom('one', ' two ', ''), fc.boolean())))
    fc.assert(
      fc.property(cuts, (rounds) => {
        sentences = []
        recognition.start(track)
        let known: Heard = []
        for (const round of rounds) {
          const finals = known.filter(([, isFinal]) => isFinal)
          known = [...finals, ...round]
          last().say(known, finals.length)
        }
        recognition.stop()
        const spoken = rounds.flat().filter(([text, isFinal]) => isFinal && text)
        expect(sentences).toEqual(spoken.map(([text]) => text.trim()))
      }),
    )
  })

  test('goes on when the browser ends it after a silence', () => {
    recognition.start(track)
    last().onerror?.({ error: 'no-speech' })
    last().onend?.()
    expect(recognition.snapshot().on).toBe(true)
    passTime()
    expect(made).toHaveLength(2)
    last().say([['Still here.', true]])
    expect(sentences).toEqual(['Still here.'])
  })

  test('gives up when it ends again and again without having heard anything', () => {
    recognition.start(track)
    for (let round = 0; round < 30; round++) {
      last().onend?.()
      passTime()
    }
    expect(recognition.snapshot()).toEqual({ on: false, interim: '', problem: 'failed' })
    expect(made.length).toBeLessThan(25)
  })

  test.each([
    ['not-allowed', 'denied'],
    ['service-not-allowed', 'denied'],
    ['audio-capture', 'no-microphone'],
    ['network', 'unreachable'],
    ['language-not-supported', 'language'],
  ] as const)('%s ends it and is named %s', (error, problem) => {
    recognition.start(track)
    last().onerror?.({ error })
    last().onend?.()
    passTime()
    expect(recognition.snapshot()).toEqual({ on: false, interim: '', problem })
    expect(made).toHaveLength(1)
    recognition.stop()
    expect(recognition.snapshot().problem).toBe(problem)
    recognition.dismiss()
    expect(recognition.snapshot()).toEqual({ on: false, interim: '', problem: null })
    recognition.start(track)
    expect(recognition.snapshot().on).toBe(true)
  })

  test('switched off, it stops at once and what comes late is not told', () => {
    recognition.start(track)
    last().say([['half a sen', false]])
    recognition.stop()
    expect(last().aborted).toBe(true)
    last().say([['half a sentence', true]])
    last().onend?.()
    passTime()
    expect(sentences).toEqual([])
    expect(recognition.snapshot()).toEqual({ on: false, interim: '', problem: null })
    expect(made).toHaveLength(1)
  })

  test('switched off while it waits to go on, it does not go on', () => {
    recognition.start(track)
    last().onend?.()
    recognition.stop()
    passTime()
    expect(made).toHaveLength(1)
  })

  test('names a microphone that has gone, and a recogniser that does not start', () => {
    recognition.start({ readyState: 'ended' } as MediaStreamTrack)
    expect(recognition.snapshot().problem).toBe('no-microphone')
    const broken = createRecognition({
      language: 'en-US',
      onSentence: () => {},
      create: () => Object.assign(makeRecogniser(), { start: () => expect.fail('InvalidStateError') }),
      later: () => () => {},
    })
    broken.start(track)
    expect(broken.snapshot()).toEqual({ on: false, interim: '', problem: 'failed' })
  })
})

describe('recognitionLanguage', () => {
  test('knows every language a conversation can have', () => {
    for (const language of languages) {
      if (language === 'multilingual') continue
      expect(recognitionLanguage(language, []), language).toMatch(/^[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Z]{2}$/)
    }
    expect(new Set(languages.map((language) => recognitionLanguage(language, ['xx']))).size).toBe(43)
  })

  test('prefers the variant that the browser speaks', () => {
    expect(recognitionLanguage('english', ['de-CH', 'en', 'en-GB'])).toBe('en-GB')
    expect(recognitionLanguage('english', ['de-CH'])).toBe('en-US')
  })

  test('takes the language of the browser for a conversation without one', () => {
    expect(recognitionLanguage('multilingual', ['de-CH', 'en'])).toBe('de-CH')
    expect(recognitionLanguage('multilingual', [])).toBe('en-US')
  })
})

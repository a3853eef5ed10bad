import { describe, expect, it } from 'vitest'
import { createLog } from '@/lib/platform/log'
import { chunkAt, female, male, melody, speak, steppedClock } from './fixture'
import { createHearing } from './hearing'
import type { Recognizer } from './port'

const sentence = speak('Good morning. I would like to know how much it is.', {
  language: 'english',
  voice: male,
}).samples
const quiet = new Int16Array(48_000 * 1.5)
const settle = () => new Promise(setImmediate)

function listening(recognizer: Recognizer | null = null) {
  const clock = steppedClock()
  const news: string[] = []
  const hearing = createHearing({
    recognizer,
    language: 'english',
    patience: 'medium',
    interruptibility: 'medium',
    clock,
    log: createLog('silent'),
    onStarted: (sessionId) => news.push(`${sessionId} started`),
    onStopped: (sessionId) => news.push(`${sessionId} stopped`),
    onInterrupt() {},
    onHold: () => {},
    onTurn: (sessionId, { text }) => news.push(`${sessionId}: ${text}`),
    onNotUnderstood: (sessionId) => news.push(`${sessionId} not understood`),
  })
  const say = (sessionId: string, ...sounds: Int16Array[]) => {
    for (const sound of sounds) {
      for (let at = 0; at < sound.length; at += 480) {
        hearing.hear(sessionId, chunkAt(sound, at))
        hearing.played(new Int16Array(480))
        clock.advance(10)
      }
    }
  }
  return { clock, news, hearing, say }
}

describe('hearing without a recogniser', () => {
  it('says once that words are not made out, and again after long', () => {
    const { clock, news, say } = listening()
    const once = ['a started', 'a stopped']
    say('a', sentence, quiet)
    expect(news.splice(0)).toEqual([...once, 'a not understood'])
    say('a', sentence, quiet)
    expect(news.splice(0)).toEqual(once)
    say('b', sentence, quiet)
    expect(news.splice(0)).toEqual(['b started', 'b stopped', 'b not understood'])
    clock.advance(300_000)
    say('a', sentence, quiet)
    expect(news.splice(0)).toEqual([...once, 'a not understood'])
  })

  it('says so within 2 s of the end of the sentence', () => {
    const { news, say } = listening()
    say('a', sentence, new Int16Array(48_000))
    expect(news).toContain('a not understood')
  })

  it('says nothing of it while the browser makes out the words', () => {
    const { news, hearing, say } = listening()
    hearing.recognition('a', true)
    say('a', sentence, quiet)
    expect(news.splice(0)).toEqual(['a started', 'a stopped'])
    hearing.recognition('a', false)
    say('a', sentence, quiet)
    expect(news.splice(0)).toEqual(['a started', 'a stopped', 'a not understood'])
  })

  it('hears nobody in music', () => {
    const { news, say } = listening()
    say('a', melody(4, { overtones: 6, chords: false, noteMs: 300 }), quiet)
    expect(news).toEqual([])
  })
})

describe('hearing', () => {
  it('notices a microphone that is switched off in the middle of a word', () => {
    const { clock, news, say } = listening()
    say('a', sentence.subarray(0, 48_000))
    expect(news).toEqual(['a started'])
    clock.advance(500)
    expect(news).toEqual(['a started'])
    clock.advance(600)
    expect(news).toEqual(['a started', 'a stopped', 'a not understood'])
  })

  it('forgets who has left, without a word', () => {
    const { clock, news, hearing, say } = listening()
    say('a', sentence.subarray(0, 48_000))
    hearing.left('a')
    clock.advance(10_000)
    expect(news).toEqual(['a started'])
    hearing.left('nobody')
    say('a', sentence, quiet)
    expect(news.at(-1)).toBe('a not understood')
  })

  it('tells two voices apart', () => {
    const { clock, news, hearing } = listening()
    const other = speak('And I would like to have a cup of tea, please.', {
      language: 'english',
      voice: female,
    }).samples
    for (let at = 0; at < sentence.length + 48_000; at += 480) {
      hearing.hear('a', chunkAt(sentence, at))
      hearing.hear('b', chunkAt(other, at - 480 * 50))
      clock.advance(10)
    }
    hearing.close()
    expect(news.slice(0, 2)).toEqual(['a started', 'b started'])
    expect(news).toContain('a stopped')
  })
})

describe('hearing with a recogniser', () => {
  it('hands on what was said, in order, and tells the words as one turn while it knows no better', async () => {
    const asked: number[] = []
    const waiting: ((text: string) => void)[] = []
    const { news, say } = listening({
      recognize: ({ samples, speechMs }) => {
        asked.push(samples.length / 16_000)
        expect(speechMs / 1000).toBeGreaterThan(sentence.length / 48_000 - 0.5)
        expect(speechMs / 1000).toBeLessThan(samples.length / 16_000)
        return new Promise((resolve) => waiting.push(resolve))
      },
    })
    say('a', sentence, quiet, sentence, quiet)
    await settle()
    expect(asked).toHaveLength(1)
    expect(asked[0]).toBeGreaterThan(sentence.length / 48_000 - 0.3)
    waiting.shift()?.(' first ')
    await settle()
    waiting.shift()?.('second')
    await settle()
    expect(news.filter((each) => each.includes(':'))).toEqual(['a: first second'])
    expect(news.some((each) => each.includes('understood'))).toBe(false)
  })

  it('says that words are not made out when it fails, and says nothing of nothing', async () => {
    const answers = [() => Promise.resolve('  '), () => Promise.reject(new Error('out of order'))]
    const { news, say } = listening({ recognize: () => answers.shift()?.() ?? Promise.resolve('ok') })
    say('a', sentence, quiet)
    await settle()
    expect(news).toEqual(['a started', 'a stopped'])
    say('a', sentence, quiet)
    await settle()
    expect(news.at(-1)).toBe('a not understood')
    say('a', sentence, quiet)
    await settle()
    expect(news.at(-1)).toBe('a: ok')
  })

  it('drops the oldest when it falls behind, and what comes after somebody left', async () => {
    const waiting: ((text: string) => void)[] = []
    const { news, hearing, say } = listening({
      recognize: () => new Promise((resolve) => waiting.push(resolve)),
    })
    for (let i = 0; i < 6; i++) say('a', sentence, quiet)
    for (let i = 1; i <= 6; i++) {
      waiting.shift()?.(`word ${i}`)
      await settle()
    }
    expect(news.filter((each) => each.includes(':'))).toEqual(['a: word 1 word 2 word 3 word 4 word 5'])
    say('a', sentence, quiet)
    hearing.left('a')
    waiting.shift()?.('too late')
    await settle()
    expect(news.some((each) => each.includes('too late'))).toBe(false)
  })

  it('gives up the words of who has left, and of all when it is closed, without a word of it', async () => {
    const given = new Map<string, AbortSignal>()
    let speaker = 'a'
    const { news, hearing, say } = listening({
      recognize: ({ signal }) => {
        given.set(speaker, signal)
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    })
    say('a', sentence, quiet)
    speaker = 'b'
    say('b', sentence, quiet)
    hearing.left('a')
    const aborted = () => [...given].map(([name, signal]) => [name, signal.aborted])
    expect(aborted()).toEqual([
      ['a', true],
      ['b', false],
    ])
    hearing.close()
    expect(aborted()[1]).toEqual(['b', true])
    await settle()
    expect(news).toEqual(['a started', 'a stopped', 'b started', 'b stopped'])
  })

  it('asks nobody while the browser makes out the words', async () => {
    let asked = 0
    const { hearing, say } = listening({
      recognize: async () => {
        asked += 1
        return 'words'
      },
    })
    hearing.recognition('a', true)
    say('a', sentence, quiet)
    await settle()
    expect(asked).toBe(0)
  })
})

import { createGrowing } from './growing'
import type { Speech, Synthesizer } from './port'

/** For tests: a loud tone of 20 ms a character, with a word at every space. */
export function toneOf(text: string): Speech {
  const ms = text.length * 20
  const words = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
    at: index * 20,
    end: index + word.length,
  }))
  return {
    samples: new Int16Array(ms * 48).fill(8000),
    words,
    mouth: { visemes: [{ at: 0, viseme: 'aa' }], energy: new Float32Array(ms / 10).fill(1) },
    ended: true,
  }
}

/** For tests: speaks in tones, and remembers what it was asked for. */
export function toneSynthesizer() {
  const asked: string[] = []
  const broken = new Set<string>()
  const wordless = new Set<string>()
  const synthesizer: Synthesizer = {
    async synthesize(text) {
      asked.push(text)
      if (broken.has(text)) throw new Error('This sentence cannot be spoken.')
      return wordless.has(text) ? { ...toneOf(text), words: [] } : toneOf(text)
    },
    close() {},
  }
  return { synthesizer, asked, broken, wordless }
}

/** For tests: a speech that grows by loud milliseconds as it is told to, one word of it every 100. */
export function growingTone() {
  const growing = createGrowing(() => Array.from({ length: 40 }, (_, i) => ({ at: i * 100, end: i + 1 })))
  return {
    speech: growing.speech,
    /** Each 10 ms tells by its loudness which it is: 100 times its number, from 1 on. */
    grow(ms: number, from = growing.speech.samples.length / 480 + 1) {
      for (let i = 0; i < ms / 10; i++) growing.add(new Int16Array(480).fill(100 * (from + i)))
    },
    end: growing.end,
  }
}

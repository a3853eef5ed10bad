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
  }
}

/** For tests: speaks in tones, and remembers what it was asked for. */
export function toneSynthesizer() {
  const asked: string[] = []
  const broken = new Set<string>()
  const synthesizer: Synthesizer = {
    async synthesize(text) {
      asked.push(text)
      if (broken.has(text)) throw new Error('This sentence cannot be spoken.')
      return toneOf(text)
    },
    close() {},
  }
  return { synthesizer, asked, broken }
}

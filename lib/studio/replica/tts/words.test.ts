import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { speakable } from './speakable'
import { type SpokenWord, spokenWords } from './words'

/** The words of an edited text as a voice tells of them: one every 100 ms, by code points. */
function toldOf(read: string): SpokenWord[] {
  return [...read.matchAll(/\S+/g)].map(({ index, 0: word }, i) => ({
    at: i * 100,
    position: [...read.slice(0, index)].length,
    length: [...word].length,
  }))
}

const shown = (text: string) => {
  const edited = speakable(text, 'english')
  return spokenWords(text, edited, toldOf(edited.text), 5000).map(({ end }) => text.slice(0, end))
}

describe('the words of a speech', () => {
  it('stand where they stood in the text', () => {
    expect(shown('Hi 😀 **you**, see [it](https://a.example/b) "now".')).toEqual([
      'Hi',
      'Hi 😀 **you**,',
      'Hi 😀 **you**, see',
      'Hi 😀 **you**, see [it](https://a.example/b)',
      'Hi 😀 **you**, see [it](https://a.example/b) "now".',
    ])
  })

  it('count characters beyond the basic plane, and marks, as the text does', () => {
    expect(shown('𝒳 cafe\u0301 مرحبا नमस्ते')).toEqual([
      '𝒳',
      '𝒳 cafe\u0301',
      '𝒳 cafe\u0301 مرحبا',
      '𝒳 cafe\u0301 مرحبا नमस्ते',
    ])
  })

  it('keep together what an apostrophe joins', () => {
    const text = "That's it"
    const told = [
      { at: 0, position: 0, length: 4 },
      { at: 300, position: 7, length: 2 },
    ]
    expect(spokenWords(text, speakable(text, 'english'), told, 500)).toEqual([
      { at: 0, end: 6 },
      { at: 300, end: 9 },
    ])
  })

  it('are found in a clause without spaces that is told of as one', () => {
    const text = 'วันนี้ให้ฉันช่วยอะไรคุณ'
    const words = spokenWords(
      text,
      speakable(text, 'thai'),
      [{ at: 0, position: 0, length: [...text].length }],
      2000,
    )
    expect(words.length).toBeGreaterThan(3)
    expect(words.at(-1)?.end).toBe(text.length)
    expect(words.at(-1)?.at).toBeGreaterThan(1000)
  })

  it('rise, end with the text and divide no character, whatever is told', () => {
    const told = fc.array(
      fc.record({ at: fc.integer({ min: -50, max: 900 }), position: fc.nat(30), length: fc.nat(20) }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), told, (text, words) => {
        const edited = speakable(text, 'english')
        const spoken = spokenWords(text, edited, edited.text ? words : [], 800)
        for (const [i, { at, end }] of spoken.entries()) {
          expect(at).toBeGreaterThanOrEqual(spoken[i - 1]?.at ?? 0)
          expect(at).toBeLessThanOrEqual(800)
          expect(end).toBeGreaterThan(spoken[i - 1]?.end ?? 0)
          expect(/^[\udc00-\udfff\p{M}]/u.test(text.slice(end))).toBe(false)
        }
        if (spoken.length > 0) expect(spoken.at(-1)?.end).toBe(text.length)
      }),
    )
  })
})

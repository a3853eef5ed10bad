import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block } from './blocks'
import { chunkLength, chunksOf } from './chunk'

const sentence = fc
  .array(
    fc.oneof(
      fc.stringMatching(/^[a-z]{1,12}$/),
      fc.constantFrom('Köln', 'naïve', '東京', 'ภาษาไทย', '👩‍👩‍👧', 'e\u0301', 'x'.repeat(40)),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((words) => `${words.join(' ')}.`)
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 8 }).map((all) => all.join(' '))
const anything = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 6000 })
  .filter((text) => text.trim() !== '')
const blocksOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Block[]> =>
  fc.array(
    text.map((each) => ({ text: each.trim() })),
    { minLength: 1, maxLength: 12 },
  )
const texts = fc.oneof(blocksOf(paragraph), blocksOf(anything))

/** The pieces in their text, each looked for behind the beginning of the one before. */
function placesOf(text: string, pieces: string[]): { start: number; end: number }[] {
  let from = 0
  return pieces.map((piece) => {
    const start = text.indexOf(piece, from)
    expect(start, 'a piece is a piece of the text').toBeGreaterThanOrEqual(0)
    from = start + 1
    return { start, end: start + piece.length }
  })
}

describe('the pieces of a text', () => {
  it('are as long as they should be, leave nothing out, and overlap a little', () => {
    fc.assert(
      fc.property(texts, (blocks) => {
        const text = blocks.map((block) => block.text).join('\n')
        const places = placesOf(
          text,
          chunksOf(blocks).map((chunk) => chunk.text),
        )
        expect(text.slice(0, places[0]?.start).trim()).toBe('')
        expect(text.slice(places.at(-1)?.end).trim()).toBe('')
        for (const [at, { start, end }] of places.entries()) {
          expect(end - start).toBeLessThanOrEqual(chunkLength.most)
          const before = places[at - 1]
          if (!before) continue
          expect(text.slice(before.end, start).trim()).toBe('')
          expect(before.end - start).toBeLessThanOrEqual(chunkLength.overlap)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('have at least 600 characters where the text goes on and has sentences or words to cut at', () => {
    fc.assert(
      fc.property(blocksOf(paragraph), (blocks) => {
        for (const { text } of chunksOf(blocks).slice(0, -1))
          expect(text.length).toBeGreaterThanOrEqual(chunkLength.least - 1)
      }),
      { numRuns: 60 },
    )
  })

  it('never cut a word, nor what is one character to a reader', () => {
    const words = new Intl.Segmenter(undefined, { granularity: 'word' })
    fc.assert(
      fc.property(blocksOf(paragraph), (blocks) => {
        const text = blocks.map((block) => block.text).join('\n')
        const starts = new Set(Array.from(words.segment(text), ({ index }) => index)).add(text.length)
        const pieces = chunksOf(blocks).map((chunk) => chunk.text)
        for (const { start, end } of placesOf(text, pieces)) {
          expect(starts.has(start)).toBe(true)
          expect(starts.has(end)).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
    const long = chunksOf([{ text: '👩‍👩‍👧'.repeat(400) }])
    expect(long.length).toBeGreaterThan(1)
    for (const { text } of long) expect(text.replaceAll('👩‍👩‍👧', '')).toBe('')
    // One letter with marks without end has to be cut, and no half of a mark stays.
    const marked = chunksOf([{ text: `e${'\u{1d165}'.repeat(1500)}` }])
    expect(marked.length).toBeGreaterThan(1)
    for (const { text } of marked) expect(text).not.toMatch(/\p{Surrogate}/u)
  })

  it('end with a paragraph or a sentence where they can', () => {
    const blocks = Array.from({ length: 12 }, (_, at) => ({
      text: `Paragraph ${at} has a first sentence that goes on for a while. And it has a second one. And a third.`,
    }))
    for (const { text } of chunksOf(blocks)) expect(text).toMatch(/third\.$/)
    const whole = [{ text: blocks.map(({ text }) => text).join(' ') }]
    for (const { text } of chunksOf(whole)) expect(text).toMatch(/[a-z]\.$/)
  })

  it('begin anew under a heading, unless what stands above it is short', () => {
    const filling = 'A sentence that is about as long as sentences are. '.repeat(8).trim()
    const blocks = [
      { text: 'Short', heading: 'Short' },
      { text: 'One line.', heading: 'Short' },
      { text: 'Returns', heading: 'Returns' },
      { text: filling, heading: 'Returns' },
      { text: 'Shipping', heading: 'Shipping' },
      { text: filling, heading: 'Shipping' },
    ]
    expect(chunksOf(blocks).map(({ place, text }) => [place, text.split('\n')[0]])).toEqual([
      ['Short', 'Short'],
      ['Shipping', 'Shipping'],
    ])
  })
})

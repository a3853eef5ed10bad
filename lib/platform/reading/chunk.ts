import { type Block, printable } from './blocks'

/** A piece of a text, as it is found and quoted: where it stands, in words, and what it says. */
export type Chunk = { place: string; text: string }

/** Characters (UTF-16 units) of a piece, and how many of the one before it begins with. */
export const chunkLength = { least: 600, most: 1200, overlap: 200 }
/** A section that is shorter goes on with the next one. */
const leastSection = 200

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })
const words = new Intl.Segmenter(undefined, { granularity: 'word' })
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

type Section = { heading: string; text: string; pages: { from: number; page: number }[] }

/**
 * Cuts a text into pieces of 600 to 1200 characters, the last one of a section aside: at the end of a paragraph where
 * one lies in that range, else of a sentence, else of a word. Each begins with the last sentences of the one before, at
 * most 200 characters. A word is cut only where it is longer than a piece.
 */
export function chunksOf(blocks: Block[]): Chunk[] {
  return sectionsOf(blocks).flatMap((section) =>
    rangesOf(section.text).map(({ start, end }) => ({
      place: placeOf(section, start, end),
      // Of one character that is longer than a piece, a cut may have left half a sign.
      text: printable(section.text.slice(start, end)).trim(),
    })),
  )
}

/** What stands under one heading is one text; so is what stands under none, over all pages. */
function sectionsOf(blocks: Block[]): Section[] {
  const sections: Section[] = []
  for (const { text, page, heading = '' } of blocks) {
    let section = sections.at(-1)
    const isNew = section && section.heading !== heading && section.text.length >= leastSection
    if (!section || isNew) {
      section = { heading, text: '', pages: [] }
      sections.push(section)
    } else section.heading ||= heading
    if (section.text) section.text += '\n'
    if (page !== undefined && section.pages.at(-1)?.page !== page) {
      section.pages.push({ from: section.text.length, page })
    }
    section.text += text
  }
  return sections
}

function placeOf({ heading, pages }: Section, start: number, end: number): string {
  const first = pages.findLast(({ from }) => from <= start)?.page
  const last = pages.findLast(({ from }) => from < end)?.page
  if (first === undefined || last === undefined) return heading
  return first === last ? `page ${first}` : `pages ${first}–${last}`
}

type Range = { start: number; end: number }

function rangesOf(text: string): Range[] {
  const ranges: Range[] = []
  let start = 0
  while (text.length - start > chunkLength.most) {
    const end = start + cutOf(text.slice(start, start + chunkLength.most + 1))
    ranges.push({ start, end })
    start = overlapOf(text, start, end)
  }
  if (text.slice(start).trim()) ranges.push({ start, end: text.length })
  return ranges
}

/** Where to cut a text that goes on behind its last character. */
function cutOf(window: string): number {
  const { least, most } = chunkLength
  const paragraph = window.lastIndexOf('\n', most)
  if (paragraph >= least) return paragraph + 1
  // What ends with the window may go on behind it.
  const last = (segmenter: Intl.Segmenter, from: number) =>
    startsOf(segmenter, window).findLast((at) => at >= from && at <= most)
  return last(sentences, least) ?? last(words, 1) ?? last(graphemes, 1) ?? most
}

/** Where the piece after the one from `start` to `end` begins: with its last sentences, or words. */
function overlapOf(text: string, start: number, end: number): number {
  const from = Math.max(start + 1, end - chunkLength.overlap)
  const piece = text.slice(start, end)
  const first = (segmenter: Intl.Segmenter) =>
    startsOf(segmenter, piece)
      .map((at) => start + at)
      .find((at) => at >= from)
  return first(sentences) ?? first(words) ?? end
}

const startsOf = (segmenter: Intl.Segmenter, text: string) =>
  Array.from(segmenter.segment(text), ({ index }) => index)

import { readFile } from 'node:fs/promises'
import type { Extract } from './blocks'
import { type Chunk, chunksOf } from './chunk'
import { type Format, formatOfText, kindOf, textOf, UnreadableError } from './format'
import { readOffice } from './office'
import { readPage } from './page'
import { readPdf } from './pdf'
import { readMarkdown, readText } from './plain'
import { countWords, indexedWords } from './words'

/** A piece of a file as it is stored: with its words, and how many they are. */
export type IndexedChunk = Chunk & { words: number; search: string }

/** What was understood of a file. */
export type Reading = {
  format: Format
  title: string
  pages: number | null
  links: string[]
  chunks: IndexedChunk[]
}

/** The most characters of text of a file: some two thousand pages. */
const mostCharacters = 5_000_000

type Progress = (done: number, of: number) => void

/**
 * Reads the file at `path`, whatever it is called. To be done where it can be ended from outside (`reader.ts`).
 * @throws UnreadableError
 */
export async function readFileAt(path: string, onProgress: Progress): Promise<Reading> {
  const { format, ...extract } = await extractOf(new Uint8Array(await readFile(path)), onProgress)
  const characters = extract.blocks.reduce((sum, { text }) => sum + text.length, 0)
  if (characters === 0) throw new UnreadableError('file_empty', 'There is no text in it.')
  if (characters > mostCharacters) {
    throw new UnreadableError(
      'file_size_too_large',
      'This has more than 5 million characters of text. Split it.',
    )
  }
  const chunks = chunksOf(extract.blocks).map((chunk) => ({
    ...chunk,
    words: countWords(chunk.text),
    search: indexedWords(`${chunk.place} ${chunk.text}`),
  }))
  const { title, pages, links } = extract
  return { format, title, pages, links, chunks }
}

async function extractOf(bytes: Uint8Array, onProgress: Progress): Promise<Extract & { format: Format }> {
  const kind = kindOf(bytes)
  if (kind === 'pdf') return { ...(await readPdf(bytes, onProgress)), format: 'pdf' }
  if (kind === 'zip') return readOffice(bytes)
  const text = textOf(bytes)
  const format = formatOfText(text)
  const read = { html: readPage, markdown: readMarkdown, text: readText }[format]
  return { ...read(text), format }
}

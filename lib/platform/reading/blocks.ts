/** A paragraph of a file, and where it stands. */
export type Block = {
  text: string
  /** Of files with pages, from 1. */
  page?: number
  /** The heading it stands under; the heading itself stands under itself. */
  heading?: string
}

/** A file as it was understood. */
export type Extract = {
  blocks: Block[]
  /** What it calls itself; empty where it does not say. */
  title: string
  /** Null where it has none. */
  pages: number | null
  /** Addresses that it links to, as it writes them. */
  links: string[]
}

/**
 * A text without what cannot be stored: PostgreSQL takes no NUL, and no half of a character, as a cut may leave it. Nobody
 * reads the others.
 */
export const printable = (text: string) =>
  text.replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu, '')

/** Pieces of text one below the other: white space in one is a blank, and those without text are left out. */
export function addBlock(blocks: Block[], text: string, where: Omit<Block, 'text'>): void {
  const lines = printable(text)
    .replace(/[^\S\n]+/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (lines.length > 0) blocks.push({ text: lines.join('\n'), ...where })
}

/** A text in one line, of at most `most` characters. */
export const asLine = (text: string, most: number) =>
  printable(text.replace(/\s+/g, ' ').trim().slice(0, most)).trim()

/** A heading as a place: short, in one line. */
export const asHeading = (text: string) => asLine(text, 120)

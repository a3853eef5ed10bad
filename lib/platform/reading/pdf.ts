import { getDocumentProxy } from 'unpdf'
import { addBlock, asLine, type Block, type Extract } from './blocks'
import { UnreadableError } from './format'

/** The most pages of a file that is read. */
export const mostPages = 3000

type Line = { text: string; y: number; height: number }
type Item = { str?: string; hasEOL?: boolean; transform?: number[]; height?: number }

/**
 * The text of a PDF, page by page. `onPage` hears how many are read.
 * @throws UnreadableError when it is locked, damaged, too long, or made of pictures
 */
export async function readPdf(
  bytes: Uint8Array,
  onPage: (page: number, of: number) => void,
): Promise<Extract> {
  const pdf = await open(bytes)
  const { numPages } = pdf
  if (numPages > mostPages) {
    throw new UnreadableError(
      'file_size_too_large',
      `This file has ${numPages.toLocaleString('en-US')} pages, and at most ${mostPages.toLocaleString('en-US')} are read. Split it.`,
    )
  }
  const blocks: Block[] = []
  let missing = 0
  for (let page = 1; page <= numPages; page++) {
    try {
      const proxy = await pdf.getPage(page)
      const { items } = await proxy.getTextContent()
      for (const paragraph of paragraphsOf(linesOf(items as Item[]))) addBlock(blocks, paragraph, { page })
      proxy.cleanup()
    } catch {
      missing++
    }
    onPage(page, numPages)
  }
  if (missing === numPages) throw damaged()
  if (blocks.length === 0) {
    throw new UnreadableError(
      'file_empty',
      'No text is in this file: its pages are pictures, as a scanner makes them. Have it recognised (OCR) first.',
    )
  }
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }))
  const title = asLine(String((info as { Title?: unknown }).Title ?? ''), 200)
  return { blocks, title, pages: numPages, links: [] }
}

const damaged = () =>
  new UnreadableError('file_format_unsupported', 'This PDF is damaged. Open it in a reader and save it anew.')

async function open(bytes: Uint8Array) {
  try {
    return await getDocumentProxy(bytes, { stopAtErrors: false })
  } catch (error) {
    const { name } = error as Error
    if (name === 'PasswordException')
      throw new UnreadableError(
        'file_format_unsupported',
        'This PDF is locked by a password. Save it without one.',
      )
    throw damaged()
  }
}

function linesOf(items: Item[]): Line[] {
  const lines: Line[] = []
  let current: Line | null = null
  for (const { str, hasEOL, transform, height } of items) {
    if (str === undefined) continue
    current ??= { text: '', y: transform?.[5] ?? 0, height: height ?? 0 }
    current.text += str
    current.height = Math.max(current.height, height ?? 0)
    if (hasEOL) {
      lines.push(current)
      current = null
    }
  }
  return current ? [...lines, current] : lines
}

/** Lines that stand close below each other are one paragraph; words that were broken at a line's end are whole again. */
function paragraphsOf(lines: Line[]): string[] {
  const paragraphs: string[] = []
  let text = ''
  let above: Line | null = null
  for (const line of lines) {
    if (line.text.trim() === '') continue
    const gap = above ? Math.abs(above.y - line.y) : 0
    if (above && gap > 1.8 * Math.max(above.height, line.height, 1)) {
      paragraphs.push(text)
      text = ''
    }
    const isBroken = /\p{Ll}[-\u00ad]$/u.test(text) && /^\s*\p{Ll}/u.test(line.text)
    text = isBroken ? text.slice(0, -1) + line.text.trimStart() : text && `${text} ${line.text}`
    text ||= line.text
    above = line
  }
  return [...paragraphs, text]
}

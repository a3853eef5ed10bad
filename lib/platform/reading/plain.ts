import { addBlock, asHeading, type Block, type Extract } from './blocks'

/** Paragraphs of plain text: what stands between empty lines. */
export function readText(text: string): Extract {
  const blocks: Block[] = []
  for (const paragraph of text.split(/\r?\n[^\S\n]*\r?\n/)) addBlock(blocks, paragraph, {})
  return { blocks, title: '', pages: null, links: [] }
}

const atxHeading = /^ {0,3}(#{1,6})\s+(.+?)\s*#*$/

/** Paragraphs of Markdown under their headings. Its marks are left out where they say nothing to a reader. */
export function readMarkdown(text: string): Extract {
  const blocks: Block[] = []
  let title = ''
  let heading: string | undefined
  let paragraph: string[] = []
  let isCode = false
  const close = () => {
    addBlock(blocks, unwrapped(paragraph), { heading })
    paragraph = []
  }
  const lines = withoutFrontMatter(text.split(/\r?\n/))
  for (const [at, line] of lines.entries()) {
    if (/^\s*(?:```|~~~)/.test(line)) {
      isCode = !isCode
      continue
    }
    const next = lines[at + 1] ?? ''
    const underlined = !isCode && paragraph.length === 0 && line.trim() && /^(?:={3,}|-{3,})\s*$/.test(next)
    const named = isCode ? undefined : (atxHeading.exec(line)?.[2] ?? (underlined ? line : undefined))
    if (named !== undefined) {
      close()
      heading = asHeading(withoutMarks(named))
      title ||= heading
      addBlock(blocks, heading, { heading })
    } else if (!isCode && line.trim() === '') close()
    else if (isCode || !/^\s*(?:[-*_=]\s*){3,}$/.test(line))
      paragraph.push(isCode ? `\n${line}` : withoutMarks(line))
  }
  close()
  return { blocks, title, pages: null, links: [] }
}

/** Lines that were broken by an editor are one line; items of lists, rows of tables and code begin their own. */
const unwrapped = (lines: string[]) =>
  lines.reduce((text, line) => {
    const begins = text === '' || /^(?:\n|\s*(?:[-*+]|\d+[.)])\s|\s*\|)/.test(line)
    return begins ? `${text}\n${line}` : `${text} ${line.trim()}`
  }, '')

/** Settings of the program that makes a site of it. */
function withoutFrontMatter(lines: string[]): string[] {
  if (lines[0]?.trim() !== '---') return lines
  const end = lines.slice(1, 100).findIndex((line) => line.trim() === '---')
  return end === -1 ? lines : lines.slice(end + 2)
}

const withoutMarks = (line: string) =>
  line
    .replace(/!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/^\s*>\s?/, '')

import { unzipSync } from 'fflate'
import { Parser } from 'htmlparser2'
import { addBlock, asHeading, type Block, type Extract } from './blocks'
import { type Format, UnreadableError } from './format'

/** The most bytes of a part of a file, unpacked: some hundred times the longest book. */
const mostBytesOfPart = 32 * 1024 * 1024
const mostSlides = 1000

const wanted = /^(?:word\/document\.xml|ppt\/slides\/slide(\d+)\.xml)$/

/**
 * The text of a Word or PowerPoint file.
 * @throws UnreadableError for other archives, and for what unpacks to more than anybody writes
 */
export function readOffice(bytes: Uint8Array): Extract & { format: Format } {
  const parts = unpacked(bytes)
  const word = parts['word/document.xml']
  if (word) return { ...readWord(decode(word)), format: 'docx' }
  const slides = Object.keys(parts)
    .map((name) => ({ name, number: Number(wanted.exec(name)?.[1]) }))
    .sort((one, other) => one.number - other.number)
  if (slides.length === 0) {
    throw new UnreadableError(
      'file_format_unsupported',
      'This is an archive, or an Office file other than Word (docx) or PowerPoint (pptx). Unpack it, or save it as a PDF.',
    )
  }
  const blocks: Block[] = []
  for (const [at, { name }] of slides.entries()) {
    const slide = readParagraphs(decode(parts[name] ?? new Uint8Array()), 'a')
    for (const { text } of slide) addBlock(blocks, text, { page: at + 1 })
  }
  return { blocks, title: '', pages: slides.length, links: [], format: 'pptx' }
}

const decode = (part: Uint8Array) => new TextDecoder().decode(part)

/** The parts that hold text. What a part claims to unpack to is all that it is given room for. */
function unpacked(bytes: Uint8Array): Record<string, Uint8Array> {
  let total = 0
  let count = 0
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!wanted.test(name)) return false
        total += originalSize
        if (total > mostBytesOfPart || ++count > mostSlides) {
          throw new UnreadableError(
            'file_size_too_large',
            'This file unpacks to more text than can be read. Split it.',
          )
        }
        return true
      },
    })
  } catch (error) {
    if (error instanceof UnreadableError) throw error
    throw new UnreadableError('file_format_unsupported', 'This file is damaged. Open it and save it anew.')
  }
}

function readWord(xml: string): Extract {
  const blocks: Block[] = []
  let heading: string | undefined
  let title = ''
  for (const { text, style } of readParagraphs(xml, 'w')) {
    if (/^(?:heading|title|überschrift|titre|título)/i.test(style) && text.trim()) {
      heading = asHeading(text)
      title ||= heading
      addBlock(blocks, heading, { heading })
    } else addBlock(blocks, text, { heading })
  }
  return { blocks, title, pages: null, links: [] }
}

/** The paragraphs of a part, `w:p` or `a:p`, each with the name of its style. */
function readParagraphs(xml: string, prefix: 'w' | 'a'): { text: string; style: string }[] {
  const paragraphs: { text: string; style: string }[] = []
  // Text boxes have paragraphs of their own within one.
  const open: { text: string; style: string }[] = []
  let isText = false
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const [paragraph] = open
        if (name === `${prefix}:p`) open.unshift({ text: '', style: '' })
        else if (name === `${prefix}:t`) isText = true
        else if (!paragraph) return
        else if (name === `${prefix}:tab`) paragraph.text += ' '
        else if (name === `${prefix}:br`) paragraph.text += '\n'
        else if (name === 'w:pStyle') paragraph.style = attributes['w:val'] ?? ''
      },
      ontext(text) {
        if (isText && open[0]) open[0].text += text
      },
      onclosetag(name) {
        if (name === `${prefix}:t`) isText = false
        if (name !== `${prefix}:p`) return
        const paragraph = open.shift()
        if (paragraph) paragraphs.push(paragraph)
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  return paragraphs
}

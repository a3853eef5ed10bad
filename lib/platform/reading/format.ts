/** What a file can be and still be read. */
export type Format = 'pdf' | 'docx' | 'pptx' | 'html' | 'markdown' | 'text'

/** Why a file cannot be read: a code of the wire contract, and words for whoever brought it. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
  constructor(
    readonly code: 'file_format_unsupported' | 'file_empty' | 'file_size_too_large' | 'contact_support',
    message: string,
  ) {
    super(message)
  }
}

const known = 'What can be read: PDF, Word (docx), PowerPoint (pptx), web pages, Markdown and plain text.'

/** Beginnings of files that people do bring, and what to do about them. */
const others: [bytes: string, what: string][] = [
  ['89504e47', 'This is a picture (PNG), and pictures are not read.'],
  ['ffd8ff', 'This is a picture (JPEG), and pictures are not read.'],
  ['47494638', 'This is a picture (GIF), and pictures are not read.'],
  [
    'd0cf11e0a1b11ae1',
    'This is a file of an older Office. Save it in the newer form (docx, pptx) or as a PDF.',
  ],
  ['7b5c727466', 'This is Rich Text. Save it as a Word file (docx) or as a PDF.'],
  ['1f8b', 'This is compressed (gzip). Unpack it first.'],
]

/** `zip` is told from others by what is in it. */
export type Kind = 'pdf' | 'zip' | 'text'

/**
 * What a file is by its bytes, whatever it is called.
 * @throws UnreadableError for what is none of the formats
 */
export function kindOf(bytes: Uint8Array): Kind {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024))
  if (head.length === 0) throw new UnreadableError('file_empty', 'The file is empty.')
  // Some programs write a few bytes of their own before it.
  if (head.includes('%PDF-')) return 'pdf'
  if (head.toString('latin1', 0, 4) === 'PK\x03\x04') return 'zip'
  const hex = head.toString('hex')
  for (const [beginning, what] of others) {
    if (hex.startsWith(beginning)) throw new UnreadableError('file_format_unsupported', `${what} ${known}`)
  }
  return 'text'
}

/**
 * The text of a file that is text: UTF-8, or UTF-16 with its mark; else what a page of the web says that it is, or, as
 * older programs write it, Windows-1252.
 * @throws UnreadableError when it is none
 */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.includes(0)) throw new UnreadableError('file_format_unsupported', `This is no text. ${known}`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const text = (declaredDecoder(bytes) ?? new TextDecoder('windows-1252')).decode(bytes)
    // What has these is no text in any encoding.
    const strange = text.match(/(?![\t\n\r\f\v])\p{Cc}/gu)?.length ?? 0
    if (strange > text.length / 1000)
      throw new UnreadableError('file_format_unsupported', `This is no text. ${known}`)
    return text
  }
}

/** What reads the encoding that a page of the web says it has, where browsers look for it; null where it says none. */
function declaredDecoder(bytes: Uint8Array): TextDecoder | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1024))
  const label = /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1]
  if (!label || formatOfText(head) !== 'html') return null
  try {
    // What says so in single bytes is not of two each.
    return new TextDecoder(/^utf-16/i.test(label) ? 'utf-8' : label)
  } catch {
    // A name that nobody knows.
    return null
  }
}

/** Whether a text is a page of the web, Markdown, or neither. */
export function formatOfText(text: string): 'html' | 'markdown' | 'text' {
  const head = text.slice(0, 4096)
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(head))
    return 'html'
  return /^#{1,6} \S/m.test(text) || /^(?:-{3,}|={3,})$/m.test(head) ? 'markdown' : 'text'
}

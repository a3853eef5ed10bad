import { strToU8, zipSync } from 'fflate'

/**
 * For tests: a PDF with these pages, each a list of lines. `claimed` is how many pages its tree says it has, `title` what
 * it calls itself.
 */
export function pdfOf(pages: string[][], { claimed = pages.length, title = '' } = {}): Buffer {
  const escaped = (line: string) => line.replace(/[\\()]/g, '\\$&')
  const contents = pages.map((lines) => {
    const shown = lines.map((line) => `(${escaped(line)}) Tj 0 -14 Td`).join('\n')
    return `BT /F1 12 Tf 72 720 Td\n${shown}\nET`
  })
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${claimed} /Kids [${pages.map((_, at) => `${4 + 2 * at} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...contents.flatMap((content, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * at} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
    ...(title ? [`<< /Title <${Buffer.from(`\ufeff${title}`, 'utf16le').swap16().toString('hex')}> >>`] : []),
  ]
  const info = title && `/Info ${objects.length} 0 R `
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = text.length
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${info}>>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** For tests: a Word file with these paragraphs; those that begin with "# " are headings. */
export function docxOf(paragraphs: string[]): Buffer {
  const body = paragraphs.map((text) => {
    const isHeading = text.startsWith('# ')
    const style = isHeading ? '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' : ''
    return `<w:p>${style}<w:r><w:t>${escapedXml(isHeading ? text.slice(2) : text)}</w:t></w:r></w:p>`
  })
  return zipOf({
    'word/document.xml': `<?xml version="1.0"?><w:document><w:body>${body.join('')}</w:body></w:document>`,
  })
}

/** For tests: a PowerPoint file with these slides, each a list of lines. */
export function pptxOf(slides: string[][]): Buffer {
  const parts = slides.map((lines, at) => {
    const body = lines.map((line) => `<a:p><a:r><a:t>${escapedXml(line)}</a:t></a:r></a:p>`)
    return [`ppt/slides/slide${at + 1}.xml`, `<p:sld>${body.join('')}</p:sld>`]
  })
  return zipOf(Object.fromEntries(parts))
}

/** For tests: an archive of these texts. */
export const zipOf = (parts: Record<string, string>): Buffer =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), {
      level: 9,
    }),
  )

const escapedXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

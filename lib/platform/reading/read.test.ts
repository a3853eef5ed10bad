import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docxOf, pdfOf, pptxOf, zipOf } from './fixture'
import { readFileAt } from './read'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'colloquy-reading-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Reads bytes as a file, under a name that says nothing. */
async function read(bytes: Uint8Array | string) {
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  const pages: number[] = []
  const reading = await readFileAt(path, (page) => pages.push(page))
  return { ...reading, progress: pages, text: reading.chunks.map(({ text }) => text).join('\n') }
}

describe('a PDF', () => {
  it('is read page by page', async () => {
    const pages = [
      ['Opening hours', 'We open at nine.'],
      ['Returns', 'Within thirty days.'],
    ]
    const { format, pages: count, chunks, text, progress } = await read(pdfOf(pages))
    expect({ format, count, progress }).toEqual({ format: 'pdf', count: 2, progress: [1, 2] })
    expect(text).toContain('We open at nine.')
    expect(chunks.map(({ place }) => place)).toEqual(['pages 1–2'])
  })

  it('says on which page a passage stands', async () => {
    const page = (word: string) => Array.from({ length: 40 }, (_, at) => `Line ${at} is about ${word} only.`)
    const { chunks } = await read(pdfOf([page('apples'), page('pears'), page('plums')]))
    for (const { place, text } of chunks) {
      const pages = ['apples', 'pears', 'plums'].flatMap((word, at) => (text.includes(word) ? [at + 1] : []))
      const [first, last] = [pages[0], pages.at(-1)]
      expect(place).toBe(first === last ? `page ${first}` : `pages ${first}–${last}`)
    }
  })

  it('has a title that can be stored, in one line, also where it is cut', async () => {
    const titled = async (title: string) => (await read(pdfOf([['A page.']], { title }))).title
    expect(await titled('The\0 hand\u0007book\n of the shop')).toBe('The handbook of the shop')
    expect(await titled(`${'x'.repeat(199)}\u{1f600}`)).toBe('x'.repeat(199))
  })

  it('has words whole that were broken at the end of a line', async () => {
    expect((await read(pdfOf([['This is an exam-', 'ple of a Tri-', 'State line.']]))).text).toContain(
      'This is an example of a Tri- State line.',
    )
  })

  it('without text says that its pages are pictures', async () => {
    await expect(read(pdfOf([[], []]))).rejects.toMatchObject({
      code: 'file_empty',
      message: expect.stringContaining('pictures'),
    })
  })

  it('that is damaged, locked, or claims a great many pages is refused in words', async () => {
    await expect(read('%PDF-1.7 and then nothing')).rejects.toMatchObject({ code: 'file_format_unsupported' })
    // What it claims is not believed.
    expect(await read(pdfOf([['One page']], { claimed: 10_000 }))).toMatchObject({
      pages: 1,
      text: 'One page',
    })
    await expect(read(pdfOf(Array.from({ length: 3001 }, () => ['A page'])))).rejects.toMatchObject({
      code: 'file_size_too_large',
      message: expect.stringContaining('3,001 pages'),
    })
    const key = `<${'00'.repeat(32)}>`
    const locked = pdfOf([['Secret']])
      .toString('latin1')
      .replace(
        '/Root 1 0 R',
        `/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O ${key} /U ${key} /P -4 >>`,
      )
    await expect(read(Buffer.from(locked, 'latin1'))).rejects.toMatchObject({
      message: expect.stringContaining('locked by a password'),
    })
  })
})

describe('an Office file', () => {
  it('of Word is read under its headings', async () => {
    const { format, title, chunks } = await read(
      docxOf(['# Returns & refunds', 'Within 30 days.', 'In its box.']),
    )
    expect({ format, title }).toEqual({ format: 'docx', title: 'Returns & refunds' })
    expect(chunks).toMatchObject([
      { place: 'Returns & refunds', text: 'Returns & refunds\nWithin 30 days.\nIn its box.' },
    ])
  })

  it('of PowerPoint is read slide by slide, in their order', async () => {
    const slides = Array.from({ length: 11 }, (_, at) => [`Slide number ${at + 1}`])
    const { format, pages, text } = await read(pptxOf(slides))
    expect({ format, pages }).toEqual({ format: 'pptx', pages: 11 })
    expect(text).toBe(slides.flat().join('\n'))
  })

  it('that unpacks to more than anybody writes is refused before it is unpacked', async () => {
    const bomb = zipOf({ 'word/document.xml': '0'.repeat(64 * 1024 * 1024) })
    expect(bomb.length).toBeLessThan(100_000)
    await expect(read(bomb)).rejects.toMatchObject({ code: 'file_size_too_large' })
    // One that lies about it gets no more room than it claims.
    const size = Buffer.alloc(4)
    size.writeUInt32LE(64 * 1024 * 1024)
    const small = Buffer.alloc(4)
    small.writeUInt32LE(1000)
    let at = bomb.indexOf(size)
    while (at >= 0) {
      small.copy(bomb, at)
      at = bomb.indexOf(size)
    }
    const outcome = await read(bomb).then(
      ({ text }) => text.length,
      () => 0,
    )
    expect(outcome).toBeLessThanOrEqual(1000)
  })

  it('has no entities but those of XML: none reads a file, asks an address, or grows', async () => {
    const declared = [
      `<!ENTITY file SYSTEM "file://${import.meta.filename}">`,
      '<!ENTITY address SYSTEM "http://127.0.0.1:9/">',
      '<!ENTITY one "ten of them ">',
      ...['two', 'three', 'four'].map((name, at) => {
        const inside = `&${['one', 'two', 'three'][at]};`
        return `<!ENTITY ${name} "${inside.repeat(10)}">`
      }),
    ]
    const { text } = await read(
      zipOf({
        'word/document.xml':
          `<?xml version="1.0"?><!DOCTYPE x [${declared.join('')}]><w:document><w:body><w:p><w:r>` +
          '<w:t>Before &amp; &file; &address; &four; after.</w:t></w:r></w:p></w:body></w:document>',
      }),
    )
    expect(text).toBe('Before & &file; &address; &four; after.')
  })

  it('that is another archive, or damaged, is refused', async () => {
    await expect(read(zipOf({ 'a.txt': 'text' }))).rejects.toMatchObject({ code: 'file_format_unsupported' })
    const cut = docxOf(['Some text.']).subarray(0, 60)
    await expect(read(cut)).rejects.toMatchObject({ code: 'file_format_unsupported' })
  })
})

describe('a page of the web', () => {
  it('is read without its menus, under its headings, with its links', async () => {
    const paragraph = 'Anything may be returned within thirty days of the day on which it came, in its box. '
    const { format, title, links, chunks, text } = await read(
      `<!doctype html><html><head><title>Returns &amp; refunds</title><style>p{}</style></head><body>
      <nav><a href="/about">About us</a></nav><script>alert('no')</script>
      <article><h1>Returns</h1><p>${paragraph.repeat(4)}</p><h2>Refunds</h2><p>${paragraph.repeat(4)}</p>
      <table><tr><td>Box</td><td>2 kg</td></tr></table></article></body></html>`,
    )
    expect({ format, title, links }).toEqual({
      format: 'html',
      title: 'Returns & refunds',
      links: ['/about'],
    })
    expect(chunks.map(({ place }) => place)).toEqual(['Returns & refunds', 'Refunds'])
    expect(text).toContain('Box | 2 kg')
    expect(text).not.toMatch(/About us|alert|p\{\}/)
  })

  it('has headings and a title that can be stored, also where they are cut', async () => {
    const long = `${'x'.repeat(119)}\u{1f600}`
    const { title, chunks } = await read(
      `<html><head><title>${long}</title></head><body><h1>${long}</h1><p>Text.</p></body></html>`,
    )
    expect([title, ...chunks.map(({ place }) => place)]).toEqual(['x'.repeat(119), 'x'.repeat(119)])
  })

  it.each([
    ['windows-1251', '<meta charset="windows-1251">', 'cff0e8e2e5f2', 'Привет'],
    [
      'Shift_JIS',
      '<META http-equiv=Content-Type content="text/html; charset=Shift_JIS">',
      '93fa967b8cea',
      '日本語',
    ],
    ['a name that nobody knows', '<meta charset="x-none">', '4772fcdf65', 'Grüße'],
    ['UTF-16, which it cannot be', '<meta charset="utf-16">', '4772c3bc65fc', 'Grüe\ufffd'],
    ['none that is said early', `${' '.repeat(1024)}<meta charset="windows-1251">`, '4772fcdf65', 'Grüße'],
  ])('is read in the encoding that it says: %s', async (_what, says, hex, text) => {
    const page = ['<html><head>', says, '</head><body><p>', '</p></body></html>'].map((each) =>
      Buffer.from(each),
    )
    const bytes = Buffer.concat([...page.slice(0, 3), Buffer.from(hex, 'hex'), ...page.slice(3)])
    expect((await read(bytes)).text).toBe(text)
  })

  it('that is no article is read as a whole', async () => {
    const { text } = await read(
      '<html><body><p>Open <b>daily</b>,<br>from nine.</p><div>Closed on Mondays.</div></body></html>',
    )
    expect(text).toBe('Open daily,\nfrom nine.\nClosed on Mondays.')
  })

  it('may be nested as deep as somebody likes', async () => {
    const deep = `<html><body>${'<div>'.repeat(20_000)}Here it is.${'</div>'.repeat(20_000)}</body></html>`
    expect((await read(deep)).text).toBe('Here it is.')
  })

  it('of more than is read is refused', async () => {
    await expect(read(`<html><body>${'<p>word</p>'.repeat(800_000)}</body></html>`)).rejects.toMatchObject({
      code: 'file_size_too_large',
    })
  })
})

describe('text', () => {
  it('is Markdown where it has headings, without its marks', async () => {
    const { format, title, chunks } = await read(
      '---\ntitle: x\n---\n# Returns\n\nWithin **thirty** days, see [the shop](https://example.com).\n\n```\n# no heading\n```\n',
    )
    expect({ format, title }).toEqual({ format: 'markdown', title: 'Returns' })
    expect(chunks).toMatchObject([
      { place: 'Returns', text: 'Returns\nWithin thirty days, see the shop.\n# no heading' },
    ])
  })

  it('of Markdown has its paragraphs whole, and each item on a line of its own', async () => {
    expect(
      (await read('# A\n\nOne line\nthat goes on.\n\n- first\n  goes on\n- second\n1. third\n')).text,
    ).toBe('A\nOne line that goes on.\n- first goes on\n- second\n1. third')
  })

  it('is read in the encodings that people have', async () => {
    expect((await read('Grüße aus Köln')).text).toBe('Grüße aus Köln')
    expect((await read(Buffer.from('\ufeffGrüße', 'utf16le'))).text).toBe('Grüße')
    expect((await read(Buffer.from('Grüße', 'latin1'))).text).toBe('Grüße')
  })

  it('that is empty, or none, is refused', async () => {
    await expect(read('')).rejects.toMatchObject({ code: 'file_empty' })
    await expect(read(' \n\n ')).rejects.toMatchObject({ code: 'file_empty' })
    const programs = [Buffer.from('7f454c460201010000', 'hex'), Buffer.from([1, 2, 3, 4, 5, 250])]
    for (const program of programs)
      await expect(read(program)).rejects.toMatchObject({ code: 'file_format_unsupported' })
    await expect(read(Buffer.from('89504e470d0a1a0a', 'hex'))).rejects.toMatchObject({
      message: expect.stringContaining('picture'),
    })
  })
})

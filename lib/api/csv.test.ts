import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine } from './csv'

/** The cells of one line, as RFC 4180 reads them. */
function cellsOf(line: string): string[] {
  expect(line.endsWith('\r\n')).toBe(true)
  const cells: string[] = []
  for (const [, quoted, plain = ''] of `,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g))
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
  return cells
}

describe('a line of CSV', () => {
  it('quotes what needs it', () => {
    expect(csvLine(['a', 3, true, null, 'b,c', 'd "e"', 'f\ng'])).toBe('a,3,true,,"b,c","d ""e""","f\ng"\r\n')
  })

  it.each(['=1+1', '+1', '-2', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'])(
    'shows %j and never computes it',
    (text) => {
      expect(cellsOf(csvLine([text]))).toEqual([`'${text}`])
    },
  )

  it('leaves numbers below zero alone', () => {
    expect(csvLine([-2])).toBe('-2\r\n')
  })

  it('comes back as it was, whatever is in it', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/^[=+\-@\t\r]/.test(value))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (values) => {
        expect(cellsOf(csvLine(values))).toEqual(values)
      }),
    )
  })
})

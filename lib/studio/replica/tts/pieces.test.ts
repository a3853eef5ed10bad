import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { piecesAsTheyCome } from './pieces'
import { type Piece, sentencesOf } from './sentences'

async function pieces(parts: string[], language = 'english') {
  async function* coming() {
    yield* parts
  }
  const all: Piece[] = []
  for await (const piece of piecesAsTheyCome(coming(), language)) all.push(piece)
  return all
}

const words = fc.constantFrom(
  ...[
    'Hello',
    'Dr.',
    'Smith',
    'e.g.',
    '12.',
    '3.5',
    'paid',
    'really?',
    'he',
    'said.',
    'Yes!',
    '…',
    '\n',
    '“Go.”',
    'A',
    '好。',
    '很好',
    'x'.repeat(230),
  ],
  ...['a long, long sentence that, as it goes on, has commas;', 'usw.', 'Mai', '1.\tOne', '?!', ';'],
)

describe('pieces of a text that comes in parts', () => {
  it('are those of the whole text, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        fc.constantFrom('english', 'german', 'greek'),
        async (list, lengths, language) => {
          const text = list.join(' ')
          const parts: string[] = []
          for (let at = 0, i = 0; at < text.length; i++) {
            const length = lengths[i % lengths.length] ?? 1
            parts.push(text.slice(at, at + length))
            at += length
          }
          expect(await pieces(parts, language)).toEqual(sentencesOf(text, language))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('end where those of the whole text do, whatever language comes next', async () => {
    const text = '12. 12. 好。 Hello'
    expect(await pieces([...text], 'german')).toEqual(sentencesOf(text, 'german'))
  })

  it('come before the text has ended', async () => {
    const seen: string[] = []
    async function* coming() {
      yield 'We open at nine. W'
      seen.push('more is asked for')
      yield 'e close at five.'
    }
    for await (const { text } of piecesAsTheyCome(coming(), 'english')) seen.push(text)
    expect(seen).toEqual(['We open at nine.', 'more is asked for', 'We close at five.'])
  })
})

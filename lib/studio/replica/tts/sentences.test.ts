import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { notedLanguage } from '@/lib/protocol/languages'
import { longestPiece, sentencesOf } from './sentences'

const texts = (text: string, language = 'english') => sentencesOf(text, language).map((piece) => piece.text)

describe('the sentences of a text', () => {
  it.each([
    ['english', 'Hello there. How are you? Fine!', ['Hello there.', 'How are you?', 'Fine!']],
    [
      'english',
      'Dr. Smith paid $3.50 to Mr. J. R. Jones, e.g. for tea. He left.',
      ['Dr. Smith paid $3.50 to Mr. J. R. Jones, e.g. for tea.', 'He left.'],
    ],
    [
      'english',
      'I live in the U.S. and work at example.com. Do you?',
      ['I live in the U.S. and work at example.com.', 'Do you?'],
    ],
    [
      'english',
      '"Really?" he said. (Yes.) Then "No." Done',
      ['"Really?" he said.', '(Yes.)', 'Then "No."', 'Done'],
    ],
    ['english', 'Well... maybe. Wait?! Yes', ['Well... maybe.', 'Wait?!', 'Yes']],
    [
      'english',
      'One line\nanother line\n\n1. First\n2. Second',
      ['One line', 'another line', '1. First', '2. Second'],
    ],
    ['english', 'It was in 1999. Then came 2000.', ['It was in 1999.', 'Then came 2000.']],
    [
      'german',
      'Am 3. Mai um 8 Uhr, d.h. früh. Das ist z.B. gut.',
      ['Am 3. Mai um 8 Uhr, d.h. früh.', 'Das ist z.B. gut.'],
    ],
    ['french', 'Bonjour M. Dupont ! Ça va ? Oui.', ['Bonjour M. Dupont !', 'Ça va ?', 'Oui.']],
    ['spanish', '¿Qué tal? ¡Bien! El Sr. Ruiz.', ['¿Qué tal?', '¡Bien!', 'El Sr. Ruiz.']],
    ['chinese', '你好。今天好吗？很好！“对。”再见', ['你好。', '今天好吗？', '很好！', '“对。”', '再见']],
    ['japanese', 'はい。「いいえ。」そうです', ['はい。', '「いいえ。」', 'そうです']],
    ['arabic', 'مرحبا. كيف حالك؟ بخير!', ['مرحبا.', 'كيف حالك؟', 'بخير!']],
    ['hindi', 'नमस्ते। आप कैसे हैं? ठीक॥ हाँ', ['नमस्ते।', 'आप कैसे हैं?', 'ठीक॥', 'हाँ']],
    ['greek', 'Τι κάνεις; Καλά.', ['Τι κάνεις;', 'Καλά.']],
    ['english', 'First; second.', ['First; second.']],
    ['english', '', []],
    ['english', ' \n\n ', []],
  ])('%s: %j', (language, text, expected) => {
    expect(texts(text, language)).toEqual(expected)
  })

  it('divides a long sentence at its commas, then at its spaces', () => {
    const clause = 'and then we went down to the harbour with all of them'
    const [first, ...rest] = texts(`${Array(8).fill(clause).join(', ')}.`)
    expect(first?.endsWith('harbour with all of them,')).toBe(true)
    expect(rest.length).toBeGreaterThan(0)
    const spaced = texts('word '.repeat(100))
    expect(spaced.every((piece) => /^(?:word ?)+$/.test(piece) && piece.length <= longestPiece)).toBe(true)
    expect(spaced.length).toBeLessThan(5)
  })

  it('divides what has no spaces between words', () => {
    const thai = 'สวัสดีตอนเช้ายินดีต้อนรับวันนี้ให้ฉันช่วยอะไรคุณได้บ้าง'.repeat(6)
    expect(texts(thai, 'thai').join('')).toBe(thai)
    expect(texts('好'.repeat(500), 'chinese')).toHaveLength(3)
  })

  it('says which language each is in, where that is to be found out', () => {
    const pieces = sentencesOf(
      'Hello, how are you? Guten Tag, wie geht es Ihnen? 你好吗？ OK!',
      'multilingual',
    )
    expect(pieces.map((piece) => piece.language)).toEqual(['english', 'german', 'chinese', 'english'])
    expect(sentencesOf('Guten Tag. OK.', 'french').map((piece) => piece.language)).toEqual([
      'french',
      'french',
    ])
    // What tells nothing is in the language of the rest.
    expect(sentencesOf('¿Qué hora es? Las tres y media. OK.', 'multilingual').at(-1)?.language).toBe(
      'spanish',
    )
  })

  it('loses nothing but white space, divides no character, and keeps to its length', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'ab.!? ,;\n。，।؟…"\')1', 'Dr', 'e.g.', '😀', '👩‍👩‍👧', 'ก', 'ั', '好'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    fc.assert(
      fc.property(
        fc.array(unit, { maxLength: 400 }),
        fc.constantFrom('english', 'multilingual', 'thai'),
        (units, language) => {
          const text = units.join('')
          let position = 0
          for (const piece of sentencesOf(text, language)) {
            expect(text.slice(position, piece.start).trim()).toBe('')
            expect(text.slice(piece.start, piece.start + piece.text.length)).toBe(piece.text)
            expect(piece.text.trim()).toBe(piece.text)
            expect(piece.text.length).toBeGreaterThan(0)
            expect(piece.text.length).toBeLessThanOrEqual(longestPiece)
            position = piece.start + piece.text.length
            const divided =
              /[\ud800-\udbff]$/.test(text.slice(0, position)) &&
              /^[\udc00-\udfff]/.test(text.slice(position))
            expect(divided).toBe(false)
          }
          expect(text.slice(position).trim()).toBe('')
        },
      ),
      { numRuns: 60 },
    )
  })

  it('takes a moment for the longest text of a message', () => {
    const text = 'No. 5 is said by Dr. No, 3.5 times. '.repeat(1100)
    const before = performance.now()
    expect(sentencesOf(text, 'multilingual').length).toBeGreaterThan(1000)
    expect(performance.now() - before).toBeLessThan(1000)
  })
})

it('people are told what is not as the name of a language says', () => {
  expect(notedLanguage('tagalog')).toBe('tagalog')
  expect(notedLanguage('multilingual')).not.toBeNull()
  expect(notedLanguage('english')).toBeNull()
  expect(sentencesOf('Magandang umaga.', 'tagalog')[0]?.language).toBe('tagalog')
})

import { describe, expect, it } from 'vitest'
import { bestSentences, sentencesIn } from './any-language'
import { createKnower } from './knower'
import type { Source } from './mind'

const mind = (...texts: string[]) => ({
  personaName: 'Guide',
  replicaName: 'Anna',
  systemPrompt: 'You are a friendly guide.',
  sources: texts.map((text): Source => ({ kind: 'persona', text })),
})
const passage = (documentName: string, text: string) => ({
  documentId: documentName,
  documentName,
  place: '',
  text,
})

describe('what is known without a model', () => {
  const passages = [
    passage(
      'Handbook.pdf',
      'Visitors leave bags at the cloakroom. The cloakroom closes at seven in the evening.',
    ),
    passage('Prices.txt', 'A ticket costs twelve euros. Children enter for free.'),
  ]

  it('is said before what documents say, which are named', () => {
    const knower = createKnower(mind('A ticket costs ten euros at the door.'), 'english')
    expect(knower.respond('How much is a ticket?', [], passages)).toBe(
      'A ticket costs ten euros at the door.',
    )
    expect(knower.respond('When does the cloakroom close?', [], passages)).toBe(
      'According to Handbook.pdf: The cloakroom closes at seven in the evening.',
    )
    expect(knower.respond('When does the cloakroom close?', [], [])).not.toContain('seven')
  })

  it('is parted into sentences once, until something else is learned', () => {
    let reads = 0
    const counted = (text: string): Source => ({
      kind: 'context',
      get text() {
        reads += 1
        return text
      },
    })
    const opens = (when: string) => `La tienda abre a las ${when}. El té cuesta dos euros.`
    const knower = createKnower({ ...mind(), sources: [counted(opens('nueve'))] }, 'spanish')
    const ask = () => knower.respond('¿A qué hora abre la tienda?', [], [])
    expect(ask()).toBe('La tienda abre a las nueve.')
    const once = reads
    expect([ask(), ask()]).toEqual(Array(2).fill('La tienda abre a las nueve.'))
    expect(reads).toBe(once)
    knower.learn([counted(opens('diez'))])
    expect(ask()).toBe('La tienda abre a las diez.')
  })

  it('changes when something else is learned', () => {
    const knower = createKnower(mind('The gate opens at nine.'), 'english')
    knower.learn([{ kind: 'context', text: 'The gate opens at ten.' }])
    expect(knower.respond('When does the gate open?', [], [])).toBe('The gate opens at ten.')
  })

  it.each([
    [
      'spanish',
      'La tienda abre a las nueve. El té cuesta dos euros.',
      '¿Cuánto cuesta el té?',
      'El té cuesta dos euros.',
    ],
    [
      'german',
      'Der Laden öffnet um neun Uhr. Tee kostet zwei Euro.',
      'Wann öffnet der Laden?',
      'Der Laden öffnet um neun Uhr.',
    ],
    [
      'french',
      'Le musée ouvre à neuf heures. Les chiens restent dehors.',
      'À quelle heure ouvre le musée ?',
      'Le musée ouvre à neuf heures.',
    ],
    [
      'japanese',
      '博物館は九時に開きます。入場料は五百円です。',
      '入場料はいくらですか。',
      '入場料は五百円です。',
    ],
    ['chinese', '博物馆九点开门。门票五十元。', '门票多少钱？', '门票五十元。'],
    [
      'russian',
      'Музей открывается в девять часов. Билет стоит пять евро.',
      'Сколько стоит билет?',
      'Билет стоит пять евро.',
    ],
    ['arabic', 'يفتح المتحف في التاسعة. سعر التذكرة خمسة يورو.', 'ما سعر التذكرة؟', 'سعر التذكرة خمسة يورو.'],
  ])('is found in %s', (language, text, question, answer) => {
    expect(createKnower(mind(text), language).respond(question, [], [])).toBe(answer)
    expect(createKnower(mind(text), 'multilingual').respond(question, [], [])).toBe(answer)
  })

  it('is found in documents of other languages, and what is not known is said in the language of the question', () => {
    const knower = createKnower(mind(), 'spanish')
    expect(knower.respond('¿Cuánto cuesta el té?', [], [passage('Precios', 'El té cuesta dos euros.')])).toBe(
      'Según Precios: El té cuesta dos euros.',
    )
    expect(knower.respond('¿Cuánto cuesta el café?', [], [])).toBe('Eso no lo sé.')
    expect(createKnower(mind(), 'multilingual').respond('Wann öffnet der Laden heute?', [], [])).toBe(
      'Das weiß ich nicht.',
    )
  })
})

describe('the best sentences', () => {
  it('are those of the beginning of a long question, which is all that is looked for', () => {
    const words = Array.from({ length: 60 }, (_, i) => `wort${String.fromCharCode(97 + (i % 26))}${i}`)
    const said = `${words.slice(0, 50).join(' ')}.`
    const sentences = sentencesIn([{ text: `${said} Der Laden öffnet um neun Uhr.` }], 'german')
    const rest = Array.from({ length: 500 }, (_, i) => `${(i * 7919 + 100_000).toString(36)}quark`).join(' ')
    expect(bestSentences(`${words.slice(0, 50).join(' ')} ${rest}`, sentences)?.text).toBe(said)
  })

  it('are none where little of the question is spoken of, and never a question', () => {
    const texts = sentencesIn([{ text: 'La tienda abre a las nueve. ¿Dónde está el baño?' }], 'spanish')
    expect(bestSentences('¿Dónde está el baño?', texts)).toBeNull()
    expect(bestSentences('', texts)).toBeNull()
    expect(bestSentences('¿Quién pintó este cuadro azul?', texts)).toBeNull()
  })
})

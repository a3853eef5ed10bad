import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createResponder, type Source, type Turn } from './responder'
import clinic from './testdata/clinic.json'
import investor from './testdata/investor.json'
import manual from './testdata/manual.json'
import { sentencesOf } from './text'

const scripts = [clinic, investor, manual]
const sentences = scripts.flatMap((script) => sentencesOf(script.passage))
const messages = scripts.flatMap((script) => script.questions.map((question) => question.ask))

const wild = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
)
const message = fc.oneof(fc.constantFrom(...messages), fc.constantFrom(...sentences), wild)
const source: fc.Arbitrary<Source> = fc.record({
  kind: fc.constantFrom('persona' as const, 'context' as const),
  text: fc.oneof(
    fc.array(fc.constantFrom(...sentences), { maxLength: 12 }).map((some) => some.join(' ')),
    wild,
  ),
})
const turn: fc.Arbitrary<Turn> = fc.record({
  role: fc.constantFrom('user' as const, 'replica' as const),
  text: message,
})

it('never throws, repeats itself, stays short, and rests only on what it was given', () => {
  fc.assert(
    fc.property(
      fc.array(source, { maxLength: 3 }),
      fc.array(turn, { maxLength: 6 }),
      message,
      wild,
      (sources, history, asked, name) => {
        const mind = {
          personaName: name,
          replicaName: name,
          systemPrompt: sentences.slice(0, 4).join(' '),
          sources,
        }
        const answer = createResponder(mind).respond(asked, history)
        expect(createResponder(mind).respond(asked, history)).toEqual(answer)
        expect(answer.text.length).toBeGreaterThan(0)
        expect(answer.text.length).toBeLessThan(1600)
        expect(answer.basis.length > 0).toBe(answer.kind === 'answer')
        const given = [mind.systemPrompt, ...[...sources, ...history].map(({ text }) => text)]
        for (const passage of answer.basis) expect(given.some((text) => text.includes(passage))).toBe(true)
      },
    ),
    { numRuns: 400 },
  )
})

it('cuts a text into sentences that stand in it, in order, none too long', () => {
  fc.assert(
    fc.property(fc.oneof(wild, fc.string({ minLength: 400, maxLength: 3000 })), (text) => {
      let from = 0
      for (const sentence of sentencesOf(text)) {
        const at = text.indexOf(sentence, from)
        expect(at).toBeGreaterThanOrEqual(from)
        expect(sentence.length).toBeLessThanOrEqual(360)
        from = at + sentence.length
      }
    }),
  )
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recalled } from './limits'
import { type Found, type Kept, merge, plainOf, propertyOf, recalledOf } from './merge'

const kept = (...texts: string[]): Kept[] =>
  texts.map((text, index) => ({ id: `m${index}`, text: text.replace('*', ''), byHand: text.startsWith('*') }))
const found = (...texts: string[]): Found[] => texts.map((text) => ({ text, replaces: null }))

describe('the property that a fact is of', () => {
  it.each([
    ['Ana lives in Rome.', 'Ana lives in Oslo, Norway.'],
    ['Ana lives in rome.', 'Ana lives in Oslo.'],
    ['Ana lives at 5 Elm Street.', 'Ana lives at 7 Oak Street.'],
    ["Ana's name is Ana.", 'Ana’s name is Anna.'],
    ["Ana's favourite colour is green.", "Ana's favorite colour is red"],
    ['Ana is 42 years old.', 'Ana is 43 years old.'],
    ["Ana's phone number is 1.", "Ana's phone number is 2."],
  ])('of "%s" is that of "%s"', (one, other) => {
    expect(propertyOf(one)).not.toBeNull()
    expect(propertyOf(one)).toBe(propertyOf(other))
  })

  it.each([
    ['Ana lives in Rome.', 'Bea lives in Rome.'],
    ["Ana's name is Ana.", "Ana's dog's name is Rex."],
    ["Ana's favourite colour is green.", "Ana's favourite dish is soup."],
  ])('of "%s" is not that of "%s"', (one, other) => expect(propertyOf(one)).not.toBe(propertyOf(other)))

  it.each([
    'Ana lives in a small flat with their sister.',
    'Ana lives in the old town.',
    'Ana lives in two places.',
    'The participant lives in Rome.',
  ])('of "%s" is none of which there is one at a time', (text) => expect(propertyOf(text)).toBeNull())

  it.each(['Ana likes tea.', "Ana's dog is brown.", 'Ana works at a school.', 'Ana: Ich wohne in Rom.', ''])(
    'of "%s" cannot be told',
    (text) => expect(propertyOf(text)).toBeNull(),
  )
})

describe('what a conversation adds to a store', () => {
  it('is what is not known yet', () => {
    expect(merge(kept('Ana likes tea.'), found('ana likes TEA', 'Ana has a dog.', 'Ana has a dog!'))).toEqual(
      {
        add: ['Ana has a dog.'],
        remove: [],
      },
    )
  })

  it('takes the place of what it corrects, by what it says or by what a model says of it', () => {
    expect(merge(kept('Ana lives in Rome.', 'Bea lives in Rome.'), found('Ana lives in Oslo.'))).toEqual({
      add: ['Ana lives in Oslo.'],
      remove: ['m0'],
    })
    expect(
      merge(kept('Ana hat einen Hund.'), [{ text: 'Ana hat zwei Hunde.', replaces: 'Ana hat einen Hund.' }]),
    ).toEqual({ add: ['Ana hat zwei Hunde.'], remove: ['m0'] })
  })

  it('leaves what is true beside it, and what another who has no name said', () => {
    const both = ['Ana lives in Oslo.', 'Ana lives in a small flat with their sister.']
    expect(merge([], found(...both))).toEqual({ add: both, remove: [] })
    const two = ['The participant lives in Rome.', 'The participant lives in Oslo.']
    expect(merge(kept(two[0] ?? ''), found(two[1] ?? ''))).toEqual({ add: [two[1]], remove: [] })
  })

  it('holds as it was said last', () => {
    expect(merge([], found('Ana lives in Rome.', 'Ana likes tea.', 'Ana lives in Oslo.')).add).toEqual([
      'Ana likes tea.',
      'Ana lives in Oslo.',
    ])
    expect(merge(kept('Ana lives in Rome.'), found('Ana lives in Oslo.', 'Ana lives in Rome.'))).toEqual({
      add: ['Ana lives in Rome.'],
      remove: ['m0'],
    })
  })

  it('never takes away what was written by hand', () => {
    expect(merge(kept('*Ana lives in Rome.'), found('Ana lives in Oslo.'))).toEqual({
      add: ['Ana lives in Oslo.'],
      remove: [],
    })
    expect(merge(kept('*a', '*b'), found('c'), 2)).toEqual({ add: [], remove: [] })
  })

  it('makes the oldest leave where there are too many', () => {
    expect(merge(kept('a', '*b', 'c', 'd'), found('e', 'f'), 4)).toEqual({
      add: ['e', 'f'],
      remove: ['m2', 'm3'],
    })
    expect(merge(kept('*b'), found('c', 'd', 'e'), 3).add).toEqual(['d', 'e'])
  })

  const names = fc.constantFrom(
    'Ana lives in Rome.',
    'Ana lives in Oslo.',
    'Ana likes tea.',
    'x',
    'y',
    'z',
    '',
    '?!',
  )
  const stores = fc
    .array(fc.tuple(names, fc.boolean()), { maxLength: 8 })
    .map((rows): Kept[] => rows.map(([text, byHand], index) => ({ id: `m${index}`, text, byHand })))
  const news = fc.array(fc.record({ text: names, replaces: fc.option(names, { nil: null }) }), {
    maxLength: 6,
  })

  it('keeps to the bound, adds nothing twice, and leaves alone what is by hand', () => {
    fc.assert(
      fc.property(stores, news, fc.integer({ min: 1, max: 9 }), (rows, told, most) => {
        const { add, remove } = merge(rows, told, most)
        const byHand = rows.filter((row) => row.byHand)
        const staying = rows.filter(({ id }) => !remove.includes(id))
        expect(byHand.every((row) => staying.includes(row))).toBe(true)
        expect(staying.length + add.length).toBeLessThanOrEqual(Math.max(most, byHand.length))
        const plain = add.map(plainOf)
        expect(new Set(plain).size).toBe(plain.length)
        expect(new Set(remove).size).toBe(remove.length)
        expect(staying.some(({ text }) => plain.includes(plainOf(text)))).toBe(false)
      }),
    )
  })

  it('adds nothing when it is told again', () => {
    fc.assert(
      fc.property(stores, news, (rows, told) => {
        const plainly = told.map(({ text }) => ({ text, replaces: null }))
        const { add, remove } = merge(rows, plainly)
        const after = [
          ...add.map((text, index) => ({ id: `n${index}`, text, byHand: false })).reverse(),
          ...rows.filter(({ id }) => !remove.includes(id)),
        ]
        const last = new Map(plainly.map((fact) => [propertyOf(fact.text) ?? fact.text, fact]))
        expect(merge(after, [...last.values()]).add).toEqual([])
      }),
    )
  })
})

describe('what a conversation is given', () => {
  it('is the newest, each once, within bounds', () => {
    expect(recalledOf(['b', 'a', 'B!', 'c'])).toEqual(['b', 'a', 'c'])
    expect(recalledOf(Array.from({ length: 200 }, (_, i) => `fact ${i}`))).toHaveLength(recalled.facts)
    const long = recalledOf(Array.from({ length: 40 }, (_, i) => `${i} ${'x'.repeat(400)}`))
    expect(long.join('').length).toBeLessThanOrEqual(recalled.characters)
    expect(long.length).toBeGreaterThan(15)
  })
})

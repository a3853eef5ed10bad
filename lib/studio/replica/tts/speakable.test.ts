import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replaced, unedited } from './edited-text'
import { speakable } from './speakable'

const said = (text: string, language = 'english') => speakable(text, language).text.trim()

describe('what a voice reads of a text', () => {
  it.each([
    ['**Yes**, that is *really* `useful`, ~~no~~ __indeed__.', 'Yes, that is really useful, no indeed.'],
    ['# Prices\n- one\n- two\n\n> quoted', 'Prices one two quoted'],
    ['See [our page](https://a.example/x?y=1 "Title") now.', 'See our page now.'],
    ['![a cat](cat.png) sits', 'a cat sits'],
    ['```js\nlet a\n```', 'let a'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b 1 2'],
    ['Go to https://user:secret@www.example.com:80/a/b?c=d#e today', 'Go to example.com today'],
    ['<https://example.com/path>', 'example.com'],
    ['<speak>Hello <break time="5s"/> you</speak>', 'Hello you'],
    ['<speak version="1.0"><prosody rate="x-slow">slow</prosody>', 'slow'],
    ["[[h@'loU]] there", "h@'loU there"],
    ['[_[a and [\u00ad[b', 'a and b'],
    ['3 < 4 and 5 > 2', '3 4 and 5 2'],
    ['Hi 😀👩‍👩‍👧‍👦🇩🇪👍🏽!', 'Hi !'],
    ['1️⃣ first', '1 first'],
    ['soft\u00adhyphen\u200b and\u0000bell\u0007', 'softhyphen and bell'],
    ['half \ud83d pair', 'half pair'],
    ['Wait!!!??? ... what', 'Wait! . what'],
    ['======== ~~~~ end', 'end'],
    ['snake_case_name stays', 'snake_case_name stays'],
    ['It costs $3.50, 20 % off, C++ & C#', 'It costs $3.50, 20 % off, C++ & C#'],
    ['ＡＢＣ １２３', 'ABC 123'],
    ['cafe\u0301', 'café'],
    ['I’m sure', "I'm sure"],
  ])('%j is read as %j', (text, expected) => {
    expect(said(text)).toBe(expected)
  })

  it.each(['', ' \n ', '😀', '***', '...', '!?', '\u0000', '<br/>', '---', '|'])('%j is not read', (text) => {
    expect(speakable(text, 'english')).toEqual({ text: '', origins: Int32Array.of(text.length) })
  })

  it('divides words that no voice could say', () => {
    expect(
      Math.max(
        ...said('x'.repeat(500))
          .split(' ')
          .map((word) => word.length),
      ),
    ).toBe(40)
  })

  it('writes as they are said the Tagalog words that are not', () => {
    expect(said('mga kaibigan ng bayan', 'tagalog')).toBe('manga kaibigan nang bayan')
    expect(said('mga', 'english')).toBe('mga')
  })

  it('leaves out the points of Hebrew', () => {
    expect(said('בֹּקֶר טוֹב', 'hebrew')).toBe('בוקר טוב'.replace('ו', ''))
  })

  it('knows of each character where it stood', () => {
    const text = 'Hi **you**, see https://example.com/a.'
    const edited = speakable(text, 'english')
    const origin = (word: string) => edited.origins[edited.text.indexOf(word)]
    expect(origin('you')).toBe(text.indexOf('you'))
    expect(origin('example')).toBe(text.indexOf('example'))
    expect(edited.origins.at(-1)).toBe(text.length)
  })

  it('keeps places in order, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom(...'a1 *_`<>[]()!/:.#😀\n') }),
        ),
        (text) => {
          const { text: read, origins } = speakable(text, 'english')
          expect(origins).toHaveLength(read.length + 1)
          expect(origins.at(-1)).toBe(text.length)
          expect(origins.every((each, i) => i === 0 || each >= (origins[i - 1] ?? 0))).toBe(true)
          expect(/[<>\p{Cc}]|\[\[/u.test(read)).toBe(false)
        },
      ),
    )
  })
})

describe('an edited text', () => {
  it('puts a replacement where the match began', () => {
    const edited = replaced(unedited('ab12cd'), /\d+/dg, 'xyz')
    expect(edited.text).toBe('abxyzcd')
    expect([...edited.origins]).toEqual([0, 1, 2, 2, 2, 4, 5, 6])
  })

  it('leaves a kept part in its place', () => {
    const edited = replaced(unedited('a(b)c'), /\((?<kept>.)\)/dg, '')
    expect(edited.text).toBe('abc')
    expect([...edited.origins]).toEqual([0, 2, 4, 5])
  })
})

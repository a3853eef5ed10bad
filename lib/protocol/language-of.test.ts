import { describe, expect, it } from 'vitest'
import { languageOf } from './language-of'
import { languages } from './languages'
import sentences from './testdata/languages.json'

const each = Object.entries(sentences)

describe('the language of a text', () => {
  it('is found from three short sentences, for every language of the contract', () => {
    expect(each.map(([language]) => language).sort()).toEqual(
      languages.filter((name) => name !== 'multilingual').sort(),
    )
    const found = each.map(([language, texts]) => [language, languageOf(texts.join(' '), 'multilingual')])
    expect(found.filter(([language, detected]) => language !== detected)).toEqual([])
  })

  it('is mostly found from one', () => {
    const all = each.flatMap(([language, texts]) =>
      texts.map((text) => languageOf(text, 'multilingual') === language),
    )
    expect(all.filter(Boolean).length / all.length).toBeGreaterThan(0.95)
  })

  it('is the one that is given, unless its letters are of another script', () => {
    for (const [language, texts] of each) {
      for (const text of texts) expect(languageOf(text, language)).toBe(language)
      expect(languageOf('OK, 123!', language)).toBe(language)
    }
    expect(languageOf('Привет, как дела?', 'english')).toBe('russian')
    expect(languageOf('Чем могу помочь?', 'bulgarian')).toBe('bulgarian')
    expect(languageOf('東京', 'japanese')).toBe('japanese')
    expect(languageOf('東京', 'multilingual', 'japanese')).toBe('japanese')
    expect(languageOf('東京', 'german')).toBe('chinese')
  })

  it('is what is assumed where a text tells nothing', () => {
    expect(languageOf('', 'multilingual')).toBe('english')
    expect(languageOf('2024!', 'multilingual', 'german')).toBe('german')
  })
})

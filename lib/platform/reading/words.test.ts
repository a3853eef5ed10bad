import { describe, expect, it } from 'vitest'
import { askedWords, countWords, indexedWords } from './words'

describe('the words of a text', () => {
  it('are its letters and numbers, in small letters, whatever stands between them', () => {
    expect(indexedWords("Call GET /v2/usage: it's FREE (since 2024)!")).toBe(
      'call get v2 usage it s free since 2024',
    )
    expect(indexedWords('ﬁne Ｗｉｄｅ')).toBe('fine wide')
    expect(indexedWords(`'); drop table passages; -- & | ! <-> :*`)).toBe('drop table passages')
    expect(indexedWords('')).toBe('')
    expect(indexedWords('a'.repeat(5000)).length).toBeLessThan(100)
  })

  it('of scripts without blanks are letters and pairs of letters; a question has the pairs', () => {
    expect(indexedWords('返品は')).toBe('返 品 は 返品 品は')
    expect(askedWords('返品は')).toBe('返品 品は')
    expect(askedWords('猫')).toBe('猫')
    expect(askedWords('返品はいつですか')).not.toContain('です')
    expect(askedWords('いつですか')).toContain('です')
    expect(indexedWords('ภาษาไทย').split(' ')).toEqual(['ภาษา', 'ไทย'])
  })

  it('are counted as a reader counts', () => {
    expect(countWords('Three short words.')).toBe(3)
    expect(countWords('— … !')).toBe(0)
  })
})

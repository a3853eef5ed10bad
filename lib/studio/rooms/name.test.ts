import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName } from './name'

describe('cleanName', () => {
  it('keeps names as people write them', () => {
    expect(cleanName('  Ana María  ')).toBe('Ana María')
    expect(cleanName('محمد')).toBe('محمد')
    expect(cleanName('👩‍👩‍👧 family')).toBe('👩‍👩‍👧 family')
  })

  it('calls the nameless Guest', () => {
    for (const name of [undefined, null, '', '   ', '\u0000\u0007', '\u202e'])
      expect(cleanName(name)).toBe('Guest')
  })

  it('makes one line of it and removes what hides or reverses text', () => {
    expect(cleanName('a\nb\tc')).toBe('a b c')
    expect(cleanName('ev\u202eil\u0000')).toBe('evil')
  })

  it('is never empty, never longer than 80 characters, and cleaning twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const clean = cleanName(name)
        expect(clean).not.toBe('')
        expect([...clean].length).toBeLessThanOrEqual(80)
        expect(cleanName(clean)).toBe(clean)
      }),
    )
  })
})

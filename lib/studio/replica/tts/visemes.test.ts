import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visemesOf, visemeTrack } from './visemes'

describe('the mouth shapes of a sound', () => {
  it.each([
    ['p', ['PP']],
    ['bʰ', ['PP']],
    ['f', ['FF']],
    ['θ', ['TH']],
    ['t̪', ['DD']],
    ['q', ['kk']],
    ['tʃʲ', ['CH']],
    ['dʑ', ['CH']],
    ['ts', ['SS']],
    ['s.', ['CH']],
    ['ts.', ['CH']],
    ['ɲ', ['nn']],
    ['ɾ', ['RR']],
    ['ˈaɪ', ['aa', 'I']],
    ['oʊ', ['O', 'U']],
    ['uː', ['U']],
    ['ɯᵝ', ['I']],
    ['ɛ̃', ['E']],
    ['ˈɛɹ', ['E', 'RR']],
    ['h', []],
    ['ʔ', []],
    ['(en)', []],
    ['ˈ', []],
  ])('%s: %j', (ipa, expected) => {
    expect(visemesOf(ipa)).toEqual(expected)
  })

  it('are known for every letter that the voices of our languages use', () => {
    const used = 'abcdefhijklmnopqrstuvwxyzæðøħŋœɐɑɒɔɕɖɗəɚɛɜɟɡɣɨɪɫɭɯɲɳɴɵɹɻɽɾʁʂʃʈʉʊʋʌʎʑʒʔʕʝβεθχ'
    const guessed = [...used].filter((letter) => visemesOf(letter)[0] === 'E')
    expect(guessed.join('')).toBe('eəɛɜε')
    expect([...used].filter((letter) => visemesOf(letter).length === 0).join('')).toBe('hʔ')
  })

  it('opens the mouth a little for a letter it does not know', () => {
    expect(visemesOf('Ж')).toEqual(['E'])
  })
})

describe('the track of a speech', () => {
  it('lets a sound of two shapes share its time', () => {
    const phonemes = [
      { at: 0, ipa: 'b' },
      { at: 100, ipa: 'aɪ' },
      { at: 300, ipa: '' },
    ]
    expect(visemeTrack(phonemes, 400)).toEqual([
      { at: 0, viseme: 'PP' },
      { at: 100, viseme: 'aa' },
      { at: 200, viseme: 'I' },
      { at: 300, viseme: 'sil' },
    ])
  })

  it('is silent before the first sound', () => {
    expect(visemeTrack([{ at: 30, ipa: 'm' }], 90)).toEqual([
      { at: 0, viseme: 'sil' },
      { at: 30, viseme: 'PP' },
    ])
  })

  it('rises in time, changes at every step and stays within the speech', () => {
    const phoneme = fc.record({
      at: fc.integer({ min: -20, max: 1200 }),
      ipa: fc.constantFrom('', 'a', 'aɪ', 'h', 't', 'tʃ', 'ə', 'm', '(en)'),
    })
    fc.assert(
      fc.property(fc.array(phoneme), (phonemes) => {
        const track = visemeTrack(
          [...phonemes].sort((a, b) => a.at - b.at),
          1000,
        )
        for (const [i, { at, viseme }] of track.entries()) {
          expect(at).toBeGreaterThanOrEqual(0)
          expect(at).toBeLessThanOrEqual(1000)
          expect(at).toBeGreaterThan(track[i - 1]?.at ?? -1)
          expect(viseme).not.toBe(track[i - 1]?.viseme)
        }
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { isAssent, isInvented, soundsUnfinished } from './said'

describe('what was said', () => {
  it.each([
    ['english', 'I would like to book a table and'],
    ['english', 'I was thinking, um'],
    ['english', 'My number is 4 7 1,'],
    ['english', 'Well…'],
    ['english', 'I want the.'],
    ['german', 'Ich komme morgen, weil'],
    ['french', 'Je voudrais parler avec'],
    ['spanish', 'Quiero una'],
    ['chinese', '我想问一下，'],
  ])('sounds unfinished in %s: %s', (language, text) => {
    expect(soundsUnfinished(text, language)).toBe(true)
  })

  it.each([
    ['english', 'I would like to book a table.'],
    ['english', 'What is it for?'],
    ['english', 'Yes'],
    ['german', 'Das ist gut'],
    ['german', 'Ein Mann für alle und ich'],
    ['klingon', 'and'],
    ['english', ''],
  ])('sounds finished in %s: %s', (language, text) => {
    expect(soundsUnfinished(text, language)).toBe(false)
  })

  it('is told from what a listener says', () => {
    for (const text of [
      'Mhm.',
      'Uh-huh',
      'Yeah, okay.',
      'OK',
      'Ja, genau.',
      'D’accord.',
      "d'accord",
      'うん',
      '嗯。',
      'I see.',
    ])
      expect(isAssent(text)).toBe(true)
    for (const text of ['Yes, but when?', 'Stop.', 'No.', 'Wait', 'Okay okay okay okay', '', '...'])
      expect(isAssent(text)).toBe(false)
  })

  it('is told from what a recogniser makes of noise', () => {
    for (const text of ['', '...', ' - ', '♪♪', '。']) expect(isInvented(text, 5000)).toBe(true)
    expect(isInvented('Thank you.', 200)).toBe(true)
    expect(isInvented('Thank you.', 300)).toBe(true)
    expect(isInvented('Thank you.', 450)).toBe(false)
    expect(isInvented('Thanks for watching!', 320)).toBe(true)
    expect(isInvented('You', 200)).toBe(true)
    expect(isInvented('No.', 200)).toBe(false)
    expect(isInvented('So I said to him that it cannot go on like this.', 500)).toBe(true)
    expect(isInvented('So I said to him that it cannot go on like this.', 2200)).toBe(false)
    expect(isInvented('是', 100)).toBe(false)
  })
})

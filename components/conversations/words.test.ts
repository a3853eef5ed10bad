import { createTranslator } from 'next-intl'
import { describe, expect, test } from 'vitest'
import { endReasonOnWire } from '@/lib/domain/conversations/schema/end-reasons'
import messages from '@/messages/en.json'
import { castRule } from './cast-words'
import { endInWords } from './endings'
import { languageInWords, timersInWords } from './words'

const locale = 'en'
const endings = createTranslator({ locale, messages, namespace: 'conversations.endings' })
const cast = createTranslator({ locale, messages, namespace: 'conversations.castWords' })
const t = createTranslator({ locale, messages, namespace: 'conversations.words' })

test.each(Object.keys(endReasonOnWire))('the end by "%s" has words of its own', (cause) => {
  expect(endInWords({ end_cause: cause }, endings).short).not.toBe('Ended')
})

test('languages by their name', () => {
  expect(languageInWords('spanish', t)).toBe('Spanish')
  expect(languageInWords('multilingual', t)).toBe('Multilingual (detect)')
})

test('each rule of the cast is told', () => {
  expect(castRule('persona-default', 'Interviewer', cast)).toBe("The replica is Interviewer's own.")
  expect(
    new Set(
      ['given', 'persona-default', 'default-persona'].map((rule) => castRule(rule as 'given', 'A', cast)),
    ).size,
  ).toBe(3)
})

describe('timers as sentences', () => {
  const words = (max: number, left: number, absent: number, longest = 86_400) =>
    timersInWords({ max, left, absent }, 'Rosa', longest, t).map(({ when, what }) => `${when}: ${what}`)

  test('with the defaults', () => {
    expect(words(3600, 0, 300)).toEqual([
      'Now: The room opens, usage begins, and Rosa waits in it.',
      '5 min: It ends if nobody has joined until then.',
      'Last one leaves: It ends at once.',
      '1 h: It ends in any case.',
    ])
  })

  test('longer than the workspace allows is said to be shortened', () => {
    expect(words(7200, 30, 300, 600).slice(2)).toEqual([
      'Last one leaves: It ends 30 s later, unless somebody returns.',
      '10 min: It ends in any case. That is the longest call of this workspace, so it is shortened.',
    ])
  })

  test('a timer that cannot come first is not listed', () => {
    expect(words(60, 0, 300)).toHaveLength(3)
  })
})

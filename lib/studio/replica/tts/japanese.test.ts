import { expect, it } from 'vitest'
import { speakable } from './speakable'
import { spokenWords } from './words'

const said = (text: string) => speakable(text, 'japanese').text.trim()

it.each([
  ['今日はどのようなご用件でしょうか。', 'キョオワ ドノヨオナ ゴヨオケンデショウカ。'],
  ['東京へ行く予定ですか？', 'トオキョオエ イク ヨテイデスカ?'],
  ['2026年11月の会議は10時に始まります。', '2026ネン11ガツノ カイギワ10ジニ ハジマリマス。'],
  ['コーヒーを一杯ください。', 'コオヒイヲ イッパイ クダサイ。'],
  ['私はAIです。', 'ワタシワAIデス。'],
  ['**重要**な😀お知らせ', 'ジュウヨオナ  オシラセ'],
  ['コーヒー', 'コーヒー'],
  ['OK, 123!', 'OK, 123!'],
])('reads %s as %s', (text, expected) => {
  expect(said(text)).toBe(expected)
})

it('reads kanji in no other language than Japanese', () => {
  expect(speakable('今日は', 'chinese').text).toBe('今日は')
})

it('knows where its words stood', () => {
  const text = '学校で新聞を読む。'
  const edited = speakable(text, 'japanese')
  const told = [...edited.text.matchAll(/\S+/g)].map(({ index, 0: word }, i) => ({
    at: i * 500,
    position: index,
    length: word.length,
  }))
  expect(spokenWords(text, edited, told, 2000).map(({ end }) => text.slice(0, end))).toEqual([
    '学校で',
    '学校で新聞を',
    '学校で新聞を読む。',
  ])
})

import { createRequire } from 'node:module'
import type { Tokenizer } from 'lindera-wasm-nodejs-ipadic'
import { type EditedText, rewritten } from '@/lib/studio/replica/tts/edited-text'

/** A word as the dictionary (IPADIC) tells of it. Words it does not know are pronounced "*" or have nothing. */
type Word = {
  surface: string
  partOfSpeech: string
  partOfSpeechSubcategory1: string
  pronunciation?: string
}

/** Katakana by their vowel, in the order in which the vowels are named. */
const rows: [vowel: string, letters: string][] = [
  ['ア', 'アカガサザタダナハバパマヤラワァャヵヮ'],
  ['イ', 'イキギシジチヂニヒビピミリィ'],
  ['ウ', 'ウクグスズツヅヌフブプムユルゥュヴ'],
  ['エ', 'エケゲセゼテデネヘベペメレェヶ'],
  ['オ', 'オコゴソゾトドノホボポモヨロヲォョ'],
]
const vowels = new Map(
  rows.flatMap(([vowel, letters]) => [...letters].map((letter) => [letter, vowel] as const)),
)
/** Parts of speech that follow a word without a pause, by their name and by their kind; and one that goes before. */
const attached = /^(?:助詞|助動詞)$/
const attachedKind = /^(?:接尾|非自立)$/
const prefix = '接頭詞'
/** Read in another way after a number. */
const afterNumber: Record<string, string> = {
  月: 'ガツ',
  日: 'ニチ',
  人: 'ニン',
  分: 'フン',
  年: 'ネン',
  円: 'エン',
}
const readable = /[\p{Script=Han}\p{Script=Hiragana}々〆]/u

let tokenizer: Tokenizer | null = null

/** The dictionary takes a quarter of a second and some 80 MB to load; nobody waits for it who speaks no Japanese. */
function wordsOf(text: string): Word[] {
  if (!tokenizer) {
    const { TokenizerBuilder } = createRequire(import.meta.url)(
      'lindera-wasm-nodejs-ipadic',
    ) as typeof import('lindera-wasm-nodejs-ipadic')
    const builder = new TokenizerBuilder()
    builder.setDictionary('embedded://ipadic')
    tokenizer = builder.build()
  }
  return tokenizer.tokenize(text) as Word[]
}

/** The voice passes over the mark of a long vowel; the vowel written twice is long. */
function withLongVowels(katakana: string): string {
  let result = ''
  for (const letter of katakana) result += letter === 'ー' ? (vowels.get(result.at(-1) ?? '') ?? '') : letter
  return result
}

/**
 * Japanese as it is pronounced, in kana, a space before each phrase: espeak-ng reads no kanji, and reads kana as they
 * are written.
 */
export function pronounced(edited: EditedText): EditedText {
  if (!readable.test(edited.text)) return edited
  const changes: { start: number; end: number; by: string }[] = []
  let position = 0
  let before: Word | null = null
  for (const word of wordsOf(edited.text)) {
    const start = edited.text.indexOf(word.surface, position)
    if (start < 0) continue
    position = start + word.surface.length
    const counted = /[\p{N}〇一二三四五六七八九十百千万]$/u.test(before?.surface ?? '')
      ? afterNumber[word.surface]
      : undefined
    const kana = counted ?? word.pronunciation ?? ''
    const joined =
      counted !== undefined ||
      before?.partOfSpeech === prefix ||
      attached.test(word.partOfSpeech) ||
      attachedKind.test(word.partOfSpeechSubcategory1)
    if (/^[\p{Script=Katakana}ー]+$/u.test(kana)) {
      changes.push({ start, end: position, by: (joined ? '' : ' ') + withLongVowels(kana) })
    }
    before = word
  }
  return rewritten(edited, changes)
}

import { affixes, commonWords, letters } from './language-evidence'

const cyrillic = ['russian', 'ukrainian', 'bulgarian']
const devanagari = ['hindi', 'marathi']
const latin = Object.keys(commonWords).filter((language) => ![...cyrillic, ...devanagari].includes(language))

/** The scripts of the languages we speak, and which languages each of them may be. */
const scripts: { letters: RegExp; languages: string[] }[] = [
  { letters: /\p{Script=Latin}/gu, languages: latin },
  { letters: /\p{Script=Cyrillic}/gu, languages: cyrillic },
  { letters: /\p{Script=Devanagari}/gu, languages: devanagari },
  { letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, languages: ['japanese'] },
  { letters: /\p{Script=Han}/gu, languages: ['chinese', 'japanese', 'korean'] },
  { letters: /\p{Script=Hangul}/gu, languages: ['korean'] },
  { letters: /\p{Script=Arabic}/gu, languages: ['arabic'] },
  { letters: /\p{Script=Hebrew}/gu, languages: ['hebrew'] },
  { letters: /\p{Script=Greek}/gu, languages: ['greek'] },
  { letters: /\p{Script=Thai}/gu, languages: ['thai'] },
  { letters: /\p{Script=Georgian}/gu, languages: ['georgian'] },
  { letters: /\p{Script=Tamil}/gu, languages: ['tamil'] },
  { letters: /\p{Script=Bengali}/gu, languages: ['bengali'] },
  { letters: /\p{Script=Telugu}/gu, languages: ['telugu'] },
  { letters: /\p{Script=Gujarati}/gu, languages: ['gujarati'] },
  { letters: /\p{Script=Kannada}/gu, languages: ['kannada'] },
  { letters: /\p{Script=Malayalam}/gu, languages: ['malayalam'] },
  { letters: /\p{Script=Gurmukhi}/gu, languages: ['punjabi'] },
]
const latinLetters = /\p{Script=Latin}/u

/** UTF-16 units of a text that are looked at: enough for certainty, and quick for any length. */
const looked = 2000

/** How much a common word says for a language, an affix for it, and a letter it has not against it. */
const weight = { word: 1, affix: 0.25, strangeLetter: -0.7 }

/** The more languages have a word, the less it tells. */
const wordOwners = new Map<string, string[]>()
for (const [language, list] of Object.entries(commonWords)) {
  for (const word of new Set(list.split(' ')))
    wordOwners.set(word, [...(wordOwners.get(word) ?? []), language])
}

/** Of some languages the one that a text is most likely in; `assumed` when nothing speaks for another. */
function likeliest(text: string, among: string[], assumed: string): string {
  const scores = new Map(among.map((language) => [language, language === assumed ? 0.1 : 0]))
  const add = (language: string, points: number) => {
    const score = scores.get(language)
    if (score !== undefined) scores.set(language, score + points)
  }
  const lower = text.toLowerCase().normalize('NFC').replaceAll('’', "'")
  for (const [whole] of lower.matchAll(/[\p{L}\p{M}]+(?:'\p{L}+)?/gu)) {
    for (const word of whole.includes("'") ? [whole, ...whole.split("'")] : [whole]) {
      const owners = wordOwners.get(word)?.filter((owner) => scores.has(owner)) ?? []
      for (const owner of owners) add(owner, weight.word / owners.length)
    }
    if (whole.length > 3) {
      for (const language of among) if (affixes[language]?.test(whole)) add(language, weight.affix)
    }
  }
  for (const letter of new Set(lower.match(/(?![a-z])\p{L}/gu))) {
    for (const language of among)
      if (letters[language]?.includes(letter) === false) add(language, weight.strangeLetter)
  }
  return [...scores].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

/** The languages that a text's script may be, the likeliest first; none when it has no letters. */
function languagesOfScript(text: string): string[] {
  let best: { languages: string[]; count: number } = { languages: [], count: 0 }
  for (const { letters, languages } of scripts) {
    // Japanese has Chinese characters too; Chinese has no kana.
    if (languages[0] === 'chinese' && best.languages[0] === 'japanese') continue
    const count = text.match(letters)?.length ?? 0
    if (count > best.count) best = { languages, count }
  }
  return best.languages
}

function detected(text: string, assumed: string): string {
  const languages = languagesOfScript(text)
  const [first] = languages
  if (first === undefined) return assumed
  const expected = languages.includes(assumed) ? assumed : first
  return languages === latin || languages === cyrillic || languages === devanagari
    ? likeliest(text, languages, expected)
    : expected
}

/**
 * The language to speak a text in: the given one, unless its script is another's; for `multilingual` the one that the
 * text seems to be in, `assumed` when it does not tell. Names are those of the wire contract.
 */
export function languageOf(text: string, language: string, assumed = 'english'): string {
  const seen = text.slice(0, looked)
  if (language === 'multilingual') return detected(seen, assumed)
  // Every voice can read Latin letters.
  if (latinLetters.test(seen)) return language
  const languages = languagesOfScript(seen)
  return languages.length === 0 || languages.includes(language) ? language : detected(seen, language)
}

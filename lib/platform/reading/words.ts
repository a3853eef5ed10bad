/** Scripts without blanks between words whose words no dictionary is needed for: pairs of letters find as well. */
const paired = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々]+/u
/** Scripts without blanks between words that are segmented by a dictionary. */
const segmented = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/u
const runs = new RegExp(
  `(?<paired>${paired.source})|(?<segmented>${segmented.source})|[\\p{L}\\p{M}\\p{N}]+`,
  'gu',
)
const onlyHiragana = /^\p{Script=Hiragana}+$/u

const dictionary = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Longer words are looked for by their beginning. */
const longestWord = 60

type Found = { words: string[]; singles: string[]; pairs: string[] }

function found(text: string): Found {
  const all: Found = { words: [], singles: [], pairs: [] }
  for (const { 0: run, groups } of text.normalize('NFKC').toLowerCase().matchAll(runs)) {
    if (groups?.paired) {
      const letters = [...run]
      all.singles.push(...letters)
      for (const [at, letter] of letters.entries()) {
        const next = letters[at + 1]
        if (next) all.pairs.push(letter + next)
        else if (letters.length === 1) all.pairs.push(letter)
      }
    } else if (groups?.segmented) {
      for (const { segment, isWordLike } of dictionary.segment(run)) if (isWordLike) all.words.push(segment)
    } else all.words.push(run.slice(0, longestWord))
  }
  return all
}

/**
 * The words of a text as they are indexed, separated by blanks: in small letters, without signs. Of Chinese, Japanese
 * and Korean every letter and every pair of letters is one; Thai and its neighbours are segmented.
 */
export function indexedWords(text: string): string {
  const { words, singles, pairs } = found(text)
  return [...words, ...singles, ...pairs].join(' ')
}

/** The words of a question, as those of a text: without the letters that pairs are made of, and endings in kana. */
export function askedWords(question: string): string {
  const { words, pairs } = found(question)
  const telling = pairs.filter((pair) => !onlyHiragana.test(pair))
  return [...words, ...(telling.length > 0 ? telling : pairs)].join(' ')
}

/** How many words a text has, as a reader counts. */
export function countWords(text: string): number {
  let count = 0
  for (const { isWordLike } of dictionary.segment(text)) if (isWordLike) count++
  return count
}

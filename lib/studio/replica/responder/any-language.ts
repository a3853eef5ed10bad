import { sentencesOf } from '@/lib/studio/replica/tts/sentences'

/** A sentence of a text, and where it stands. */
type Sentence<T> = { text: string; of: T; terms: string[] }

/** The least part of what a question is about that a sentence has to speak of. */
const leastCoverage = 0.34
/** A term that stands in more than this part of the sentences says little. */
const common = 0.4

const words = new Intl.Segmenter('und', { granularity: 'word' })

/** The words of a text as they are compared: small letters, without accents, without those of one or two letters. */
function termsOf(text: string): string[] {
  const plain = text.toLocaleLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return Array.from(words.segment(plain))
    .filter(
      ({ isWordLike, segment }) => isWordLike && (segment.length > 2 || /\p{Script=Han}|\d/u.test(segment)),
    )
    .map(({ segment }) => segment)
}

/** Whether two words are likely forms of one: the same, or with a long beginning in common. */
function isForm(a: string, b: string): boolean {
  if (a === b) return true
  const longest = Math.max(a.length, b.length)
  let shared = 0
  while (shared < longest && a[shared] === b[shared]) shared += 1
  return shared >= 4 && shared >= longest * 0.6
}

/**
 * The sentence of the texts that speaks most of what a question is about, whatever language they are in, with the one
 * after it where that does too; null when none speaks enough of it. It knows no grammar: words that stand in few sentences
 * count most.
 */
export function bestSentences<T extends { text: string }>(
  question: string,
  texts: T[],
  language: string,
): { text: string; of: T } | null {
  const sentences = texts.flatMap((of): Sentence<T>[] =>
    sentencesOf(of.text, language)
      .filter(({ text }) => !text.endsWith('?'))
      .map(({ text }) => ({ text, of, terms: termsOf(text) })),
  )
  const asked = [...new Set(termsOf(question))].flatMap((term) => {
    const having = sentences.filter(({ terms }) => terms.some((other) => isForm(term, other))).length
    const isCommon = having > Math.max(2, sentences.length * common)
    return isCommon ? [] : [{ term, weight: Math.log(1 + sentences.length / (1 + having)) }]
  })
  const all = asked.reduce((sum, { weight }) => sum + weight, 0)
  if (all === 0) return null
  const coverage = ({ terms }: Sentence<T>) =>
    asked.reduce(
      (sum, { term, weight }) => sum + (terms.some((other) => isForm(term, other)) ? weight : 0),
      0,
    ) / all

  let best = { at: -1, coverage: 0 }
  for (const [at, sentence] of sentences.entries()) {
    const covered = coverage(sentence)
    if (covered > best.coverage) best = { at, coverage: covered }
  }
  const found = sentences[best.at]
  if (!found || best.coverage < leastCoverage) return null
  const next = sentences[best.at + 1]
  const goesOn = next?.of === found.of && coverage(next) >= leastCoverage
  return { text: goesOn ? `${found.text} ${next.text}` : found.text, of: found.of }
}

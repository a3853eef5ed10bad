import { sentencesOf } from '@/lib/studio/replica/tts/sentences'

/** A sentence, and the text in which it stands. */
type Sentence<T> = { text: string; of: T }

/** The least part of what a question is about that a sentence has to speak of. */
const leastCoverage = 0.34
/** A term that stands in more than this part of the sentences says little. */
const common = 0.4
/** Different terms of a question that are looked for. */
const mostAsked = 50

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

/** Texts in sentences, and in which of these (by their numbers) each term stands. */
export type Sentences<T> = { all: Sentence<T>[]; having: Map<string, number[]> }

/** The sentences of texts that say something, ready to be searched for many questions. */
export function sentencesIn<T extends { text: string }>(texts: T[], language: string): Sentences<T> {
  const all = texts.flatMap((of): Sentence<T>[] =>
    sentencesOf(of.text, language)
      .filter(({ text }) => !text.endsWith('?'))
      .map(({ text }) => ({ text, of })),
  )
  const having = new Map<string, number[]>()
  for (const [at, { text }] of all.entries()) {
    for (const term of new Set(termsOf(text))) {
      const places = having.get(term)
      if (places) places.push(at)
      else having.set(term, [at])
    }
  }
  return { all, having }
}

/** The numbers of the sentences that have a term in any of its forms. */
function placesOf(term: string, having: Map<string, number[]>): Set<number> {
  const places = new Set<number>()
  for (const [other, own] of having) if (isForm(term, other)) for (const at of own) places.add(at)
  return places
}

/**
 * The sentence that speaks most of what a question is about, whatever language it is in, with the one after it where that
 * does too; null when none speaks enough of it. It knows no grammar: words that stand in few sentences count most. Of a
 * long question only the beginning counts, as the other rooms wait meanwhile.
 */
export function bestSentences<T extends { text: string }>(
  question: string,
  { all: sentences, having }: Sentences<T>,
): { text: string; of: T } | null {
  const asked = [...new Set(termsOf(question))].slice(0, mostAsked).flatMap((term) => {
    const places = placesOf(term, having)
    const isCommon = places.size > Math.max(2, sentences.length * common)
    return isCommon ? [] : [{ places, weight: Math.log(1 + sentences.length / (1 + places.size)) }]
  })
  const all = asked.reduce((sum, { weight }) => sum + weight, 0)
  if (all === 0) return null
  const coverage = (at: number) =>
    asked.reduce((sum, { places, weight }) => sum + (places.has(at) ? weight : 0), 0) / all

  let best = { at: -1, coverage: 0 }
  for (const at of sentences.keys()) {
    const covered = coverage(at)
    if (covered > best.coverage) best = { at, coverage: covered }
  }
  const found = sentences[best.at]
  if (!found || best.coverage < leastCoverage) return null
  const next = sentences[best.at + 1]
  const goesOn = next?.of === found.of && coverage(best.at + 1) >= leastCoverage
  return { text: goesOn ? `${found.text} ${next.text}` : found.text, of: found.of }
}

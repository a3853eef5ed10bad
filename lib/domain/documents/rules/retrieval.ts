/** How passages are looked for; what each does stands in `schema.ts` for people, and below for this code. */
export const strategies = ['speed', 'balanced', 'quality'] as const
export type Strategy = (typeof strategies)[number]

/** Passages of an answer, candidates that are weighed for it, and whether words that stand nowhere are guessed at. */
export const strategyOf: Record<Strategy, { passages: number; candidates: number; isThorough: boolean }> = {
  speed: { passages: 3, candidates: 3, isThorough: false },
  balanced: { passages: 6, candidates: 24, isThorough: true },
  quality: { passages: 10, candidates: 40, isThorough: true },
}

/** A word of the question as it is indexed, in how many passages it stands, and how far it is meant (1: as written). */
export type Term = { lexeme: string; passages: number; weight: number }

/** A passage that has some of them; `rank` is PostgreSQL's, which looks at how often. */
export type Candidate = {
  documentId: string
  number: number
  place: string
  text: string
  rank: number
  lexemes: string[]
}

export type Ranked = Candidate & { score: number }

/** What a passage that covers all of a question is worth more than one that covers little of it, in parts of one. */
const coverageWeight = 0.75
/** How far PostgreSQL's rank decides between passages that have the same words. */
const rankWeight = 0.2
/** What scores less than this part of the best is no answer. */
const leastPart = 0.2

/** The weight of a term by how rare it is, as in Okapi BM25. */
const inverse = (total: number, { passages }: Term) =>
  Math.log(1 + (Math.max(total, passages) - passages + 0.5) / (passages + 0.5))

/**
 * Candidates by how much they say of the question, the best first: the weights of the terms they have, the rarer the
 * more, and more for those that cover most of it. `total` is how many passages there are.
 */
export function rankedBy(candidates: Candidate[], terms: Term[], total: number): Ranked[] {
  const values = new Map(terms.map((term) => [term.lexeme, inverse(total, term) * term.weight]))
  const all = [...values.values()].reduce((sum, value) => sum + value, 0)
  const highest = Math.max(...candidates.map(({ rank }) => rank), Number.MIN_VALUE)
  const ranked = candidates.map((candidate) => {
    const covered = candidate.lexemes.reduce((sum, lexeme) => sum + (values.get(lexeme) ?? 0), 0)
    const coverage = 1 - coverageWeight + (coverageWeight * covered) / Math.max(all, Number.MIN_VALUE)
    return { ...candidate, score: covered * coverage * (1 + (rankWeight * candidate.rank) / highest) }
  })
  ranked.sort((one, other) => other.score - one.score || one.number - other.number)
  const least = (ranked[0]?.score ?? 0) * leastPart
  return ranked.filter(({ score }) => score > 0 && score >= least)
}

/** Three letters at a time, as PostgreSQL's trigrams are. */
function trigramsOf(word: string): Set<string> {
  const letters = [...`  ${word} `]
  return new Set(letters.slice(2).map((_, at) => letters.slice(at, at + 3).join('')))
}

/** How alike two words are, from 0 to 1: trigrams they share, of all that either has. */
export function similarity(one: string, other: string): number {
  const [first, second] = [trigramsOf(one), trigramsOf(other)]
  const both = [...first].filter((each) => second.has(each)).length
  return both / (first.size + second.size - both)
}

const leastSimilar = 0.3
const mostSimilar = 3

/** Of words that stand somewhere those that may be meant by one that does not, worth as much as they are alike. */
export function meantBy(word: string, found: { lexeme: string; passages: number }[]): Term[] {
  return found
    .map(({ lexeme, passages }) => ({ lexeme, passages, weight: similarity(word, lexeme) }))
    .filter(({ weight }) => weight >= leastSimilar)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, mostSimilar)
}

/** Passages that are weighed at most, and those that words may lead to alone: those of rare words first. */
export const mostMatches = 400
/** Words that are not rare, of which two have to stand together. */
const mostCommon = 4

/** A text search for terms, as PostgreSQL reads it: any of the rare ones, or two of those that stand in many passages. */
export function searchFor(terms: Term[]): string {
  const known = terms
    .filter(({ passages }) => passages > 0)
    .sort((one, other) => one.passages - other.passages)
  let matches = 0
  const isRare = ({ passages }: Term, at: number) => {
    matches += passages
    return at === 0 || matches <= mostMatches
  }
  const rare = known.filter(isRare).map(({ lexeme }) => quoted(lexeme))
  const common = known.slice(rare.length, rare.length + mostCommon).map(({ lexeme }) => quoted(lexeme))
  const pairs = common.flatMap((one, at) => common.slice(at + 1).map((other) => `${one} & ${other}`))
  return [...rare, ...(common.length === 1 ? [] : pairs)].join(' | ')
}

/** A word as text search reads it; those of ours have letters and digits only, and PostgreSQL's stems what they had. */
const quoted = (lexeme: string) => `'${lexeme.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`

/** Passages before and after the best ones are taken along. */
export const mostWithNeighbours = 3
/** A passage repeats another when this part of its words stands there too. */
const repeated = 0.85

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu))

/** The first `most` passages that do not say nearly nothing but what one before them says. */
export function withoutRepetitions<P extends { text: string }>(passages: P[], most: number): P[] {
  const kept: { passage: P; words: Set<string> }[] = []
  for (const passage of passages) {
    if (kept.length === most) break
    const words = wordsOf(passage.text)
    const isRepetition = kept.some((before) => {
      const both = [...words].filter((word) => before.words.has(word)).length
      return both >= repeated * words.size
    })
    if (!isRepetition) kept.push({ passage, words })
  }
  return kept.map(({ passage }) => passage)
}

/** The best ones, each of the first three followed by its neighbours. */
export function withNeighbours<P extends { documentId: string; number: number }>(
  ranked: P[],
  neighbours: P[],
): P[] {
  const keyOf = ({ documentId, number }: { documentId: string; number: number }) => `${documentId} ${number}`
  const known = new Map([...neighbours, ...ranked].map((each) => [keyOf(each), each]))
  const taken = new Map<string, P>()
  for (const [at, passage] of ranked.entries()) {
    const { documentId, number } = passage
    const numbers = at < mostWithNeighbours ? [number, number - 1, number + 1] : [number]
    for (const each of numbers) {
      const key = keyOf({ documentId, number: each })
      const found = known.get(key)
      if (found && !taken.has(key)) taken.set(key, found)
    }
  }
  return [...taken.values()]
}

import { counts, fitOf } from './kinds'
import type { Library, Passage } from './passages'
import type { Question, Term } from './question'

/** A passage, how much of the question it covers (0 to 1), and how good an answer it makes. */
export type Ranked = { passage: Passage; coverage: number; score: number }

/** What the conversation so far adds: words in the air, and the passage last spoken of. */
export type Thread = { terms: Term[]; last: Passage | null; leans: boolean }

/** How much of the terms' weight a passage covers, 0 to 1; 1 when there are none. */
export function coverageOf(terms: Term[], passage: Passage): number {
  let covered = 0
  let total = 0
  for (const term of terms) {
    let best = 0
    for (const [stem, worth] of term.matches) best = Math.max(best, worth * (passage.presence.get(stem) ?? 0))
    covered += term.weight * best
    total += term.weight
  }
  return total > 0 ? covered / total : 1
}

/** Orders passages that may answer the question, best first. Those that cannot are left out. */
export function rank(
  question: Question,
  thread: Thread,
  library: Library,
  may: (passage: Passage) => boolean,
): Ranked[] {
  const ranked: Ranked[] = []
  // Without words of its own a follow-up ("how much is it?") stays where the talk is; with some it may move on.
  const alone = question.terms.length === 0
  const pull = !thread.leans
    ? { words: 0.08, place: 0.03 }
    : alone
      ? { words: 0.4, place: 0.6 }
      : { words: 0.25, place: 0.08 }
  for (const passage of library.passages) {
    if (!may(passage)) continue
    const coverage = coverageOf(question.terms, passage)
    if (coverage < leastCoverage) continue
    const near = thread.last ? nearness(passage.order - thread.last.order) : 0
    const carried = thread.terms.length > 0 ? coverageOf(thread.terms, passage) : 0
    if (thread.leans && thread.terms.length > 0 && carried + near * 0.3 < (alone ? 0.35 : 0.2)) continue
    const hints = question.hints.length > 0 ? coverageOf(question.hints, passage) : 0
    const own = question.terms.length > 0 ? coverage : carried
    const fit =
      fitOf(passage.text, question.kind) *
      (question.counted && !counts(passage.tokens, question.counted) ? 0.35 : 1)
    const about =
      own +
      0.12 * coverageEarly(question.terms, passage) +
      (question.defining && defines(passage, question.terms) ? 0.25 : 0) +
      0.15 * hints +
      carried * pull.words +
      near * pull.place
    const score = fit * about - Math.min(0.08, passage.tokens.length / 600)
    ranked.push({ passage, coverage, score })
  }
  return ranked.sort((a, b) => b.score - a.score || a.passage.order - b.passage.order)
}

/** Less than this share of a question's weight is no answer to it. */
const leastCoverage = 0.58

/** A lower score than this is no answer. */
export const leastScore = 0.45

/** "Who is X?" is best answered by a sentence that begins with X and says what it is. */
const defines = (passage: Passage, terms: Term[]) =>
  !/^(?:if|when|once)\b/i.test(passage.text) &&
  passage.tokens.some(
    (token, place) =>
      place < 3 &&
      terms.some((term) => term.matches.get(token.stem) === 1) &&
      passage.tokens
        .slice(place + 1, place + 4)
        .some((next) => /^(?:is|are|was|were|means|an?)$/.test(next.word)),
  )

/** The share of the terms that stand among the first words: those a sentence is about. */
function coverageEarly(terms: Term[], { tokens }: Passage): number {
  const early = tokens.slice(0, 7)
  const found = terms.filter((term) => early.some((token) => (term.matches.get(token.stem) ?? 0) > 0.7))
  return terms.length > 0 ? found.length / terms.length : 0
}

const nearness = (distance: number) => (distance === 0 ? 1 : distance === 1 ? 0.7 : distance === -1 ? 0.3 : 0)

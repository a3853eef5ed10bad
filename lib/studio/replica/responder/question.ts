import { type Kind, kindAsked, namesKind } from './kinds'
import { isGeneral } from './lexicon'
import { type Library, matchesFor, weightOf } from './passages'
import { inOneWord, isFunctionWord, type Token, tokensOf } from './text'

/** A word of the question that an answer should speak of. */
export type Term = {
  stem: string
  weight: number
  /** Stems of the library that answer for it, and how well. */
  matches: Map<string, number>
}

/** What a message asks for. */
export type Question = {
  text: string
  kind: Kind | null
  /** Words that a passage must cover. */
  terms: Term[]
  /** Words that only make one of two passages better. */
  hints: Term[]
  /** General words that must do when there are no others ("What do I bring?"). */
  spare: Term[]
  /** Things asked about of which the sources do not speak at all. */
  unknown: string[]
  /** What "how many" counts. */
  counted: ReadonlyMap<string, number> | null
  /** "Who is …?", "What is …?" */
  defining: boolean
}

const helpers = /^(?:do|does|did|don't|doesn't|didn't|can|could|will|would|should|must|may|might)$/
const beforeVerb =
  /^(?:i|you|he|she|it|we|they|to|not|can't|cannot|don't|doesn't|didn't|isn't|aren't|won't|wouldn't|can|could|will|would|should|must|who|please|is|are|was|were|be|been|has|have|had)$/
const orders = new Set([
  'before',
  'after',
  'without',
  'during',
  'until',
  'under',
  'outside',
  'inside',
  'first',
  'last',
])

/** Reads a message as a question to the library. */
export function readQuestion(text: string, library: Library): Question {
  const kind = kindAsked(text)
  const plain = inOneWord(text)
  const all = tokensOf(plain)
  // What somebody asks stands at the beginning or the end of a long message.
  const tokens = all.length > 80 ? [...all.slice(0, 40), ...all.slice(-40)] : all
  const defining = /^\W*(?:who|what)(?:'s|’s| is| are| was| were) /i.test(text)
  const question: Question = {
    text,
    kind,
    terms: [],
    hints: [],
    spare: [],
    unknown: [],
    counted: null,
    defining: defining && (kind === null || kind === 'person'),
  }
  const seen = new Set<string>()
  tokens.forEach((token, place) => {
    if (seen.has(token.stem)) return
    seen.add(token.stem)
    const order = orders.has(token.word) ? termOf(token.stem, 0.4, library) : null
    if (order && order.matches.size > 0) question.hints.push(order)
    const quoted = /["“”«‘]/.test(plain[token.start - 1] ?? '')
    if (!quoted && (order || isFunctionWord(token.word))) return
    const term = termOf(token.stem, 1, library)
    const known = term.matches.size > 0
    // A figure of the asker's own ("my four-year-old") need not stand in the sources.
    if (!known && isFigure(token)) return
    const verb = isVerb(tokens, place)
    const next = tokens[place + 1]
    // In "dust container" the second word names the thing, the first only tells which.
    const telling =
      next !== undefined && !isFunctionWord(next.word) && !isGeneral(next.stem) && !/^\p{Lu}/u.test(token.raw)
    if (!quoted && (namesKind(token, kind) || isGeneral(token.stem))) {
      if (known) question.hints.push({ ...term, weight: term.weight * 0.4 })
      if (known) question.spare.push(term)
      return
    }
    if (kind === 'number' && /^many$/.test(tokens[place - 1]?.word ?? '')) question.counted = term.matches
    question.terms.push({
      ...term,
      weight: term.weight * (verb ? (kind === 'manner' && known ? 0.9 : 0.7) : telling ? 0.6 : 1),
    })
    // In "Can I smoke here?" the verb is what is asked.
    if (!known && (!verb || yesOrNo.test(plain))) question.unknown.push(token.word)
  })
  return question
}

const yesOrNo =
  /^\W*(?:is|are|was|were|am|do|does|did|has|have|had|can|could|may|might|will|would|should|must|shall)(?:n['’]t)? /i

const isFigure = ({ word }: Token) =>
  /^\p{N}|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million)$/u.test(
    word,
  )

/** A term for a stem; `share` of its usual weight. */
export function termOf(stem: string, share: number, library: Library): Term {
  const matches = matchesFor(stem, library)
  const rarest = [...matches.keys()].map((match) => weightOf(match, library))
  return {
    stem,
    weight: share * (rarest.length > 0 ? Math.max(...rarest) : weightOf(stem, library)),
    matches,
  }
}

/** A guess whether an unknown word is the verb of the question: those are often other words for what a source says. */
function isVerb(tokens: Token[], place: number): boolean {
  const { word } = tokens[place] ?? { word: '' }
  const before = tokens[place - 1]?.word ?? ''
  if (/^(?:is|are|was|were|be|been|has|have|had)$/.test(before)) return /(?:ed|ing|en)$/.test(word)
  if (beforeVerb.test(before)) return true
  if (!isFunctionWord(before) && /(?:[^s]s|ed)$/.test(word) && /^\p{Ll}/u.test(tokens[place]?.raw ?? ''))
    return place > 1
  const helper = tokens.findIndex((token) => helpers.test(token.word))
  if (helper < 0 || helper >= place) return false
  // "Did the old firm relocate": the verb comes after the subject, itself a name or "the" and its noun.
  const between = tokens.slice(helper + 1, place)
  const named = between.length > 0 && between.every((token) => /^\p{Lu}/u.test(token.raw))
  const described =
    between.length === 2 && isFunctionWord(between[0]?.word ?? '') && !isFunctionWord(between[1]?.word ?? '')
  return (named || described) && !/^\p{Lu}/u.test(tokens[place]?.raw ?? '')
}

import { kindAsked } from './kinds'
import type { Turn } from './mind'
import { contentOf, type Gender, type Library, type Passage } from './passages'
import { type Question, readQuestion, termOf } from './question'
import type { Thread } from './ranking'
import { tokensOf } from './text'

const opening = /^(?:and|or|but|so|also|what about|how about|what of|as for)\b/
const pointing =
  /\b(?:he|she|it|they|him|her|his|hers|its|their|theirs|them|that|those|these|this|there|then|one|ones|same|else)\b/
const dangling =
  /^(?:and |but |so )?(?:why|when|where|how|who|which|what)(?: (?:exactly|not|so|then|else|one|long|much|many|often|old|come))*\W*$/

/** True when a message cannot be understood without what was said before ("and his wife?", "why?"). */
function leansOnTalk(message: string, { terms, spare }: Question): boolean {
  const plain = message.toLowerCase().trim()
  const short = plain.split(/\s+/).length
  if (opening.test(plain) && short <= 8) return true
  if (dangling.test(plain)) return true
  if (/\b(?:is|are) there\b/.test(plain) && !/\b(?:he|she|they|his|her|their)\b/.test(plain)) return false
  return terms.length <= 4 && (pointing.test(plain) || (terms.length === 0 && spare.length < 2))
}

/** Puts a message into its conversation: the people meant by "he" or "she", and the words that are in the air. */
export function followThread(
  message: string,
  history: Turn[],
  library: Library,
): { question: Question; thread: Thread } {
  const question = readQuestion(message, library)
  const recent = history.slice(-8)
  const leans = recent.length > 0 && leansOnTalk(message, question)
  if (!leans && question.terms.length === 0) question.terms.push(...question.spare)
  const lastReplica = recent.findLast((turn) => turn.role === 'replica')?.text ?? ''
  const asked = recent.filter((turn) => turn.role === 'user').map((turn) => turn.text)
  const last = lastReplica ? passageSaid(lastReplica, library) : null
  const thread: Thread = { terms: [], last, leans }

  const own = new Set(question.terms.map((term) => term.stem))
  const carry = (text: string, share: number) => {
    for (const term of readQuestion(text, library).terms) {
      if (own.has(term.stem) || term.matches.size === 0) continue
      own.add(term.stem)
      thread.terms.push({ ...term, weight: term.weight * share })
    }
  }
  const latest = asked.at(-1) ?? ''
  carry(latest, 1)
  // A follow-up to a follow-up: "and Sundays?" still asks what the question before it asked.
  if (leansOnTalk(latest, readQuestion(latest, library))) carry(asked.at(-2) ?? '', 0.6)
  if (last) carry(last.text.slice(0, 300), 0.12)
  if (leans && opening.test(message.toLowerCase()) && !question.kind) question.kind = kindAsked(latest)

  // "Who fed her?" with no word of ours for feeding is not answered by just anything about her.
  const idle = question.terms.length === 0 && question.spare.length === 0
  const open = question.kind === null || ['person', 'reason', 'manner'].includes(question.kind)
  if (idle && !leans && !question.defining && open) return { question, thread }
  const person = personMeant(message, recent, library)
  if (person && !own.has(person)) question.terms.push(termOf(person, 0.6, library))
  return { question, thread }
}

/** The passage that the replica last said, recognised by its words; null when it said something else. */
export function passageSaid(said: string, library: Library): Passage | null {
  const spoken = new Set(contentOf(tokensOf(said)))
  let best: Passage | null = null
  let bestShare = 0.6
  for (const passage of library.passages) {
    const words = passage.content
    if (words.length < 2) continue
    const share = words.filter((word) => spoken.has(word)).length / words.length
    if (share > bestShare) {
      best = passage
      bestShare = share
    }
  }
  return best
}

/** The stem of the first name of whom "he" or "she" means: last named in the talk, else first in the sources. */
function personMeant(message: string, recent: Turn[], library: Library): string | null {
  const pronoun = /\b(he|him|his|she|her|hers)\b/i.exec(message)?.[1]?.toLowerCase()
  if (!pronoun) return null
  const gender: Gender = pronoun.startsWith('h') && !pronoun.startsWith('her') ? 'he' : 'she'
  for (const turn of recent.toReversed()) {
    for (const { stem } of tokensOf(turn.text)) if (library.genders.get(stem) === gender) return stem
  }
  for (const [name, known] of library.genders) if (known === gender) return name
  return null
}

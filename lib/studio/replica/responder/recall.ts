import { isStatement, sayBack } from './fit'
import type { Answer, Turn } from './mind'
import { libraryOf } from './passages'
import { readQuestion } from './question'
import { leastScore, rank } from './ranking'
import { sentencesOf } from './text'

const selfNaming =
  /\b(?:my name(?:'s|’s| is)|call me|i am|i'm|i’m|this is) (\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?)|\b(?:my name is|call me) (\p{L}[\p{L}'’-]+)/iu

/** The name by which a message introduces its writer; null when it does not. */
export function nameGiven(message: string): string | null {
  const found = selfNaming.exec(message)
  // "i" makes \p{Lu} match small letters too; only "my name is" and "call me" may be followed by a small one.
  const words = (found?.[1] ?? found?.[2] ?? '').split(' ')
  const first = words[0] ?? ''
  if (!found || first === '' || !(/\b(?:my name|call me)\b/i.test(found[0]) || /^\p{Lu}/u.test(first)))
    return null
  const family = words.slice(1).filter((word) => /^\p{Lu}/u.test(word))
  return [capital(first), ...family].join(' ')
}

const capital = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())

/** True when a message asks about the person who writes it ("what's my name?", "where do I live?"). */
export const asksAboutSelf = (message: string) => /\b(?:i|me|my|mine|myself|our|we|us)\b/i.test(message)

/**
 * Answers from what the person has said earlier in the conversation; null when that does not tell.
 * Later statements come before earlier ones.
 */
export function recall(message: string, history: Turn[]): Answer | null {
  if (!asksAboutSelf(message)) return null
  const told = history
    .filter((turn) => turn.role === 'user')
    .slice(-200)
    .flatMap((turn) => sentencesOf(turn.text.slice(0, 4000)))
    .filter(
      (sentence) =>
        !sentence.endsWith('?') && (isStatement(sentence) || /\b(?:my|i|i'm|we|our)\b/i.test(sentence)),
    )
    .reverse()
  if (told.length === 0) return null
  if (/\bmy (?:\p{L}+ )?name\b|\bwho am i\b|\bwhat am i called\b/iu.test(message)) {
    const naming = told.find((sentence) => nameGiven(sentence) !== null)
    return naming ? toldYou(naming) : null
  }
  if (
    /\bwhat (?:did|have|do) (?:i|you) (?:just )?(?:say|said|tell|told|know about me|remember about me)\b|\babout me\b/i.test(
      message,
    )
  )
    return toldYou(told[0] ?? '')

  const library = libraryOf(told.map((text) => ({ text, origin: 'user' as const })))
  const question = readQuestion(message, library)
  if (question.unknown.length > 0 || (question.terms.length === 0 && question.kind !== 'occupation'))
    return null
  const thread = { terms: [], last: null, leans: false }
  const ranked = rank(question, thread, library, (passage) =>
    /\b(?:i|my|i'm|im|we|our|i've)\b/i.test(passage.text),
  ).filter(({ score, coverage }) => score >= leastScore && coverage >= 0.7)
  const good = (ranked[0]?.score ?? 0) * 0.85
  // What was said last stands first, and holds.
  const [latest] = ranked
    .filter(({ score }) => score >= good)
    .sort((a, b) => a.passage.order - b.passage.order)
  return latest ? toldYou(latest.passage.text) : null
}

function toldYou(sentence: string): Answer {
  const bare = sentence
    .replace(/^(?:(?:by the way|well|hi|hello|hey|ok|okay|so|yes|no|and|oh)\b[,.!]? *)+/i, '')
    .replace(/[.!…]*$/, '')
  const back = sayBack(bare)
  return {
    text: `You told me this: ${back.replace(/^You\b/, 'you').replace(/^Your\b/, 'your')}.`,
    basis: [sentence],
    kind: 'answer',
  }
}

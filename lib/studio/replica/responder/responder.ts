import {
  factsIn,
  identityIn,
  isStatement,
  participantIn,
  sayContext,
  sayKnowledge,
  sayToParticipant,
} from './fit'
import type { Answer, Mind, Source, Turn } from './mind'
import { type Library, libraryOf, type Passage } from './passages'
import { termOf } from './question'
import { coverageOf, leastScore, type Ranked, rank } from './ranking'
import { asksAboutSelf, nameGiven, recall } from './recall'
import { type Gesture, gestureOf, lineFor, plainOf, withoutCourtesies } from './smalltalk'
import { isFunctionWord, sentencesOf, tokensOf } from './text'
import { followThread, passageSaid } from './thread'
import { listed, topicsOf } from './topics'

export type { Answer, Mind, Source, Turn }

const moreAsked =
  /^(?:and |please |can you |could you |ok )*(?:tell me more|more|say more|go on|continue|keep going|what else|anything else|and then|then what|more details?|elaborate|tell me everything|what more)(?: (?:please|about (?:it|that|this|him|her|them)|do you know|can you tell me|is there))*$/
const repeatAsked =
  /^(?:sorry |can you |could you |please )*(?:repeat(?: (?:that|it|please|again))*|say (?:that|it) again|what did you (?:just )?say|pardon(?: me)?|come again|what was that|i did(?: not|n t) (?:hear|understand|catch) (?:that|you|it)|sorry what|once more)(?: please)?$/
const broad =
  /^(?:tell me|talk|say something|what (?:else )?do you know|what can you tell me|describe|introduce)\b/i
const wishes =
  /^(?:i|we)(?: am|'m|’m|'d|’d| would)? (?:want|need|like|wish|looking|wonder|have a question|searching|interested)\b/i

/**
 * Prepares an index over the mind's sources. `respond` answers one typed message given the conversation so far
 * (oldest turn first, without the message); it is deterministic and never throws. `learn` replaces the sources.
 */
export function createResponder(mind: Mind): {
  respond(message: string, history: Turn[]): Answer
  learn(sources: Source[]): void
} {
  let knowledge = prepare(mind, mind.sources)
  return {
    respond: (message, history) => respond(mind, knowledge, message.slice(0, 4000), history),
    learn(sources) {
      knowledge = prepare(mind, sources)
    },
  }
}

/** What a mind has to say, ready to be searched. */
type Knowledge = {
  library: Library
  /** Each passage as it is said; those that are not for saying are missing. */
  said: Map<Passage, string>
  /** To whom the replica is talking, when a context says so, and where it does. */
  participant: { name: string; passage: Passage } | null
  /** What the replica is, in its own words, and the sentence that says so. */
  identity: string | null
  about: string
}

function prepare(mind: Mind, sources: Source[]): Knowledge {
  const library = libraryOf([
    ...sources.map(({ text, kind }) => ({ text, origin: kind })),
    { text: factsIn(mind.systemPrompt).join('\n'), origin: 'context' as const },
  ])
  const said = new Map<Passage, string>()
  let participant: Knowledge['participant'] = null
  for (const passage of library.passages) {
    const text = passage.origin === 'persona' ? knownText(passage.text) : sayContext(passage.text)
    if (text) said.set(passage, text)
    const name = passage.origin === 'context' ? participantIn(passage.text) : null
    if (name && !participant) participant = { name, passage }
  }
  const describing = [...sentencesOf(mind.systemPrompt), ...library.passages.map((passage) => passage.text)]
  const identity = describing.map(identityIn).find((sentence) => sentence !== null) ?? null
  const topics = topicsOf([...said.keys()], 3)
  return { library, said, participant, identity, about: listed(topics) }
}

/** A sentence of knowledge as it is said; null for headings and questions, which only lead to what follows them. */
function knownText(sentence: string): string | null {
  const plain = sayKnowledge(sentence)
  const heading = /^#/.test(sentence) || (!/[.!。…"”)]$/.test(plain) && tokensOf(plain).length < 4)
  return heading || plain.endsWith('?') ? null : (identityIn(plain) ?? plain)
}

function respond(mind: Mind, knowledge: Knowledge, message: string, history: Turn[]): Answer {
  const names = [mind.replicaName, mind.personaName]
  const smallTalk = (text: string): Answer => ({ text, basis: [], kind: 'smalltalk' })
  const turn = history.length
  const plain = plainOf(message)
  if (plain === '') return smallTalk(message.trim() === '' ? unheard : wordless)
  if (plain.split(' ').every((word) => word.length > 45)) return smallTalk(unreadable)

  const asked = withoutCourtesies(message, names)
  for (const part of [message, asked]) {
    const gesture = gestureOf(part, names)
    if (gesture) return smallTalk(gesturing(gesture, mind, knowledge, turn))
  }
  const plainAsked = plainOf(asked)
  if (repeatAsked.test(plainAsked)) {
    const last = history.findLast((said) => said.role === 'replica')?.text.slice(0, 1000)
    return last ? { text: last, basis: [last], kind: 'answer' } : smallTalk('I have not said anything yet.')
  }
  if (moreAsked.test(plainAsked)) return more(knowledge, history)

  const statement = isStatement(asked)
  if (!statement) {
    const remembered = recall(asked, history) ?? participantNamed(asked, knowledge)
    if (remembered) return remembered
  }
  const found = search(asked, history, knowledge, statement)
  if (found) return found
  if (statement && !wishes.test(asked)) {
    const name = nameGiven(asked)
    return smallTalk(name ? `Nice to meet you, ${name}.` : (heard[turn % heard.length] ?? unheard))
  }
  return declined(asked, knowledge, turn)
}

const unheard = 'I did not get any words. What would you like to know?'
const wordless = 'I can only read words, but thank you. What would you like to know?'
const unreadable = 'I could not make sense of that. Could you put it in a short sentence?'
const heard = [
  'Thank you for telling me.',
  'I will keep that in mind. What would you like to know?',
  'I see. Tell me when you have a question.',
]

function gesturing(gesture: Gesture, mind: Mind, { identity, about }: Knowledge, turn: number): string {
  const line = lineFor(gesture, turn, { name: mind.replicaName, about })
  if (gesture !== 'who') return line
  const [own = ''] = sentencesOf(identity ?? '')
  if (own.includes(mind.replicaName)) return own
  return own ? `${line} ${own}` : `I am ${mind.replicaName}, ${mind.personaName}.`
}

function participantNamed(asked: string, { participant }: Knowledge): Answer | null {
  if (!participant || !/\bmy (?:\p{L}+ )?name\b|\bwho am i\b|\bwho i am\b/iu.test(asked)) return null
  return { text: `You are ${participant.name}.`, basis: [participant.passage.text], kind: 'answer' }
}

/** Goes on from what was said last; from the beginning when nothing was. */
function more({ library, said, about }: Knowledge, history: Turn[]): Answer {
  const spoken = history.findLast((turn) => turn.role === 'replica')?.text ?? ''
  const last = passageSaid(spoken, library)
  const next = library.passages
    .filter((passage) => said.has(passage) && (!last || passage.order > last.order))
    .slice(0, 2)
  if (next.length > 0) return answerOf(next, said)
  return {
    text: about ? `That is all I know about it. I can tell you about ${about}.` : 'That is all I know.',
    basis: [],
    kind: 'declined',
  }
}

function answerOf(
  passages: Passage[],
  said: Map<Passage, string>,
  to: (text: string, from: Passage) => string = (text) => text,
): Answer {
  const sentences = passages.map((passage) => to(said.get(passage) ?? passage.text, passage))
  return {
    text: sentences.map(finished).join(' '),
    basis: passages.map((passage) => passage.text),
    kind: 'answer',
  }
}

const finished = (sentence: string) => {
  const trimmed = sentence.replace(/[\s,;:–—-]+$/, '').replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
  return /[.!?。！？…"”)]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

/** Looks for the sentences that answer; null when none does. A statement needs a surer match than a question. */
function search(asked: string, history: Turn[], knowledge: Knowledge, statement: boolean): Answer | null {
  const { library, said, participant } = knowledge
  const { question, thread } = followThread(asked, history, library)
  const [first] = tokensOf(participant?.name ?? '')
  const ofSelf = participant !== null && first !== undefined && asksAboutSelf(asked)
  const wordy = question.terms.length > 0 || /\b(?:know|heard?|told?) (?:\p{L}+ )?about me\b/iu.test(asked)
  if (!wordy && (!thread.leans || (thread.terms.length === 0 && !thread.last))) return null
  if (ofSelf) question.terms.push(termOf(first.stem, 0.6, library))
  if (question.unknown.length > 0 && question.unknown.length > question.terms.length * 0.25) return null
  const ranked = rank(question, thread, library, (passage) => said.has(passage))
  const [best] = ranked
  if (!best || best.score < (statement ? 0.75 : leastScore)) return null
  if (statement && (question.terms.length < 2 || best.coverage < 0.75)) return null

  const chosen = [best.passage]
  const room = broad.test(asked) ? 3 : 2
  for (const other of ranked.slice(1, 6)) {
    if (chosen.length < room && adds(other, best, chosen, question.terms, room === 3))
      chosen.push(other.passage)
  }
  chosen.sort((a, b) => a.order - b.order)
  return answerOf(chosen, said, (text, from) =>
    ofSelf && from.subject.includes(first.stem) ? sayToParticipant(text, participant.name) : text,
  )
}

/** True when a second passage says something of the question that the first does not, or as much as it. */
function adds(
  other: Ranked,
  best: Ranked,
  chosen: Passage[],
  terms: Parameters<typeof coverageOf>[0],
  wide: boolean,
): boolean {
  if (other.score < leastScore) return false
  if (wide) return other.score >= best.score * 0.75
  const missing = terms.filter((term) => chosen.every((passage) => coverageOf([term], passage) < 0.5))
  if (missing.length > 0 && coverageOf(missing, other.passage) > 0.7) return true
  const beside = Math.abs(other.passage.order - best.passage.order) === 1
  return terms.length > 0 && beside && other.coverage > 0.85 && other.score >= best.score * 0.9
}

const unknownLines = [
  'I do not know that.',
  'I am afraid I have no information about that.',
  'That is something I was not told.',
]

function declined(asked: string, { about }: Knowledge, turn: number): Answer {
  const words = tokensOf(asked)
  const foreign =
    words.length > 2 && !words.some((token) => isFunctionWord(token.word) && token.word.length > 1)
  const start = foreign
    ? 'I am sorry, I could not find that, and I answer best in English.'
    : (unknownLines[turn % unknownLines.length] ?? unheard)
  return { text: about ? `${start} I can tell you about ${about}.` : start, basis: [], kind: 'declined' }
}

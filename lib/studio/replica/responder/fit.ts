import { namesIn } from './passages'
import { sentencesOf, tokensOf } from './text'

const speaking =
  /^\W*[Yy]ou(?:'re|’re| are)(?: now| currently| about to)*(?: talk| speak| chat| meet| talking| speaking| chatting| meeting| in a call| on a call| in a conversation)(?: to| with)? ((?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*)/u
const polite = `(?:please |always |never |do not |don['’]t |try to |make sure (?:to |you )|remember to |be sure to |you (?:should|must|need to|have to|will|can) (?:always |never |not )?|your (?:task|role|job|goal|aim) is to )*`
const talkVerb = new RegExp(
  `^${polite}(?:act|speak|talk|answer|respond|reply|greet|ask|pretend|introduce|mention|discuss|reveal|encourage|interview|congratulate|convince|persuade|pitch|tell|thank|sound|chat|praise|reassure|apologi[sz]e|roleplay|role-play|welcome|disclose|invent|improvise|make (?:him|her|them) )\\b`,
  'i',
)
const plainVerb = new RegExp(
  `^${polite}(?:be|get|keep|give|use|start|begin|help|explain|focus|offer|remind|say|stay|remain|end|guide|show|let|find|learn|gather|collect|provide|avoid|treat|call|refer|listen|wait|follow|remember|note|assume|recommend|suggest)\\b`,
  'i',
)
const aboutTalk =
  /\b(?:him|them|her|the (?:user|participant|caller|visitor|guest|customer|candidate|person|other|conversation|call)|people|callers|users|tone|advice|your answers?|answers? (?:short|brief)|conversation|questions?|in character|brief|concise|polite|friendly|warm|relaxed|casual|professional|empathetic|patient|cheerful|curious|formal|humou?r|topic|yourself|jargon)\b/i
const relay =
  /\b(?:tell|ask|remind|advise|urge|invite) (?:people|them|him|her|everyone|anyone|callers?|patients?|users?|customers?|visitors?|guests?|participants?|clients?|students?|the \p{L}+) to /iu

/** The name of the person to whom a context says the replica is talking; null when the sentence says no such thing. */
export const participantIn = (sentence: string) => speaking.exec(sentence)?.[1] ?? null

/** True for a sentence that tells the replica how to behave: it is followed or not, but never said. */
function isInstruction(sentence: string): boolean {
  const plain = sentence.replace(/^[\W_]+/, '').replace(/^(?:if|when|whenever|once) [^,]{3,80}, /i, '')
  if (relay.test(plain)) return false
  return talkVerb.test(plain) || (plainVerb.test(plain) && aboutTalk.test(plain))
}

/** Turns a sentence of a context into one that can be said aloud; null when nothing in it can. */
export function sayContext(sentence: string): string | null {
  let said = sayKnowledge(sentence).replace(/^here(?:['’]s| is| are) [^:]{0,80}: */i, '')
  if (/\?$/.test(said)) return null
  const name = participantIn(said)
  if (name) {
    const rest = said.slice(said.indexOf(name) + name.length)
    if (/^, (?:who|which) /i.test(rest)) said = name + rest.replace(/^, (?:who|which)/i, '')
    else if (/^ who /i.test(rest)) said = name + rest.slice(4)
    else if (/^, (?:an?|the|one|your|his|her|our|\p{L}+ (?:of|at|in)) /iu.test(rest))
      said = `${name} is${rest.slice(1)}`
    else return null
  }
  if (relay.test(said)) said = withoutTail(said.replace(relay, ''))
  else if (isInstruction(said)) return null
  return name ? said : asReplica(said)
}

/** Drops what cannot be heard: list marks, headings' marks, links and code marks. */
export const sayKnowledge = (sentence: string) =>
  sentence
    .replace(/^(?:[-*•#>]+|\d+[.)])\s+/, '')
    .replace(/[`*_]{1,3}([^`*_]+)[`*_]{1,3}/g, '$1')
    .replace(/ ?\(link\)/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** "…, call 911 and do not give advice": what follows is for the replica only. */
const withoutTail = (sentence: string) =>
  sentence.replace(/,? (?:and|but) (?:do not|don['’]t|never|always|keep|be|stay) .*$/i, '.')

/** "You are the host" of a context is "I am the host" when the replica says it. */
function asReplica(sentence: string): string {
  if (
    !/^(?:you(?:'re|’re| are| work| were| have| know| live| speak| help| love| like)|your (?:name|role|job|task|new|own|company|team))\b/i.test(
      sentence,
    )
  )
    return sentence
  return swap(sentence, {
    you: 'I',
    "you're": 'I am',
    'you are': 'I am',
    'you were': 'I was',
    your: 'my',
    yours: 'mine',
    yourself: 'myself',
    him: 'you',
    them: 'you',
  })
}

/** What a person said about themselves, said back to them ("my name is Ana" is "your name is Ana"). */
export const sayBack = (sentence: string) =>
  swap(sentence, {
    'i am': 'you are',
    "i'm": 'you are',
    im: 'you are',
    'am i': 'are you',
    'i was': 'you were',
    "i've": 'you have',
    "i'd": 'you would',
    "i'll": 'you will',
    i: 'you',
    me: 'you',
    my: 'your',
    mine: 'yours',
    myself: 'yourself',
    we: 'you',
    our: 'your',
    us: 'you',
  })

function swap(sentence: string, words: Record<string, string>): string {
  const longestFirst = Object.keys(words).sort((a, b) => b.length - a.length)
  const pattern = new RegExp(`(?<![\\p{L}'-])(?:${longestFirst.join('|')})(?![\\p{L}-]|'\\p{L})`, 'giu')
  const swapped = sentence.replace(/’/g, "'").replace(pattern, (found) => words[found.toLowerCase()] ?? found)
  return swapped.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
}

/** A sentence about the participant, told to them: "Michael lives in Ghent with his dog" is "You live in Ghent with your dog". */
export function sayToParticipant(sentence: string, name: string): string {
  // "…if you get to know him" speaks of others as "you": better left as it is.
  if (/\byou(?:r|rs)?\b/i.test(sentence)) return sentence
  const first = name.split(' ')[0] ?? name
  const plain = sentence.replaceAll(name, first)
  const subject = new RegExp(
    `(?<![\\p{L}])(?:${literally(first)}|he|she)( also| usually| often| then| still| never)? (\\p{L}+)`,
    'giu',
  )
  const told = plain
    .replace(new RegExp(`(?<![\\p{L}])${literally(first)}['’]s?(?=\\s)`, 'gu'), 'your')
    .replace(
      subject,
      (_, adverb: string | undefined, verb: string) => `you${adverb ?? ''} ${secondPerson(verb)}`,
    )
    .replace(/\b(?:his|her)(?= \p{L})/giu, 'your')
    .replace(/\b(?:him|her|he|she)\b/gi, 'you')
    .replace(new RegExp(`(?<![\\p{L}])${literally(first)}(?![\\p{L}])`, 'gu'), 'you')
  return told.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function secondPerson(verb: string): string {
  const known = { is: 'are', was: 'were', has: 'have', does: 'do', goes: 'go' }[verb.toLowerCase()]
  if (known) return known
  if (/[^aeiou]ies$/.test(verb)) return `${verb.slice(0, -3)}y`
  if (/(?:ss|sh|ch|x|zz|o)es$/.test(verb)) return verb.slice(0, -2)
  return /[^su]s$/.test(verb) && verb.length > 3 ? verb.slice(0, -1) : verb
}

/** What a persona's prompt says it is, as the replica says it ("I am a patient tutor."); null when it does not say. */
export function identityIn(sentence: string): string | null {
  const plain = sayKnowledge(sentence)
  if (
    participantIn(plain) ||
    !/^you(?:'re|’re| are) (?!(?:talking|speaking|about|not|going|to)\b)/i.test(plain)
  )
    return null
  return asReplica(plain)
}

/** True when a message tells something instead of asking. */
export function isStatement(message: string): boolean {
  const plain = message.trim().toLowerCase()
  if (plain.endsWith('?')) return false
  const words = tokensOf(plain).map((token) => token.word)
  return /^(?:i|i'm|im|i've|my|we|we're|our|it|it's|this|that|that's|by|he|she|they|the|today|yesterday|because|ok|well|actually|sorry|no|yes)$/.test(
    words[0] ?? '',
  )
}

/**
 * The sentences of a prompt that tell facts ("The shop opens at nine."). A prompt is mostly instructions, of any
 * wording, so only those count that begin as statements do.
 */
export function factsIn(prompt: string): string[] {
  const sentences = sentencesOf(prompt)
  const names = namesIn(sentences)
  return sentences.filter((sentence) => {
    const [first] = tokensOf(sentence)
    const stated = /^(?:the|an?|our|we|it|its|they|there|this|these|all|every|each|most) /i.test(sentence)
    return (stated || (first !== undefined && names.has(first.word))) && !/\byou(?:r|rs)?\b/i.test(sentence)
  })
}

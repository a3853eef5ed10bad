import { impliedDates } from './kinds'
import { relatedTo } from './lexicon'
import { isFunctionWord, nearlySame, sentencesOf, type Token, tokensOf } from './text'

/** One sentence of a source, with what it speaks of. */
export type Passage = {
  /** Literally contained in its source. */
  text: string
  origin: 'persona' | 'context' | 'user'
  order: number
  tokens: Token[]
  /** The distinct stems of its words that carry meaning. */
  content: string[]
  /** How strongly each stem is present: 1 in the sentence itself, less by pronoun or neighbourhood. */
  presence: Map<string, number>
  /** Stems of the person whom the sentence's "he" or "she" stands for, or who is its subject. */
  subject: string[]
}

export type Gender = 'he' | 'she'
const genderWords: Record<string, Gender> = {}
for (const word of 'wife daughter mother sister girlfriend mrs ms she her hers aunt niece grandmother'.split(
  ' ',
))
  genderWords[word] = 'she'
for (const word of 'husband son father brother boyfriend mr he him his uncle nephew grandfather'.split(' '))
  genderWords[word] = 'he'

const calendar = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december i'.split(
    ' ',
  ),
)

/** The words of the texts that are names: written with a capital wherever they stand. */
export function namesIn(sentences: string[]): Set<string> {
  const capital = new Set<string>()
  const small = new Set<string>()
  for (const sentence of sentences) {
    const tokens = tokensOf(sentence)
    tokens.forEach((token, place) => {
      if (/^\p{Lu}/u.test(token.raw) && !calendar.has(token.word) && !isFunctionWord(token.word)) {
        // A first word is written so anyway; it counts when a surname follows ("Ada Byron is …").
        const next = tokens[1]
        const surname = next && /^\p{Lu}\p{Ll}/u.test(next.raw) && !calendar.has(next.word)
        if (place > 0 || surname) capital.add(token.word)
      } else small.add(token.word)
    })
  }
  return new Set([...capital].filter((word) => !small.has(word)))
}

/** The distinct stems of the words that carry meaning. */
export const contentOf = (tokens: Token[]) => [
  ...new Set(tokens.filter((token) => !isFunctionWord(token.word)).map((token) => token.stem)),
]

/** Cuts one source into passages; `from` is the order of the first. Adds the people it finds to `genders`. */
function passagesOf(
  text: string,
  origin: Passage['origin'],
  from: number,
  genders: Map<string, Gender>,
): Passage[] {
  const sentences = sentencesOf(text)
  const names = namesIn(sentences)
  const passages = sentences.map((sentence, place): Passage => {
    const tokens = tokensOf(sentence)
    const presence = new Map<string, number>()
    for (const day of impliedDates(sentence)) presence.set(day, 0.9)
    for (const token of tokens) presence.set(token.stem, 1)
    const content = contentOf(tokens)
    return { text: sentence, content, origin, order: from + place, tokens, presence, subject: [] }
  })
  followPeople(passages, names, genders)
  lendNeighbours(passages)
  return passages
}

/** Finds out whom "he", "she" and "they" stand for, and counts the person as present in the sentence. */
function followPeople(passages: Passage[], names: Set<string>, genders: Map<string, Gender>) {
  const current: Partial<Record<Gender, string[]>> = {}
  let latest: string[] = []
  for (const { tokens, presence, subject } of passages) {
    const groups = nameGroups(tokens, names)
    for (const group of groups) {
      const around = [tokens[group.from - 1], tokens[group.from - 2], tokens[group.to + 1]]
      const told = around.map((token) => token && genderWords[token.word]).find(Boolean)
      const first = group.stems[0]
      if (told && first && !group.owner) {
        genders.set(first, told)
        current[told] = group.stems
      }
    }
    const pronounAt = tokens.findIndex((token) => /^(?:he|she|his|her|him)$/.test(token.word))
    const leading = groups.find((group) => !group.owner && group.from < (pronounAt < 0 ? 12 : pronounAt))
    if (leading) latest = leading.stems
    if (leading && leading.from < 6) subject.push(...leading.stems)
    if (pronounAt >= 0) {
      const gender: Gender = genderWords[tokens[pronounAt]?.word ?? ''] ?? 'he'
      const fits = latest[0] !== undefined && (genders.get(latest[0]) ?? gender) === gender
      const who = leading && fits ? latest : (current[gender] ?? (fits ? latest : []))
      if (who[0]) genders.set(who[0], gender)
      current[gender] = who
      subject.push(...who)
    } else if (tokens.slice(0, 3).some((token) => token.word === 'they' || token.word === 'their')) {
      subject.push(...(current.he ?? []), ...(current.she ?? []), ...latest)
    }
    for (const stem of subject) presence.set(stem, Math.max(presence.get(stem) ?? 0, 0.9))
  }
}

/** Runs of names, as they stand in a sentence. */
function nameGroups(tokens: Token[], names: Set<string>) {
  const groups: { stems: string[]; from: number; to: number; owner: boolean }[] = []
  tokens.forEach((token, place) => {
    if (!names.has(token.word)) return
    const last = groups.at(-1)
    const owner = /['’]s?$/.test(token.raw)
    if (last && last.to === place - 1 && !last.owner) {
      last.stems.push(token.stem)
      last.to = place
      last.owner = owner
    } else groups.push({ stems: [token.stem], from: place, to: place, owner })
  })
  return groups
}

/** A sentence is also about what the one before it said, most of all when it begins with "it" or "this". */
function lendNeighbours(passages: Passage[]) {
  const own = passages.map((passage) => [...passage.presence])
  const ambient = ambientOf(passages)
  passages.forEach((passage, place) => {
    const leans = /^(?:it|its|they|this|these|that|those|there|then|both|such|otherwise|also|here)\b/i.test(
      passage.text,
    )
    const lend = (from: [string, number][] | undefined, share: number) => {
      for (const [stem, strength] of from ?? []) {
        if (isFunctionWord(stem)) continue
        passage.presence.set(stem, Math.max(passage.presence.get(stem) ?? 0, strength * share))
      }
    }
    lend(own[place - 1], leans ? 0.5 : 0.3)
    lend(own[place + 1], 0.15)
    // What the source opens with is what all of it is about.
    if (place > 0) lend(own[0], 0.4)
    lend(ambient, 0.5)
  })
}

/** Words that stand in many sentences of a source are what it is about, also where they are not repeated. */
function ambientOf(passages: Passage[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { tokens } of passages)
    for (const stem of new Set(tokens.map((token) => token.stem)))
      counts.set(stem, (counts.get(stem) ?? 0) + 1)
  const many = Math.max(4, passages.length * 0.08)
  return [...counts].filter(([, count]) => count >= many).map(([stem]) => [stem, 1])
}

/** Passages with the statistics that ranking needs. */
export type Library = {
  passages: Passage[]
  /** In how many passages each stem itself stands. */
  frequency: Map<string, number>
  /** People by the stem of their first name, as far as the sources tell "he" from "she". */
  genders: Map<string, Gender>
  /** What `matchesFor` has found already. */
  found: Map<string, Map<string, number>>
}

/** Cuts texts into passages, numbers them, and counts their stems. */
export function libraryOf(texts: { text: string; origin: Passage['origin'] }[]): Library {
  const genders = new Map<string, Gender>()
  const passages: Passage[] = []
  for (const { text, origin } of texts) passages.push(...passagesOf(text, origin, passages.length, genders))
  const frequency = new Map<string, number>()
  for (const { presence } of passages)
    for (const [stem, strength] of presence)
      if (strength >= 0.9) frequency.set(stem, (frequency.get(stem) ?? 0) + 1)
  return { passages, frequency, genders, found: new Map() }
}

/** The stems of the library that can answer for a stem of a question, and how well (1 is the word itself). */
export function matchesFor(stem: string, library: Library): Map<string, number> {
  const found = library.found.get(stem)
  if (found) return found
  const matches = findMatches(stem, library)
  // Questions bring new words for ever; a library lives for one conversation, so the bound is seldom met.
  if (library.found.size < 5000) library.found.set(stem, matches)
  return matches
}

function findMatches(stem: string, library: Library): Map<string, number> {
  const { frequency } = library
  const matches = new Map<string, number>()
  for (const related of relatedTo(stem)) if (frequency.has(related)) matches.set(related, 0.8)
  const known = frequency.has(stem)
  if (known) matches.set(stem, 1)
  if (stem.length < 4) return matches
  const slips = new Map<string, number>()
  for (const other of frequency.keys()) {
    if (other === stem || other.length < 4 || isFunctionWord(other)) continue
    if (sameRoot(stem, other) || (!known && isShortFor(stem, other)))
      matches.set(other, Math.max(matches.get(other) ?? 0, 0.75))
    else if (!known && stem.length > 4 && other.length > 4 && nearlySame(stem, other)) slips.set(other, 0.7)
  }
  return matches.size > 0 ? matches : slips
}

/** "invest" and "investor", "vaccine" and "vaccination": one begins with the other, but for a last i or y. */
function sameRoot(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const root = short.replace(/[iy]$/, '')
  return root.length >= 5 && long.length - root.length <= 6 && long.startsWith(root)
}

/** "demo" and "demonstration". */
const isShortFor = (stem: string, other: string) =>
  stem.length >= 4 && other.length >= 8 && other.startsWith(stem)

/** How much a stem tells passages apart, from about 0.3; rare and unknown stems tell most. */
export function weightOf(stem: string, library: Library): number {
  const count = Math.max(1, library.frequency.get(stem) ?? 0)
  const total = library.passages.length
  return Math.log(1 + (total - Math.min(count, total) + 0.5) / (count + 0.5)) + 0.3
}

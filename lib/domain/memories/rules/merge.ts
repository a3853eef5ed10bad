import { limits, recalled } from './limits'

/** A fact of a store. */
export type Kept = { id: string; text: string; byHand: boolean }
/** A fact that a conversation tells, and the text of the known one that it corrects. */
export type Found = { text: string; replaces: string | null }

/** Who is meant where a participant has no name: several may be, so what one says does not correct another. */
export const nameless = 'The participant'

/** A text without what says nothing new: case, punctuation, white space. Texts of which it is equal are one fact. */
export const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLocaleLowerCase('en')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()

/** What people have one of at a time, as English names it. */
const single =
  /^(.+)'s ((?:(?:first|last|middle|full|family|user|new|current) )?name|birthday|date of birth|age|height|weight|nationality|e-?mail(?: address)?|(?:home |postal )?address|(?:(?:phone|telephone|mobile)(?: number)?)|post ?code|zip code|(?:order|customer|account|booking|reference) number|favou?rite [\p{L} ]{1,40}?) (?:is|are) /u
const lives = /^(.+?) lives (in|at) (.+)$/iu
const aged = /^(.+?) is \d{1,3}(?: years old)?\.?$/u

/**
 * Whether it is a place by its name where somebody lives: one lives in one city, but also in a flat, with others, in peace.
 * Recognised speech may be without capitals, so one word alone is taken for a name, too.
 */
const isPlace = (by: string, where: string) =>
  !/^(?:an?|the|my|your|his|her|its|our|their) /i.test(where) &&
  (/^[\p{Lu}\p{Lt}\p{Lo}]/u.test(where) ||
    /^[\p{L}'-]+\.?$/u.test(where) ||
    (by === 'at' && /^\d/.test(where)))

/**
 * What a fact says something of that has one value at a time, such as where somebody lives; null where it cannot be told.
 * Two facts of the same are not both true, and the later one holds.
 */
export function propertyOf(text: string): string | null {
  const line = text.normalize('NFKC').replaceAll('’', "'").replace(/\s+/g, ' ').trim()
  const plain = line.toLocaleLowerCase('en')
  const [, of, what] = single.exec(plain) ?? []
  if (of && what) return `${of} ${what.replace('favourite', 'favorite').replace('e-mail', 'email')}`
  const [, name = '', by = '', where = ''] = lives.exec(line) ?? []
  const resident = name.toLocaleLowerCase('en')
  if (resident !== nameless.toLocaleLowerCase('en') && isPlace(by, where)) return `${resident} lives`
  const [, person] = aged.exec(plain) ?? []
  return person ? `${person} age` : null
}

/**
 * What is added to a store and what leaves it when a conversation tells `found`, in the order in which it was said. `kept`
 * are its facts, newest first. What is known already is not added; what is corrected leaves, and so do the oldest where
 * there are more than `most`. What was written or changed by hand never leaves.
 */
export function merge(
  kept: Kept[],
  found: Found[],
  most = limits.facts,
): { add: string[]; remove: string[] } {
  const leaving = new Set<string>()
  let fresh: string[] = []
  for (const { text, replaces } of found) {
    const plain = plainOf(text)
    if (plain === '') continue
    const property = propertyOf(text)
    const corrects = (other: string) =>
      (replaces !== null && plainOf(other) === plainOf(replaces)) ||
      (property !== null && propertyOf(other) === property)
    fresh = fresh.filter((other) => plainOf(other) === plain || !corrects(other))
    for (const fact of kept) {
      if (!fact.byHand && plainOf(fact.text) !== plain && corrects(fact.text)) leaving.add(fact.id)
    }
    const isKnown = kept.some((fact) => !leaving.has(fact.id) && plainOf(fact.text) === plain)
    if (!isKnown && !fresh.some((other) => plainOf(other) === plain)) fresh.push(text)
  }
  const staying = kept.filter(({ id }) => !leaving.has(id))
  const fixed = staying.filter(({ byHand }) => byHand).length
  const places = Math.max(0, most - fixed)
  const add = places === 0 ? [] : fresh.slice(-places)
  const loose = staying.filter(({ byHand }) => !byHand)
  return { add, remove: [...leaving, ...loose.slice(places - add.length).map(({ id }) => id)] }
}

/** Of facts, newest first, those that a conversation is given: each once, as many as there is room for. */
export function recalledOf(texts: string[]): string[] {
  const seen = new Set<string>()
  const given: string[] = []
  let characters = 0
  for (const text of texts) {
    const plain = plainOf(text)
    if (seen.has(plain)) continue
    characters += text.length
    if (given.length === recalled.facts || characters > recalled.characters) break
    seen.add(plain)
    given.push(text)
  }
  return given
}

import { isGeneral } from './lexicon'
import { namesIn, type Passage } from './passages'
import { isFunctionWord, type Token } from './text'

const determiner = /^(?:the|a|an|his|her|our|their|your|my|its|each|every|this)$/
const figure =
  /^(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred|the|a|an|his|her|it|them|up|by|on|in|at|to|that|any)$)/

type Topic = { phrase: string; key: string[]; count: number; order: number }

/** What the passages are about, as phrases that can be said ("the dust container"), most telling first; at most `most`. */
export function topicsOf(passages: Passage[], most: number): string[] {
  const names = namesIn(passages.map((passage) => passage.text))
  const found = new Map<string, Topic>()
  for (const passage of passages) {
    for (const { phrase, key, named } of phrasesOf(passage, names)) {
      const id = key.join(' ')
      const known = found.get(id)
      if (known) known.count += 1
      else
        found.set(id, { phrase, key, count: named ? 1.25 : key.length > 1 ? 1.2 : 1, order: passage.order })
    }
  }
  const chosen: Topic[] = []
  for (const topic of [...found.values()].sort((a, b) => b.count - a.count || a.order - b.order)) {
    if (chosen.length === most) break
    const said = chosen.some((other) => other.key.some((stem) => topic.key.includes(stem)))
    if (!said && topic.phrase.length <= 40) chosen.push(topic)
  }
  return chosen.map((topic) => topic.phrase)
}

function phrasesOf({ tokens, text }: Passage, names: Set<string>) {
  const phrases: { phrase: string; key: string[]; named: boolean }[] = []
  let run: Token[] = []
  let opener: Token | undefined
  const close = (next: Token | undefined) => {
    const [first] = run
    const last = run.at(-1)
    if (first && last && run.length <= 3) {
      const named = names.has(first.word) && run.every((token) => /^\p{Lu}/u.test(token.raw))
      const verbal = /(?:[^su]s|ed|ing)$/.test(last.word) && !named && (run.length > 1 || next !== undefined)
      const object = next !== undefined && figure.test(next.word) && verbal
      const marked = opener !== undefined && determiner.test(opener.word) && run.length <= 2
      const telling =
        !/^(?:dr|mr|mrs|ms|prof)$/.test(last.word) &&
        run.some((token) => !isGeneral(token.stem)) &&
        !/^\p{N}/u.test(first.word)
      if (telling && (named || (marked && !object && !isGeneral(last.stem) && !/(?:ed|ly)$/.test(last.word))))
        phrases.push({
          // "his book" is said by others as "the book".
          phrase: `${named ? '' : 'the '}${text.slice(first.start, last.end).replace(/['’]s?$/, '')}`,
          key: run.map((token) => token.stem),
          named,
        })
    }
    run = []
    opener = next
  }
  tokens.forEach((token, place) => {
    const before = tokens[place - 1]
    const touching = before !== undefined && /^[\s-]*$/.test(text.slice(before.end, token.start))
    if (isFunctionWord(token.word)) close(token)
    else {
      const named = names.has(token.word) || (place > 0 && /^\p{Lu}/u.test(token.raw))
      const mixed = run[0] !== undefined && names.has(run[0].word) !== named
      if (run.length > 0 && (!touching || mixed)) close(undefined)
      run.push(token)
    }
  })
  close(undefined)
  return phrases
}

/** "a, b and c". */
export function listed(phrases: string[], joint = 'and'): string {
  if (phrases.length < 2) return phrases[0] ?? ''
  return `${phrases.slice(0, -1).join(', ')} ${joint} ${phrases.at(-1)}`
}

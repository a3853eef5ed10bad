/** One word of a text: as written, in lower case, and its stem. */
export type Token = { raw: string; word: string; stem: string; start: number; end: number }

// The dot in "Dr." or "e.g." ends no sentence.
const abbreviations = new Set(
  'dr mr mrs ms prof st sr jr vs etc eg ie no inc ltd co approx dept est fig vol tel ext a.m p.m e.g i.e'.split(
    ' ',
  ),
)

/** Splits a text into sentences, each trimmed and literally contained in the text; a line break ends one too. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  for (const line of text.split(/[\r\n]+/)) {
    let from = 0
    const enders = /[.!?。！？؟।…]+["'”’)\]]*(?=\s|$)|[。！？]/gu
    for (let hit = enders.exec(line); hit; hit = enders.exec(line)) {
      const end = hit.index + hit[0].length
      if (hit[0] === '.' && !endsSentence(line.slice(from, hit.index), line.slice(end))) continue
      sentences.push(line.slice(from, end))
      from = end
    }
    sentences.push(line.slice(from))
  }
  return sentences
    .flatMap((sentence) => cut(sentence.trim()))
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
}

/** The longest sentence that is still good to hear, in characters; longer ones are parted. */
const longestSentence = 360

function cut(sentence: string): string[] {
  const pieces: string[] = []
  let rest = sentence
  while (rest.length > longestSentence) {
    const head = rest.slice(0, longestSentence)
    const at = Math.max(head.lastIndexOf('; '), head.lastIndexOf(', '), 0) || head.lastIndexOf(' ')
    // Not between the halves of a surrogate pair.
    const hard = /[\uD800-\uDBFF]$/.test(head) ? longestSentence - 1 : longestSentence
    const end = at > 80 ? at + 1 : hard
    pieces.push(rest.slice(0, end).trim())
    rest = rest.slice(end).trim()
  }
  return [...pieces, rest]
}

function endsSentence(before: string, after: string): boolean {
  const last = /(\S+)$/.exec(before)?.[1]?.replace(/^["'“(]+/, '') ?? ''
  if (/^\p{Lu}$/u.test(last)) return /^\s*$/.test(after)
  if (abbreviations.has(last.toLowerCase())) return /^\s*$/.test(after) || /^[ap]\.m$/i.test(last)
  return !/^\s+\p{Ll}/u.test(after)
}

// Verbs whose meaning lies in two words, and the word that says it in one.
const phrasal: [RegExp, string][] = [
  [/\b(?:bring|brings|brought) (\p{L}+ )?up\b/giu, 'raised $1'],
  [/\b(?:give|gives|gave|given|giving) up\b/giu, 'quit'],
  [/\b(?:take|takes|took|taking|look|looks|looked|looking) (?:care of|after)\b/giu, 'tend'],
  [/\b(?:set|sets|setting) up\b/giu, 'establish'],
  [/\b(?:carry|carried|carries) out\b/giu, 'perform'],
  [/\b(?:find|finds|found) out\b/giu, 'learn'],
  [/\b(?:get|gets|got) rid of\b/giu, 'remove'],
  [/\b(?:throw|throws|threw) (?:away|out)\b/giu, 'discard'],
  [/\b(?:put|puts) off\b/giu, 'postpone'],
  [/\b(?:turn|turns|turned) (?:down)\b/giu, 'refuse'],
  [/\b(?:pass|passed|passes) away\b/giu, 'died'],
]

/** A question with its two-word verbs as one ("brought her up" as "raised her"); sources keep their words. */
export const inOneWord = (question: string) =>
  phrasal.reduce((text, [pattern, word]) => text.replace(pattern, word), question)

/** The words and numbers of a text, in order, with their places in it. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  // "e-mail", "co-founded" and "a.m." are one word; other hyphens part words.
  const words = /\p{N}+(?:[.,:]\p{N}+)*|(?:\p{L}{1,2}-)?\p{L}[\p{L}\p{M}\p{N}]*(?:['’.][\p{L}\p{M}]+)*/gu
  for (let hit = words.exec(text); hit; hit = words.exec(text)) {
    const raw = hit[0]
    const word = raw
      .normalize('NFKC')
      .toLowerCase()
      .replace(/’/g, "'")
      .replace(/'s$/, '')
      .replace(/[-.](?=\p{L})/gu, '')
    tokens.push({ raw, word, stem: stemOf(word), start: hit.index, end: hit.index + raw.length })
  }
  return tokens
}

const irregular = new Map(
  `sell:sold lose:lost come:came buy:bought go:went,gone get:got,gotten find:found make:made write:wrote,written
  teach:taught leave:left meet:met hold:held build:built spend:spent begin:began,begun child:children
  person:people wife:wives  knife:knives man:men woman:women foot:feet tooth:teeth mouse:mice
 know:knew,known think:thought say:said tell:told give:gave,given take:took,taken see:saw,seen
  speak:spoke,spoken run:ran eat:ate,eaten drink:drank,drunk drive:drove,driven fly:flew,flown grow:grew,grown
  win:won keep:kept sleep:slept feel:felt pay:paid bring:brought send:sent lend:lent sit:sat
  stand:stood understand:understood become:became choose:chose,chosen break:broke,broken steal:stole,stolen
  wear:wore,worn show:shown throw:threw,thrown draw:drew,drawn rise:rose,risen fall:fell,fallen
  forget:forgot,forgotten swim:swam,swum sing:sang,sung ring:rang,rung hide:hid,hidden catch:caught seek:sought
  lead:led feed:fed read:read lie:lay,lain hear:heard mean:meant sweep:swept shoot:shot light:lit
  study:studies die:died,dying tie:tied,tying ski:skiing good:better,best bad:worse,worst`
    .split(/\s+/)
    .flatMap((entry) => {
      const [base = '', forms = ''] = entry.split(':')
      return forms.split(',').map((form): [string, string] => [form, base])
    }),
)

/** The common form of a word's inflections ("charging", "charged", "charges"); not always a word itself. */
export function stemOf(word: string): string {
  const base = irregular.get(word)
  if (base) return strip(base)
  return strip(word)
}

const vowel = /[aeiouy]/

function strip(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word
  let stem = word
  if (/(?:ies|ied)$/.test(stem) && stem.length > 4) stem = `${stem.slice(0, -3)}y`
  else if (/(?:ss|sh|ch|x|zz)es$/.test(stem)) stem = stem.slice(0, -2)
  else if (/[^sui]s$/.test(stem)) stem = stem.slice(0, -1)
  for (const ending of ['ing', 'ed']) {
    const rest = stem.slice(0, -ending.length)
    if (!stem.endsWith(ending) || rest.length < 3 || !vowel.test(rest) || /ee$/.test(rest.concat('e')))
      continue
    stem = /([^aeiouls])\1$/.test(rest) || /.{3,}[eo]ll$/.test(rest) ? rest.slice(0, -1) : rest
    break
  }
  if (stem.length > 5 && stem.endsWith('ly')) stem = stem.slice(0, -2)
  if (stem.length > 3 && stem.endsWith('e')) stem = stem.slice(0, -1)
  return stem.length > 3 && stem.endsWith('y') ? `${stem.slice(0, -1)}i` : stem
}

const functionWords = new Set(
  `a an the and or but nor so yet if then else than as of at by for with about against between into through during before
  after above below to from up down in out on off over under again further once here there all any both each few more
  most other some such only own same too very just also even still i me my mine myself we us our ours ourselves you your
  yours yourself yourselves he him his himself she her hers herself it its itself they them their theirs themselves this
  that these those am is are was were be been being have has had having do does did doing done can could will would shall
  should may might must ought what which who whom whose when where why how not no nor don't doesn't didn't isn't aren't
  wasn't weren't can't cannot couldn't won't wouldn't shouldn't mustn't haven't hasn't hadn't needn't i'm i've i'd i'll
  you're you've you'd you'll he's she's it's we're we've we'll they're they've they'll that's there's here's what's
  who's where's when's how's why's let's im ive whats whos dont doesnt cant ain't let upon per via until till while since
  because although though whether either neither ever never always much many lot lots else every`.split(
    /\s+/,
  ),
)

/** True for words that carry grammar and hardly any meaning ("the", "of", "would"). */
export const isFunctionWord = (word: string) => functionWords.has(word)

/** True when the edit distance of two words is at most one: typing slips. */
export function nearlySame(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let endA = a.length
  let endB = b.length
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const slip = Math.max(endA - start, endB - start)
  const swapped =
    endA - start === 2 && endB - start === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
  return slip <= 1 || swapped
}

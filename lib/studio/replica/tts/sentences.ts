import { languageOf } from '@/lib/protocol/language-of'

/** A part of a text that is spoken at once: `text.slice(start, start + piece.text.length)`. */
export type Piece = {
  text: string
  /** Offset in the whole text, in UTF-16 units. */
  start: number
  /** The language it is in: the conversation's, or for `multilingual` the one it seems to be. */
  language: string
}

/** The most UTF-16 units of one piece: some twelve seconds of speech, made in some 40 ms. */
export const longestPiece = 200
/** A piece that ends at a comma has at least so many. */
const shortestPart = 60

/** Marks that end a sentence when a space follows, and those of scripts that need none. */
const spacedEnds = '.!?…؟۔।॥;'
const bareEnds = '。！？｡'
const closers = /["'”’»)\]）」』】〉》*_]/u
const clauseEnds = /[,;:、，；：،؛—–]/u

/** Abbreviations after which a sentence goes on, in lower case and without the full stop. */
const abbreviations = new Set(
  (
    'dr mr mrs ms prof st vs etc no nos vol fig approx inc ltd co corp dept gen col sgt capt rev hon jr sr ' + // English
    'bzw usw ca evtl ggf hr fr nr str tel abs bd geb max min mio mrd inkl zzgl u.a z.b d.h ' + // German
    'm mm mme mmes mlle mgr av bd ' + // French
    'sra srta ud uds dn dña núm pág ' + // Spanish
    'sig sigg dott ing avv pag ' + // Italian
    'exmo exma eng ' + // Portuguese
    'dhr mevr mw bijv nl blz o.a ' + // Dutch
    'np tzn itd itp ul pan godz ' + // Polish
    'г гг стр ул им т.е т.д т.п руб тыс млн млрд ' + // Russian, Ukrainian, Bulgarian
    'např tj tzv č str ing mgr ' + // Czech, Slovak
    'bl.a t.ex dvs osv kl f.eks ' + // Swedish, Danish, Norwegian
    'esim mm ts ns ' + // Finnish
    'pl ill stb kb ' + // Hungarian
    'örn vb vs bkz ' + // Turkish
    'dl dna ș.a ' + // Romanian
    'dll dsb tn ny '
  ) // Indonesian, Malay
    .trim()
    .split(' '),
)
/** Where a number with a full stop is an ordinal: "am 3. Mai". */
const ordinalLanguages = new Set(
  'german danish norwegian finnish czech slovak croatian hungarian turkish polish'.split(' '),
)

/**
 * The pieces of a text in the order in which they are spoken: a sentence each, or a part of a long one. What lies
 * between them is white space. `language` is a name of the wire contract. What stands before `from`, where a piece
 * begins, is only looked at.
 */
export function sentencesOf(text: string, language: string, from = 0): Piece[] {
  const whole = languageOf(text, language)
  const pieces: Piece[] = []
  let start = from
  for (let i = from; i < text.length; i++) {
    const end = text[i] === '\n' ? i + 1 : sentenceEndAt(text, i, language)
    if (end === null) continue
    take(start, end)
    start = end
    i = end - 1
  }
  take(start, text.length)
  return pieces

  function take(from: number, to: number): void {
    let sentence = text.slice(from, to)
    let at = from
    for (;;) {
      const skipped = sentence.length - sentence.trimStart().length
      sentence = sentence.slice(skipped)
      at += skipped
      if (sentence.trim() === '') return
      const length = sentence.trimEnd().length <= longestPiece ? sentence.length : partOf(sentence)
      const piece = sentence.slice(0, length).trimEnd()
      pieces.push({
        text: piece,
        start: at,
        language: languageOf(piece, language, pieces.at(-1)?.language ?? whole),
      })
      sentence = sentence.slice(length)
      at += length
    }
  }
}

/**
 * The offset after the sentence whose last mark is at `i`, or null when none ends there. Of what comes later only the next
 * word matters, so that the sentences of a text that comes in parts are those of the whole.
 */
function sentenceEndAt(text: string, i: number, language: string): number | null {
  const mark = text[i] ?? ''
  const bare = bareEnds.includes(mark)
  if (!bare && !spacedEnds.includes(mark)) return null
  // A semicolon is the question mark of Greek, and of Greek alone.
  if (mark === ';' && languageBefore(text, i, language) !== 'greek') return null
  let end = i + 1
  while (end < text.length && (bareEnds + spacedEnds).includes(text[end] ?? '')) end++
  while (end < text.length && closers.test(text[end] ?? '')) end++
  if (end === text.length) return end
  if (bare) return end
  if (!/\s/u.test(text[end] ?? '')) return null
  if (mark === '.' && end === i + 1 && goesOn(text, i, language)) return null
  // "Really? he said": a sentence does not begin with a small letter.
  return /^\s+["'“‘«([]*\p{Ll}/u.test(text.slice(end, end + 8)) ? null : end
}

/** The language of what stands before a mark. */
const languageBefore = (text: string, i: number, language: string) =>
  languageOf(text.slice(Math.max(0, i - longestPiece), i), language)

/** Whether the full stop at `i` belongs to an abbreviation, an initial or a number. */
function goesOn(text: string, i: number, language: string): boolean {
  const word = /[^\s("'“‘«[]*$/u.exec(text.slice(Math.max(0, i - 24), i))?.[0] ?? ''
  if (/^\p{Lu}$/u.test(word) && word !== 'I') return true
  if (/^(?:\p{L}{1,3}\.)+\p{L}{1,3}$/u.test(word)) return true
  if (abbreviations.has(word.toLowerCase())) return true
  if (!/^\d{1,3}$/.test(word)) return false
  // A number alone at the start of a line counts a list.
  const isOrdinal = ordinalLanguages.has(languageBefore(text, i, language))
  return isOrdinal || /(?:^|\n)[ \t]*$/.test(text.slice(0, i - word.length).slice(-24))
}

/** How much of a sentence that is too long is said first. */
function partOf(sentence: string): number {
  const head = sentence.slice(0, longestPiece + 1)
  let space = 0
  for (let i = longestPiece; i > 0; i--) {
    const before = head[i - 1] ?? ''
    const atSpace = /\s/u.test(head[i] ?? '')
    if (i >= shortestPart && clauseEnds.test(before) && (atSpace || /[、，；：]/u.test(before))) return i
    if (atSpace && space === 0) space = i
  }
  return space || wholeCharacters(sentence)
}

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' })
const words = new Intl.Segmenter('und', { granularity: 'word' })

/** The longest beginning of whole words that is short enough, or else of whole characters, or else of code points. */
function wholeCharacters(sentence: string): number {
  const head = sentence.slice(0, longestPiece + 1)
  for (const segmenter of [words, characters]) {
    const boundary = segmenter.segment(head).containing(longestPiece)?.index ?? 0
    if (boundary > longestPiece / 2) return boundary
  }
  return /[\udc00-\udfff]/.test(sentence[longestPiece] ?? '') ? longestPiece - 1 : longestPiece
}

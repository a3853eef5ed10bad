import { type EditedText, replaced, unedited } from '@/lib/studio/replica/tts/edited-text'
import { pronounced } from '@/lib/studio/replica/tts/japanese'

/** The longest run of letters left whole; what is longer is no word, and no voice has a buffer for it. */
const longestWord = 40

/** What is written for the eye, in the order in which it is taken out. A group named `kept` is what is read of it. */
const forTheEye: [pattern: RegExp, by: string | ((match: string) => string)][] = [
  // Letters and their marks as one character, where there is one: the voices know é, and not e with an accent.
  [/\p{L}\p{M}+/dgu, (match) => match.normalize('NFC')],
  // Full-width letters and digits are letters and digits.
  [/[\uff01-\uff5e]/dgu, (match) => match.normalize('NFKC')],
  [/[’ʼ]/dgu, "'"],
  // Hebrew vowel points: their names would be read.
  [/[\u0591-\u05bd\u05bf-\u05c7]/dgu, ''],
  // Code fences, rules, headings, quotes, bullets and table borders at the start of a line.
  [/^[ \t]*(?:```[^\n]*|~~~[^\n]*|(?:[-*_][ \t]*){3,}|\|?[ \t:|-]*-{3}[ \t:|-]*)$/dgmu, ''],
  [/^[ \t]*(?:#{1,6}|>+|[-*+•])[ \t]+/dgmu, ''],
  // Links and pictures: their words.
  [/!?\[(?<kept>[^[\]\n]*)\]\([^()\s]*(?:\s+"[^"\n]*")?\)/dgu, ''],
  // Addresses: the host, without what precedes and follows it.
  [/<?\b(?:https?|ftp|wss?):\/\/(?:[^\s/@<>]*@)?(?:www\.)?(?<kept>[^\s/?#:<>"')\]]+)[^\s<>"')\]]*>?/dgiu, ''],
  // Elements of markup. The voice must not take them for its own (SSML).
  [/<\/?[a-z!?][\w:.-]*(?:\s[^<>]*)?\/?>/dgiu, ' '],
  // Emphasis and code.
  [/(?<=^|[\s\p{P}])(?:\*{1,3}|_{1,3}|~~)(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3}|~~)(?=$|[\s\p{P}])|`+/dgmu, ''],
  // Pictures, flags, and what colours or joins them.
  [
    /(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|[\u{e0020}-\u{e007f}]|\ufe0e|\ufe0f|\u20e3|\u200d(?=\p{Extended_Pictographic}))+/dgu,
    ' ',
  ],
  // Control characters, halves of characters, and what nobody sees. Joiners stay: some scripts need them.
  [/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/dgu, ' '],
  [/(?!\p{Join_Control})\p{Cf}/dgu, ''],
  // What remains of markup and of the voice's notation for sounds ("[[h@'loU]]"), once nothing is left between brackets.
  [/[<>]|\[{2,}|\]{2,}/dgu, ' '],
  // Ornaments: the same mark again and again.
  [/(?<kept>[!?.,;:…])[!?.,;:…]+/dgu, ''],
  [/([^\p{L}\p{N}\s])\1{2,}/dgu, ' '],
  [/[|^\\~•·]/dgu, ' '],
  [/\s+/dgu, ' '],
]

const overlongWord = new RegExp(
  `[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{M}\\p{N}]{${longestWord + 1},}`,
  'dgu',
)

const wholeWord = new RegExp(`.{${longestWord}}`, 'gu')

/** Words that are written in another way than they are said. */
const spelling: Record<string, [RegExp, string][]> = {
  tagalog: [
    [/\bng\b/dgiu, 'nang'],
    [/\bmga\b/dgiu, 'manga'],
  ],
}

/** There is something to say: a letter, a digit, or a sign that is read by its name. */
const sayable = /[\p{L}\p{N}%&+=@#$€£¥§°]/u

const nothing = (text: string): EditedText => ({ text: '', origins: Int32Array.of(text.length) })

/**
 * What is read of a text: without markup, pictures, control characters and the paths of addresses. Empty when nothing
 * remains to say.
 */
export function readable(text: string): EditedText {
  let edited = unedited(text)
  for (const [pattern, by] of forTheEye) edited = replaced(edited, pattern, by)
  return sayable.test(edited.text) ? edited : nothing(text)
}

/** What the built-in voice reads of a text, spelled as it is said. `language` is a name of the wire contract. */
export function speakable(text: string, language: string): EditedText {
  let edited = readable(text)
  for (const [pattern, by] of spelling[language] ?? []) edited = replaced(edited, pattern, by)
  edited = replaced(edited, overlongWord, (match) => match.replace(wholeWord, '$& '))
  if (language === 'japanese') edited = pronounced(edited)
  return sayable.test(edited.text) ? edited : nothing(text)
}

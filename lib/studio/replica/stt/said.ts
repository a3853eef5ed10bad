/** What is to be thought of words that were said, by the words alone. */

/** Words after which a sentence goes on, by language. Only those that hardly ever end one. */
const leading: Record<string, string> = {
  english: 'and or but because if the a an my your our their of than which um uh er with for to',
  german: 'und oder aber weil dass wenn ein eine einen einem mein meine dein für von zum zur äh ähm sowie',
  french: 'et ou mais parce si le la les un une des du de mon ma mes votre pour que euh avec',
  spanish: 'y o pero porque si el la los las un una de del mi su para que eh con',
  portuguese: 'e ou mas porque se o a os as um uma de do da meu minha para que com',
  italian: 'e o ma perché se il lo la gli un una di del della mio mia per che con ehm',
  dutch: 'en of maar omdat als de het een mijn jouw van voor met dat eh uhm',
  polish: 'i lub ale bo jeśli że do od dla z w na',
  russian: 'и или но потому если что для с в на от',
  swedish: 'och eller men för att om en ett min med av',
}
const leadingOf = Object.fromEntries(
  Object.entries(leading).map(([language, words]) => [language, new Set(words.split(' '))]),
)

/** What a listener says without wanting to speak, in the languages in which it is written with letters of its own. */
const assent = new Set(
  (
    'mhm mm mmm mmhmm hm hmm uh-huh uhhuh uh huh aha ah oh yeah yep yes ok okay right sure i see got it ' +
    'ja genau stimmt ach so oui ouais d’accord voilà sí claro vale sim tá certo sì esatto va bene tak да угу はい うん ええ 嗯 对 好 네 응'
  ).split(' '),
)
const mostAssent = 3

/** What recognisers make of noise: words under the videos they have learned from. */
const inventions = new Set([
  'thank you',
  'thanks',
  'thanks for watching',
  'thank you for watching',
  'thank you very much',
  'you',
  'bye',
  'bye bye',
  'please subscribe',
  'subtitles by the amara org community',
  'untertitel der amara org community',
  'sous titres réalisés para la communauté d’amara org',
  'subtítulos realizados por la comunidad de amara org',
  'ご視聴ありがとうございました',
  '谢谢观看',
])
/** Milliseconds of speech below which such words are noise: "thank you" takes some 500. */
const leastForThanks = 320
/** The most letters that anybody says in a second. */
const quickest = 32

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll("'", '’')
    .replace(/[^\p{L}\p{N}\p{M}’-]+/gu, ' ')
    .trim()

/** Whether a sentence sounds as if its speaker went on after a pause. `language` is a name of the wire contract. */
export function soundsUnfinished(text: string, language: string): boolean {
  const said = text.trim()
  if (/(?:[,،、，;:–—-]|\.{3}|…)$/u.test(said)) return true
  if (/[?!？！]$/u.test(said)) return false
  const last = plain(said).split(' ').at(-1) ?? ''
  return leadingOf[language]?.has(last) ?? false
}

/** Whether it is only what a listener says, such as "mhm": no turn of its own while the other one speaks. */
export function isAssent(text: string): boolean {
  const words = plain(text).split(' ')
  return words.length <= mostAssent && words.every((word) => assent.has(word))
}

/**
 * Whether a recogniser made words of what was none: nothing but marks; more letters than can be said in `speechMs`
 * milliseconds; or words that noise is often taken for, in hardly any time.
 */
export function isInvented(text: string, speechMs: number): boolean {
  const said = plain(text)
  if (!/[\p{L}\p{N}]/u.test(said)) return true
  const letters = [...said.replace(/[^\p{L}\p{N}]/gu, '')].length
  if (letters > Math.max(2, (quickest * speechMs) / 1000)) return true
  return speechMs < leastForThanks && inventions.has(said.replaceAll('-', ' '))
}

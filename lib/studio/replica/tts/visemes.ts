import type { MouthTrack, Viseme } from '@/lib/face/mouth-track'

/** A sound as the synthesizer names it, in IPA, and when it begins, in milliseconds. An empty name is a pause. */
export type Phoneme = { at: number; ipa: string }

/** The letters of IPA by what the lips and the tongue do. Marks of length, stress, tone and colour do not matter. */
const shapes: Record<Exclude<Viseme, 'sil'>, string> = {
  // Lips closed.
  PP: 'pbmɸβɓʘʙ',
  // Lower lip at the teeth.
  FF: 'fvʋɱⱱ',
  // Tongue between the teeth.
  TH: 'θð',
  // Tongue behind the teeth.
  DD: 'tdʈɖɗᶑǀǃ',
  // Back of the tongue up, and everything in the throat that opens the mouth a little.
  kk: 'kɡgqɢcɟxɣχʁʀħʕŋɴçʝɠʛʄʡʢɰ',
  // Lips forward, teeth together.
  CH: 'ʃʒɕʑʂʐʆʓɧ',
  SS: 'sz',
  nn: 'nɳɲlɫɭʎʟɬɮɺ',
  RR: 'rɹɻɾɽɚɝ',
  aa: 'aɑɐʌæᴀ',
  E: 'eɛəɜɘɤε',
  I: 'iɪɨjɯᵻ',
  O: 'oɔɒøœɵɞɶ',
  U: 'uʊwyʏʉɥʍᵿ',
}

const byLetter = new Map(
  Object.entries(shapes).flatMap(([viseme, letters]) =>
    [...letters].map((letter) => [letter, viseme as Viseme]),
  ),
)

/** Two letters that are one sound. */
const affricates: [RegExp, Viseme][] = [
  [/^[td][ʃʒɕʑʂʐ]/u, 'CH'],
  [/^[td]s?[sz]\./u, 'CH'],
  [/^[td][sz]/u, 'SS'],
]
/** Sounds of the throat alone: the mouth is already where the next vowel needs it. */
const throat = /^[hɦʔ?]/u

/** The mouth shapes of one sound, in order; empty when it has none of its own. */
export function visemesOf(ipa: string): Viseme[] {
  // A voice may switch to another language for a word: "(en)".
  let rest = ipa.replace(/\([\w-]*\)/gu, '').normalize('NFD')
  const found: Viseme[] = []
  while (rest) {
    const affricate = affricates.find(([pattern]) => pattern.test(rest))
    if (affricate) {
      found.push(affricate[1])
      rest = rest.replace(affricate[0], '')
      continue
    }
    const letter = String.fromCodePoint(rest.codePointAt(0) ?? 0)
    rest = rest.slice(letter.length)
    // Retroflex s and z are written with a dot.
    const viseme = /[sz]/.test(letter) && rest.startsWith('.') ? 'CH' : byLetter.get(letter)
    if (viseme) found.push(viseme)
    // A letter nobody foresaw opens the mouth a little; a mark does nothing.
    else if (/\p{L}/u.test(letter) && !/\p{Lm}/u.test(letter) && !throat.test(letter)) found.push('E')
  }
  return found.filter((viseme, i) => viseme !== found[i - 1])
}

/**
 * The mouth shapes of a speech that ends after `duration` milliseconds. A sound of several shapes, as a diphthong is,
 * shares its time among them.
 */
export function visemeTrack(phonemes: Phoneme[], duration: number): MouthTrack['visemes'] {
  const track: MouthTrack['visemes'] = []
  const add = (at: number, viseme: Viseme) => {
    const last = track.at(-1)
    if (last?.viseme === viseme) return
    // Two at one time: the later one counts.
    if (last && last.at >= at) track.pop()
    if (track.at(-1)?.viseme !== viseme) track.push({ at, viseme })
  }
  if ((phonemes[0]?.at ?? 1) > 0) add(0, 'sil')
  for (const [i, { at, ipa }] of phonemes.entries()) {
    const start = Math.min(Math.max(at, 0), duration)
    const end = Math.min(Math.max(phonemes[i + 1]?.at ?? duration, start), duration)
    const shapesOfSound: Viseme[] = ipa === '' ? ['sil'] : visemesOf(ipa)
    for (const [part, viseme] of shapesOfSound.entries()) {
      add(start + ((end - start) * part) / shapesOfSound.length, viseme)
    }
  }
  return track
}

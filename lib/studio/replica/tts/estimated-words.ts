import type { EditedText } from '@/lib/studio/replica/tts/edited-text'
import type { Speech } from '@/lib/studio/replica/tts/port'
import { type SpokenWord, spokenWords } from '@/lib/studio/replica/tts/words'

/** How long a character takes to say, compared with a letter of an alphabet: signs that are syllables or words, digits, pauses. */
const lengths: [RegExp, number][] = [
  [/[\p{Script=Han}\p{N}%&+=@#$€£¥§°]/u, 3],
  [/[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u, 2.2],
  [/[.!?…。！？।॥؟۔:]/u, 4],
  [/[,;،、，；]/u, 2.5],
  [/[\p{L}\s]/u, 1],
]
/** What is more than marks between words. */
const sayable = /[\p{L}\p{N}%&+=@#$€£¥§°]/u
/** Milliseconds of a letter as most voices speak: some 150 words a minute. */
export const usualPace = 62

/** When the words of a text are said, by a voice that does not tell. */
export type EstimatedWords = {
  /** What it takes, in letters. */
  length: number
  /** The words of a speech of `duration` milliseconds: time passes evenly over the letters. */
  during(duration: number): Speech['words']
}

/** `edited` is what is read of `text`. */
export function estimateWords(text: string, edited: EditedText): EstimatedWords {
  const characters = [...edited.text]
  const starts = [0]
  for (const [i, character] of characters.entries()) {
    const length = lengths.find(([pattern]) => pattern.test(character))?.[1] ?? 0
    starts.push((starts[i] ?? 0) + length)
  }
  const total = starts.at(-1) || 1
  const words: Omit<SpokenWord, 'at'>[] = []
  for (const [i, character] of characters.entries()) {
    if (/\s/u.test(character)) continue
    const last = words.at(-1)
    if (last && last.position + last.length === i) last.length += 1
    else words.push({ position: i, length: 1 })
  }
  const said = words.filter(({ position, length }) =>
    sayable.test(characters.slice(position, position + length).join('')),
  )
  return {
    length: total,
    during: (duration) =>
      spokenWords(
        text,
        edited,
        said.map((word) => ({ ...word, at: ((starts[word.position] ?? 0) / total) * duration })),
        duration,
      ),
  }
}

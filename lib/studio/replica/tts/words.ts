import type { EditedText } from '@/lib/studio/replica/tts/edited-text'
import type { Speech } from '@/lib/studio/replica/tts/port'

/** A word as the voice tells of it: when it begins, in milliseconds, and where it stands, in code points from 0. */
export type SpokenWord = { at: number; position: number; length: number }

/** Scripts whose words are not set apart by spaces; the voice may tell of a whole clause as one word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const longestUnspaced = 6
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** What belongs to the word before it: "'s", and marks that close. */
const closing = /(?:'\p{L}+)?(?:(?![\p{Ps}\p{Pi}])[\p{P}\p{S}])*/uy
/** What does not begin a character of its own. */
const continuing = /[\p{M}\p{Join_Control}\udc00-\udfff]/u

/**
 * Which part of `text` has been begun at which time, for a speech of `duration` milliseconds. `edited` is what the
 * voice read of it, and its `words` are in the order of time.
 */
export function spokenWords(
  text: string,
  edited: EditedText,
  words: SpokenWord[],
  duration: number,
): Speech['words'] {
  const offsets = [0]
  for (const character of edited.text) offsets.push((offsets.at(-1) ?? 0) + character.length)
  const offsetOf = (position: number) => offsets[Math.min(position, offsets.length - 1)] ?? 0

  const spoken: Speech['words'] = []
  const add = (at: number, endOfEdited: number) => {
    const end = wholeCharacters(text, edited.origins[withClosing(edited.text, endOfEdited)] ?? text.length)
    const last = spoken.at(-1)
    if (end > (last?.end ?? 0)) spoken.push({ at: Math.min(Math.max(at, last?.at ?? 0), duration), end })
  }
  for (const [i, { at, position, length }] of words.entries()) {
    const start = offsetOf(position)
    const end = offsetOf(position + length)
    const word = edited.text.slice(start, end)
    if (length <= longestUnspaced || !unspaced.test(word)) {
      add(at, end)
      continue
    }
    // As time passes evenly over its characters, so do the words in it begin.
    const until = words.slice(i + 1).find((next) => next.position > position)?.at ?? duration
    for (const { index, segment } of segmenter.segment(word)) {
      add(at + ((until - at) * index) / word.length, start + index + segment.length)
    }
  }
  const last = spoken.at(-1)
  if (last) last.end = text.length
  return spoken
}

function withClosing(text: string, from: number): number {
  closing.lastIndex = from
  return from + (closing.exec(text)?.[0].length ?? 0)
}

function wholeCharacters(text: string, from: number): number {
  let end = from
  for (;;) {
    const next = String.fromCodePoint(text.codePointAt(end) ?? 0)
    if (!continuing.test(next)) return end
    end += next.length
  }
}

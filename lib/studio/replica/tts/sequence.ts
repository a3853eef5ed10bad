import { frame } from '@/lib/studio/replica/tts/loudness'
import type { Speech } from '@/lib/studio/replica/tts/port'

/**
 * Several whole speeches as one, of a text of `length` UTF-16 units; each says the part of it that begins at `start`. Every
 * part begins at a whole 10 ms, so that its energy stays what it was.
 */
export function inSequence(parts: { start: number; speech: Speech }[], length: number): Speech {
  const [only] = parts
  if (only && parts.length === 1 && only.start === 0) return only.speech
  const frames = parts.reduce((sum, { speech }) => sum + speech.mouth.energy.length, 0)
  const samples = new Int16Array(frames * frame)
  const energy = new Float32Array(frames)
  const visemes: Speech['mouth']['visemes'] = []
  const words: Speech['words'] = []
  let position = 0
  for (const { start, speech } of parts) {
    const after = position * 10
    samples.set(speech.samples, position * frame)
    energy.set(speech.mouth.energy, position)
    for (const { at, viseme } of speech.mouth.visemes) visemes.push({ at: after + at, viseme })
    for (const { at, end } of speech.words) words.push({ at: after + at, end: start + end })
    position += speech.mouth.energy.length
  }
  const last = words.at(-1)
  if (last) last.end = length
  return { samples, mouth: { visemes, energy }, words, ended: true }
}

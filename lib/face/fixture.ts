import type { MouthTrack, Viseme } from './mouth-track'
import { createChance } from './noise'

/** Milliseconds between two pictures. */
export const frameMs = 40

const vowels: Viseme[] = ['aa', 'E', 'I', 'O', 'U']
const consonants: Viseme[] = ['PP', 'FF', 'TH', 'DD', 'kk', 'CH', 'SS', 'nn', 'RR']

/** Something like a few sentences: syllables of a quiet consonant and a loud vowel, and pauses between some of them. */
export function speechLike(seed: string, syllables = 30): MouthTrack {
  const { pick } = createChance(seed)
  const visemes: MouthTrack['visemes'] = []
  const loudness: number[] = []
  let at = 0
  const add = (viseme: Viseme, ms: number, peak: number) => {
    visemes.push({ at, viseme })
    const steps = Math.round(ms / 10)
    for (let step = 0; step < steps; step += 1) {
      loudness.push(peak * Math.sin((Math.PI * (step + 0.5)) / steps) ** 0.7)
    }
    at += steps * 10
  }
  const one = (list: Viseme[], channel: number, index: number) =>
    list[Math.floor(pick(channel, index) * list.length)] ?? 'aa'
  for (let index = 0; index < syllables; index += 1) {
    if (pick(0, index) < 0.15) add('sil', 120 + 300 * pick(1, index), 0)
    add(one(consonants, 2, index), 50 + 50 * pick(3, index), 0.05 + 0.25 * pick(4, index))
    add(one(vowels, 5, index), 90 + 140 * pick(6, index), 0.35 + 0.65 * pick(7, index))
  }
  return { visemes, energy: Float32Array.from(loudness) }
}

/** The Pearson correlation of two series of the same length. */
export function correlation(one: number[], other: number[]): number {
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length
  const [a, b] = [mean(one), mean(other)]
  let both = 0
  let first = 0
  let second = 0
  for (const [at, value] of one.entries()) {
    const [x, y] = [value - a, (other[at] ?? 0) - b]
    both += x * y
    first += x * x
    second += y * y
  }
  return both / Math.sqrt(first * second)
}

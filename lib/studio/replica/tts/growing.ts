import type { MouthTrack } from '@/lib/face/mouth-track'
import { energyOf, frame } from '@/lib/studio/replica/tts/loudness'
import { addShape, shapeOf } from '@/lib/studio/replica/tts/mouth-of-sound'
import type { Speech } from '@/lib/studio/replica/tts/port'

/** Room for 10 s at first. */
const roomAtFirst = 48_000 * 10

/** A speech while it is made. */
export type Growing = {
  speech: Speech
  /** Adds 10 ms of sound in its final loudness. */
  add(samples: Int16Array): void
  /** Makes what there is so long, with silence at its end or without what is there. */
  resize(samples: number): void
  /** Adds another speech that has ended; it says the text from `start` (UTF-16 units) on. */
  append(other: Speech, start: number): void
  end(): void
}

/** Nothing is said yet. `words` tells them as they are estimated now, or as they are known when it has ended. */
export function createGrowing(words: (ended: boolean) => Speech['words']): Growing {
  let samples = new Int16Array(roomAtFirst)
  let energy = new Float32Array(roomAtFirst / frame)
  let length = 0
  let ended = false
  let visemes: MouthTrack['visemes'] = []
  /** Words that are certain, once another speech was added; and the last that were estimated. */
  let certain: Speech['words'] | null = null
  let estimated: { length: number; ended: boolean; words: Speech['words'] } | null = null

  function makeRoom(most: number): void {
    if (most <= samples.length) return
    const more = new Int16Array(Math.max(most, samples.length * 2))
    more.set(samples)
    samples = more
    const moreEnergy = new Float32Array(Math.ceil(more.length / frame))
    moreEnergy.set(energy)
    energy = moreEnergy
  }

  function currentWords(): Speech['words'] {
    if (certain) return certain
    if (estimated?.length !== length || estimated.ended !== ended)
      estimated = { length, ended, words: words(ended) }
    return estimated.words
  }

  return {
    speech: {
      get samples() {
        return samples.subarray(0, length)
      },
      get mouth() {
        return { visemes, energy: energy.subarray(0, Math.ceil(length / frame)) }
      },
      get words() {
        return currentWords()
      },
      get ended() {
        return ended
      },
    },
    add(sound) {
      makeRoom(length + frame)
      samples.set(sound, length)
      const [loudness = 0] = energyOf(sound)
      energy[length / frame] = loudness
      addShape(visemes, length / 48, shapeOf(sound, loudness))
      length += frame
    },
    resize(to) {
      makeRoom(to)
      samples.fill(0, Math.min(to, length))
      energy.fill(0, Math.ceil(Math.min(to, length) / frame))
      visemes = visemes.filter(({ at }) => at * 48 < to)
      length = to
    },
    append(other, start) {
      certain = currentWords().filter(({ end }) => end <= start)
      const after = length / 48
      makeRoom(length + other.mouth.energy.length * frame)
      samples.set(other.samples, length)
      energy.set(other.mouth.energy, length / frame)
      visemes.push(...other.mouth.visemes.map(({ at, viseme }) => ({ at: after + at, viseme })))
      certain.push(...other.words.map(({ at, end }) => ({ at: after + at, end: start + end })))
      length += other.mouth.energy.length * frame
    },
    end() {
      ended = true
      // It may be kept for long, and the room that it did not need is larger than most sentences.
      samples = samples.slice(0, length)
      energy = energy.slice(0, Math.ceil(length / frame))
    },
  }
}

import type { Clock } from '@/lib/platform/clock'
import { createEar } from '@/lib/studio/replica/stt/ear'
import { createPlayed } from '@/lib/studio/replica/stt/played'
import { loadVoice } from '@/lib/studio/replica/tts/voice'

/** For tests: sounds at 48,000 samples a second, the same in every run. */
const rate = 48_000
const chunk = 480

export const female = { variant: 'f2', pitch: 56, rate: 160, gender: 'female' as const }
export const male = { variant: 'm3', pitch: 42, rate: 165, gender: 'male' as const }
export const speak = await loadVoice()

/** What a replica says at length. */
export const longSpeech =
  'Of course, I can help you with that. Let me tell you what we have in stock today. There are three models, and ' +
  'each of them comes in four colours. The small one costs forty two euros, and most people take it on journeys.'

/** Numbers from 0 to 1 that look like chance (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Normally distributed, around 0 with a deviation of 1 (Box and Muller). */
const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
const amplitude = (decibel: number) => 10 ** (decibel / 20) * 32_768
const whole = (values: Float64Array) =>
  Int16Array.from(values, (value) => Math.max(-32_768, Math.min(32_767, value)))
const silence = (seconds: number) => new Float64Array(Math.round(seconds * rate))

export function noise(seconds: number, decibel: number, seed = 1): Int16Array {
  const random = chance(seed)
  return whole(silence(seconds).map(() => amplitude(decibel) * normal(random)))
}

/** Keys that are struck: bursts of ringing and noise of some 50 ms. */
export function keys(seconds: number, aSecond: number, seed = 1): Int16Array {
  const random = chance(seed)
  const sound = silence(seconds)
  for (let key = 0; key < seconds * aSecond; key++) {
    const at = Math.floor(random() * (sound.length - 2400))
    const [loud, hertz, ring] = [3000 + 13_000 * random(), 800 + 3000 * random(), 300 + 1500 * random()]
    for (let i = 0; i < 2400; i++) {
      const each = 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate) + 0.5 * normal(random)
      sound[at + i] = (sound[at + i] ?? 0) + loud * Math.exp(-i / ring) * each
    }
  }
  return whole(sound)
}

/** Notes one after the other, of so many overtones, alone or as chords. */
export function melody(
  seconds: number,
  how: { overtones: number; chords: boolean; noteMs: number },
  seed = 1,
): Int16Array {
  const random = chance(seed)
  const note = (how.noteMs * rate) / 1000
  let base = 220
  return whole(
    silence(seconds).map((_, i) => {
      if (i % note === 0) base = 220 * 2 ** (Math.floor(random() * 18) / 12)
      const phase = (i % note) / note
      let value = 0
      for (const ratio of how.chords ? [1, 2 ** (4 / 12), 2 ** (7 / 12)] : [1]) {
        for (let tone = 1; tone <= how.overtones; tone++) {
          value += Math.sin((2 * Math.PI * base * ratio * tone * i) / rate) / tone
        }
      }
      return 4000 * value * Math.min(1, phase * 20) * Math.exp(-phase * 1.5)
    }),
  )
}

/** What of a sound comes back after so many milliseconds, as loud as it was: dulled, and from the walls of a room. */
export function echoOf(sound: Int16Array, delay: number): Int16Array {
  const random = chance(delay)
  const walls = [{ at: 0, share: 1 }]
  for (let i = 0; i < 16; i++) {
    const ms = random() * 150
    walls.push({ at: Math.floor(ms * 48), share: 0.5 * normal(random) * Math.exp((-6.9 * ms) / 250) })
  }
  const result = new Float64Array(sound.length + 48 * (delay + 200))
  for (const { at, share } of walls) {
    for (let i = 0, to = at + delay * 48; i < sound.length; i++, to++) {
      result[to] = (result[to] as number) + share * (sound[i] as number)
    }
  }
  let dull = 0
  let before = 0
  let after = 0
  for (let i = 0; i < result.length; i++) {
    dull += 0.5 * ((result[i] as number) - dull)
    result[i] = dull
    before += (sound[i] ?? 0) ** 2
    after += dull ** 2
  }
  return whole(result.map((each) => each * Math.sqrt(before / after)))
}

/** Several sounds at once, each from its millisecond on. */
export function mixed(...sounds: { sound: Int16Array; at?: number; decibel?: number }[]): Int16Array {
  const length = Math.max(...sounds.map(({ sound, at = 0 }) => sound.length + at * 48))
  const result = new Float64Array(length)
  for (const { sound, at = 0, decibel = 0 } of sounds) {
    const gain = 10 ** (decibel / 20)
    for (let i = 0; i < sound.length; i++)
      result[i + at * 48] = (result[i + at * 48] ?? 0) + (sound[i] ?? 0) * gain
  }
  return whole(result)
}

/** The next 10 ms from `position`, filled up with silence. */
export function chunkAt(sound: Int16Array, position: number): Int16Array {
  const result = new Int16Array(chunk)
  result.set(sound.subarray(position, position + chunk))
  return result
}

/** Lets an ear hear a microphone while something is played; chunks arrive somewhat early or late. Times in milliseconds. */
export function overheard(microphone: Int16Array, replica: Int16Array = new Int16Array(0), records = false) {
  const random = chance(1)
  const played = createPlayed()
  const heard = {
    started: [] as number[],
    stopped: [] as { at: number; duration: number }[],
    parts: [] as Int16Array[],
  }
  let now = 0
  const ear = createEar({
    played,
    records,
    started: () => heard.started.push(now),
    stopped: (duration) => heard.stopped.push({ at: now, duration }),
    recorded: (part) => heard.parts.push(part),
  })
  for (let position = 0; position < microphone.length; position += chunk, now += 10) {
    if (replica.length > 0) played.add(chunkAt(replica, position), 5_000_000 + now + Math.floor(random() * 8))
    ear.hear(chunkAt(microphone, position), 5_000_000 + now + Math.floor(random() * 8))
  }
  ear.close()
  return heard
}

/** A clock that stands still until it is told to go on; alarms ring as it passes them. */
export function steppedClock(): Clock & { advance(ms: number): void } {
  let now = 1_700_000_000_000
  const alarms = new Set<{ at: number; wake(): void }>()
  return {
    now: () => new Date(now),
    alarm(at, wake) {
      const alarm = { at: at.getTime(), wake }
      alarms.add(alarm)
      return { cancel: () => alarms.delete(alarm) }
    },
    advance(ms) {
      now += ms
      for (const alarm of [...alarms]) {
        if (alarm.at > now || !alarms.delete(alarm)) continue
        alarm.wake()
      }
    },
  }
}

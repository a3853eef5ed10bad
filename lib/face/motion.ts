import { createGaze } from './gaze'
import { closedMouth, type Mouth } from './mouth'
import { type Chance, createChance } from './noise'
import type { FaceState, Pose } from './pose'

/** How a state looks, before chance moves it. */
type Manner = Pick<
  Pose,
  'lean' | 'roll' | 'yaw' | 'pitch' | 'lids' | 'browNear' | 'browFar' | 'smile' | 'aside'
> & {
  /** How far and how fast chance moves the head, 1 while speaking. */
  sway: number
  pace: number
  /** Seconds a breath takes. */
  breath: number
  /** How much it nods to what is heard. */
  nod: number
}

const manners: Record<FaceState, Manner> = {
  idle: {
    ...{ lean: 0, roll: 0, yaw: 0, pitch: 0, lids: 0.05 },
    ...{ browNear: 0, browFar: 0, smile: 0, aside: 0 },
    ...{ sway: 0.6, pace: 0.55, breath: 4.6, nod: 0 },
  },
  listening: {
    ...{ lean: 0.022, roll: 0.042, yaw: 0.1, pitch: 0.1, lids: 0 },
    ...{ browNear: 0.5, browFar: 0.5, smile: 0.6, aside: 0 },
    ...{ sway: 0.35, pace: 0.6, breath: 4.2, nod: 1 },
  },
  thinking: {
    ...{ lean: -0.012, roll: -0.045, yaw: -0.8, pitch: -1.1, lids: 0 },
    ...{ browNear: 1.1, browFar: 0.75, smile: -0.25, aside: 1 },
    ...{ sway: 0.3, pace: 0.5, breath: 4.8, nod: 0 },
  },
  speaking: {
    ...{ lean: 0.008, roll: 0, yaw: 0, pitch: 0.05, lids: 0 },
    ...{ browNear: 0.12, browFar: 0.12, smile: 0.3, aside: 0 },
    ...{ sway: 1, pace: 1.25, breath: 3.8, nod: 0 },
  },
}
const states = Object.keys(manners) as FaceState[]

/** Longer steps of time than this are not made up for: milliseconds. */
const longestStep = 100
/** The most a mouth opens or closes within a second: a voice that breaks off does not make it jump. */
const mouthSpeed = 14
/** Milliseconds in which a change of state is two thirds done, twice in a row: it begins as softly as it ends. */
const changeMs = 130

const channels = { x: 0, y: 1, roll: 2, yaw: 3, pitch: 4, breath: 5, brow: 6, blink: 7, nod: 8, gaze: 20 }
/** How often chance turns each of them, times a second at pace 1. No two fit into one another, so nothing repeats. */
const rates = { x: 0.37, y: 0.53, roll: 0.43, yaw: 0.31, pitch: 0.59 }

/** Moves a face: each call gives the pose for its time, which must not run backwards. */
export type Motion = (ms: number, state: FaceState, mouth: Mouth) => Pose

/** @param seed faces with different seeds move differently; the same seed and calls always give the same poses */
export function createMotion(seed: string): Motion {
  const chance = createChance(seed)
  const gaze = createGaze(chance, channels.gaze)
  const blink = createBlink(chance)
  const nod = createNod(chance)
  let last: number | null = null
  let began = 0
  /** Each state's share, and the share it is on its way to. */
  const shares = { idle: 0, listening: 0, thinking: 0, speaking: 0 }
  const next = { ...shares }
  let mouth = closedMouth
  let swayed = chance.pick(channels.x, -1) * 100
  let breathed = chance.pick(channels.breath, -1)
  let loud = 0
  let usual = 0
  let accent = 0
  let hairRoll = 0
  let settled = false

  return (ms, state, spoken) => {
    if (last === null) {
      began = ms
      last = ms
      shares[state] = 1
      next[state] = 1
    }
    const step = Math.min(longestStep, Math.max(0, ms - last))
    last = ms
    const time = ms - began

    const manner = mix(shares)
    for (const name of states) {
      next[name] = approach(next[name], name === state ? 1 : 0, step, changeMs)
      shares[name] = approach(shares[name], next[name], step, changeMs)
    }

    swayed += (step / 1000) * manner.pace
    breathed += step / 1000 / manner.breath
    mouth = limited(mouth, spoken, (mouthSpeed * step) / 1000)

    // A syllable louder than the last ones is an accent: head and brows go with it.
    loud = approach(loud, spoken.voice, step, 50)
    usual = approach(usual, spoken.voice, step, 500)
    accent = approach(accent, Math.max(0, loud - usual - 0.06), step, loud > usual ? 60 : 160)
    const emphatic = 0.5 + 0.5 * chance.drift(channels.brow, time / 1700)

    const sway = (channel: keyof typeof rates) =>
      manner.sway *
      (0.75 * chance.drift(channels[channel], swayed * rates[channel] + 17) +
        0.25 * chance.drift(channels[channel] + 10, swayed * rates[channel] * 2.7))
    const breath = (1 - Math.cos(2 * Math.PI * breathed)) / 2
    const depth = 0.85 + 0.25 * chance.drift(channels.breath, time / 6100)

    const look = gaze(time, state)
    const roll = manner.roll + 0.034 * sway('roll')
    hairRoll = settled ? approach(hairRoll, roll, step, 110) : roll
    settled = true
    return {
      breath: 8 * breath * depth,
      lean: manner.lean,
      x: 17 * sway('x'),
      y: 9 * sway('y') - 5 * breath * depth + 12 * accent,
      roll,
      hairRoll,
      yaw: manner.yaw + 0.9 * sway('yaw') + 0.12 * look.x,
      pitch: manner.pitch + 0.6 * sway('pitch') + 1.5 * accent + manner.nod * nod(time) + 0.1 * look.y,
      gazeX: look.x,
      gazeY: look.y,
      lids: 1 - (1 - manner.lids) * (1 - blink(time, look.shifted)),
      browNear: manner.browNear + 2.4 * accent * emphatic,
      browFar: manner.browFar + 2.4 * accent * emphatic,
      smile: manner.smile,
      aside: manner.aside,
      mouth,
    }
  }
}

/** The states' manners, each by its share. */
function mix(shares: Record<FaceState, number>): Manner {
  const mixed = { ...manners.idle }
  for (const key of Object.keys(mixed) as (keyof Manner)[]) {
    mixed[key] = 0
    for (const state of states) mixed[key] += shares[state] * manners[state][key]
  }
  return mixed
}

/** What is left of the way to `to` shrinks to a third in `ms`. */
const approach = (from: number, to: number, step: number, ms: number) =>
  to + (from - to) * Math.exp(-step / ms)

function limited(from: Mouth, to: Mouth, most: number): Mouth {
  const mouth = { ...to }
  for (const key of Object.keys(mouth) as (keyof Mouth)[]) {
    mouth[key] = Math.min(from[key] + most, Math.max(from[key] - most, to[key]))
  }
  return mouth
}

/** How far a blink has closed the lids: 2 to 6 s apart, sometimes twice, and often as the eyes move on. */
function createBlink(chance: Chance): (time: number, shifted: boolean) => number {
  let count = 0
  let at = 900 + 2000 * chance.pick(channels.blink, -1)
  return (time, shifted) => {
    if (shifted && at - time > 700 && chance.pick(channels.blink + 100, count) < 0.45) at = time
    if (time > at + 260) {
      const again = chance.pick(channels.blink, 3 * count) < 0.14
      at = time + (again ? 60 : 1900 + 3900 * chance.pick(channels.blink, 3 * count + 1))
      count += 1
    }
    const since = time - at
    if (since < 0) return 0
    if (since < 70) return ease(since / 70)
    if (since < 105) return 1
    return ease(Math.max(0, 1 - (since - 105) / 130))
  }
}

/** Nods once in a while, down and back twice: -1 to 1. */
function createNod(chance: Chance): (time: number) => number {
  let count = 0
  let at = 1500 + 1500 * chance.pick(channels.nod, -1)
  return (time) => {
    const since = time - at
    if (since > 1100) {
      at = time + 1800 + 3200 * chance.pick(channels.nod, count)
      count += 1
      return 0
    }
    if (since < 0) return 0
    const part = since / 1100
    return 1.1 * Math.sin(part * 4 * Math.PI) * (1 - part) * ease(Math.min(1, part * 5))
  }
}

const ease = (x: number) => x * x * (3 - 2 * x)

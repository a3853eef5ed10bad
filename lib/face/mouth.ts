import type { MouthTrack, Viseme } from './mouth-track'

/** How a mouth stands at an instant. */
export type Mouth = {
  /** Its open area, 0 (closed) to 1 (the widest that speech opens it). */
  open: number
  /** How far the corners are: -1 pursed, 0 at rest, 1 spread. */
  wide: number
  /** How round the opening is: 0 an almond, 1 an oval. */
  round: number
  /** How much is seen of the upper teeth and of the tongue, each 0 to 1. */
  teeth: number
  tongue: number
  /** How far the lower lip is drawn in under the teeth, 0 to 1. */
  tuck: number
  /** How loud the voice is, 0 to 1. */
  voice: number
}

/** Without a voice. */
export const closedMouth: Mouth = { open: 0, wide: 0, round: 0, teeth: 0, tongue: 0, tuck: 0, voice: 0 }

/** `open` here is how far full loudness opens the shape. */
type MouthShape = Omit<Mouth, 'voice'>

const shape = (
  open: number,
  wide: number,
  round: number,
  teeth: number,
  tongue: number,
  tuck = 0,
): MouthShape => ({ open, wide, round, teeth, tongue, tuck })

/** The shape of each viseme: what the lips, the teeth and the tongue do for its sounds, as a speaker's face shows it. */
export const mouthShapes: Record<Viseme, MouthShape> = {
  sil: shape(0.3, 0, 0.2, 0.3, 0.2),
  PP: shape(0.06, -0.12, 0, 0, 0),
  FF: shape(0.3, 0.1, 0, 1, 0, 1),
  TH: shape(0.5, 0.15, 0.1, 0.75, 1),
  DD: shape(0.58, 0.2, 0.1, 0.8, 0.6),
  kk: shape(0.62, 0.1, 0.2, 0.45, 0.3),
  CH: shape(0.6, -0.5, 0.75, 0.9, 0),
  SS: shape(0.45, 0.5, 0, 1, 0),
  nn: shape(0.55, 0.2, 0.1, 0.6, 0.7),
  RR: shape(0.62, -0.3, 0.55, 0.4, 0.3),
  aa: shape(1, 0.15, 0.35, 0.45, 0.6),
  E: shape(0.85, 0.55, 0.15, 0.7, 0.45),
  I: shape(0.72, 0.85, 0, 0.9, 0.15),
  O: shape(0.88, -0.5, 1, 0.15, 0.25),
  U: shape(0.66, -0.9, 1, 0, 0),
}

/** Milliseconds to either side within which sounds blend into one another, as lips do that are already on their way. */
const blendMs = 70
/** Milliseconds to either side over which loudness is averaged. */
const voiceMs = 70
const energyStepMs = 10

/**
 * The mouth at `ms` of what is being said; closed without a track, before its start and after its end. Looks as far
 * ahead as behind, so that the lips are neither early nor late.
 */
export function mouthAt(track: MouthTrack | null, ms: number): Mouth {
  if (!track) return closedMouth
  const voice = voiceAt(track.energy, ms)
  if (voice <= 0) return closedMouth
  const { open, ...blended } = blendAt(track.visemes, ms)
  // Quiet speech is articulated too, hence the root.
  return { ...blended, open: Math.min(1, open * (1.2 * voice) ** 0.65), voice }
}

/** The mean loudness around `ms`, near instants counting most. */
function voiceAt(energy: Float32Array, ms: number): number {
  const first = Math.ceil((ms - voiceMs) / energyStepMs - 0.5)
  const last = Math.floor((ms + voiceMs) / energyStepMs - 0.5)
  let sum = 0
  let weights = 0
  for (let at = first; at <= last; at += 1) {
    const weight = bell(((at + 0.5) * energyStepMs - ms) / voiceMs)
    weights += weight
    sum += weight * (energy[at] ?? 0)
  }
  return weights > 0 ? Math.min(1, Math.max(0, sum / weights)) : 0
}

/** The shapes around `ms`, each with the share it has of the time around it. */
function blendAt(visemes: MouthTrack['visemes'], ms: number): MouthShape {
  const blend: MouthShape = { open: 0, wide: 0, round: 0, teeth: 0, tongue: 0, tuck: 0 }
  const from = ms - blendMs
  const to = ms + blendMs
  let at = firstAt(visemes, from)
  let left = 1
  for (;;) {
    const next = visemes[at + 1]
    const end = next ? Math.min(next.at, to) : to
    const share = left - tail((end - ms) / blendMs)
    const { open, wide, round, teeth, tongue, tuck } = mouthShapes[visemes[at]?.viseme ?? 'sil']
    blend.open += share * open
    blend.wide += share * wide
    blend.round += share * round
    blend.teeth += share * teeth
    blend.tongue += share * tongue
    blend.tuck += share * tuck
    left -= share
    if (end >= to) return blend
    at += 1
  }
}

/** Where the shape begins that lasts at `ms`; -1 before the first. */
function firstAt(visemes: MouthTrack['visemes'], ms: number): number {
  let low = 0
  let high = visemes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((visemes[middle]?.at ?? 0) <= ms) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** A bell over -1 to 1. */
const bell = (x: number) => (Math.abs(x) >= 1 ? 0 : (1 + Math.cos(Math.PI * x)) / 2)

/** The part of the bell's area that lies beyond `x`: 1 to 0 over -1 to 1. */
function tail(x: number): number {
  if (x <= -1) return 1
  if (x >= 1) return 0
  return (1 - x - Math.sin(Math.PI * x) / Math.PI) / 2
}

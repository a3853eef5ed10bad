import { bandCount, type Spectrum } from '@/lib/studio/replica/stt/spectrum'

/**
 * What tells a voice from other sounds, 20 ms at a time. A voice repeats itself (noise does not) at a pitch that glides
 * (keys that are struck have none that lasts), and while it does, its colour is never quite still (a tone's is).
 * The numbers were found with voices in eight languages, natural and made, and with noise, keys and melodies.
 */
const voiced = 0.5
/** Octaves by which a voice's pitch changes in 20 ms at most; dB by which it swells or fades. */
const glide = 0.11
const swelling = 10
/** How much, in 20 ms, a voice's colour (dB) or its pitch (octaves) changes at least. */
const lively = { colour: 0.8, pitch: 0.015 }
/** How much a tone's change at most. */
const still = { colour: 0.5, pitch: 0.004 }

/** Frames of 20 ms that are weighed together. */
const weighed = 15
/** How many of them must be a voice's, for speech to begin and to go on, and how many may be a tone's. */
const needed = { toBegin: 5, toGoOn: 4 }
const mostTones = 1

export type Evidence = {
  /** Enough of the last frames have what only a voice has for speech to go on. */
  voice: boolean
  /** Frames ago, when the sound that is now known as speech began; null while it is not. */
  beganAgo: number | null
}

/** Weighs one frame after the other. `heard` is whether the frame counts at all: loud enough, and not an echo. */
export function createEvidence(): (spectrum: Spectrum, heard: boolean) => Evidence {
  let before: { colour: Float64Array; spectrum: Spectrum } | null = null
  const frames: { heard: boolean; voice: boolean; tone: boolean }[] = []

  return (spectrum, heard) => {
    const colour = spectrum.bands.map((band) => Math.max(band - spectrum.level, -30))
    const change = before ? difference(colour, before.colour) : Number.POSITIVE_INFINITY
    const step = before
      ? Math.abs(Math.log2(spectrum.pitch / before.spectrum.pitch))
      : Number.POSITIVE_INFINITY
    const swell = before ? Math.abs(spectrum.level - before.spectrum.level) : Number.POSITIVE_INFINITY
    before = { colour, spectrum }

    const periodic = heard && spectrum.periodicity >= voiced
    const smooth = periodic && step < glide && swell < swelling
    const voice = smooth && (change >= lively.colour || step >= lively.pitch)
    frames.push({ heard, voice, tone: periodic && step < still.pitch && change < still.colour })
    if (frames.length > weighed) frames.shift()

    const count = (of: 'voice' | 'tone') => frames.reduce((sum, frame) => sum + (frame[of] ? 1 : 0), 0)
    const voices = count('voice')
    const speech = voices >= needed.toBegin && count('tone') <= mostTones
    return {
      voice: voices >= needed.toGoOn,
      beganAgo: speech ? frames.length - 1 - frames.findIndex((frame) => frame.heard) : null,
    }
  }
}

function difference(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < bandCount; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2
  return Math.sqrt(sum / bandCount)
}

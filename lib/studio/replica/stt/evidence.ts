import { bandCount, type Spectrum } from '@/lib/studio/replica/stt/spectrum'

/**
 * What tells a voice from other sounds, every 10 ms, by what has changed in 20. A voice repeats itself (noise does not) at a pitch that glides
 * (keys that are struck have none that lasts), and while it does, its colour is never quite still (a tone's is).
 * The numbers were found with voices in eight languages, natural and made, and with noise, keys and melodies.
 */
const voiced = 0.5
/** Octaves by which a voice's pitch changes in 20 ms at most; dB by which it swells or fades. */
const glide = 0.11
const swelling = 10
/** dB that a struck key or string loses in 20 ms, as it only rings on; a voice that begins does not. */
const ringing = -5
/** How much, in 20 ms, a voice's colour (dB) or its pitch (octaves) changes at least. */
const lively = { colour: 0.8, pitch: 0.015 }
/** How much a tone's change at most. */
const still = { colour: 0.5, pitch: 0.004 }

/** Frames that are weighed together. */
const weighed = 30
/** Frames between the two that are compared. */
const apart = 2
/**
 * How many of them must be a voice's for speech to begin, and for it to go on, and how many may be a tone's. So many in a
 * row are enough to begin: keys and notes are not like a voice for so long.
 */
const needed = { toBegin: 10, inARow: 4, toGoOn: 8 }
const mostTones = 2

export type Evidence = {
  /** Enough of the last frames have what only a voice has for speech to go on. */
  voice: boolean
  /** Frames ago, when the sound that is now known as speech began; null while it is not. */
  beganAgo: number | null
  /** It is known by so few frames that an echo can hardly be told from it. */
  quick: boolean
}

/**
 * Weighs one frame after the other, one every 10 ms. `heard` is whether the frame counts at all: loud enough, and not an
 * echo.
 */
export function createEvidence(): (spectrum: Spectrum, heard: boolean) => Evidence {
  const looks: { colour: Float64Array; spectrum: Spectrum }[] = []
  /** Voice frames one after the other that do not only ring on. */
  let inARow = 0
  const frames: { heard: boolean; voice: boolean; tone: boolean }[] = []

  return (spectrum, heard) => {
    const colour = spectrum.bands.map((band) => Math.max(band - spectrum.level, -30))
    const before = looks.length < apart ? undefined : looks.shift()
    looks.push({ colour, spectrum })
    const change = before ? difference(colour, before.colour) : Number.POSITIVE_INFINITY
    const step = before
      ? Math.abs(Math.log2(spectrum.pitch / before.spectrum.pitch))
      : Number.POSITIVE_INFINITY
    const swell = before ? spectrum.level - before.spectrum.level : Number.POSITIVE_INFINITY

    const periodic = heard && spectrum.periodicity >= voiced
    const smooth = periodic && step < glide && Math.abs(swell) < swelling
    const voice = smooth && (change >= lively.colour || step >= lively.pitch)
    inARow = voice && swell > ringing ? inARow + 1 : 0
    frames.push({ heard, voice, tone: periodic && step < still.pitch && change < still.colour })
    if (frames.length > weighed) frames.shift()

    const count = (of: 'voice' | 'tone') => frames.reduce((sum, frame) => sum + (frame[of] ? 1 : 0), 0)
    const voices = count('voice')
    const quick = voices < needed.toBegin
    const speech = (!quick || inARow >= needed.inARow) && count('tone') <= mostTones
    return {
      voice: voices >= needed.toGoOn,
      beganAgo: speech ? frames.length - 1 - frames.findIndex((frame) => frame.heard) : null,
      quick,
    }
  }
}

function difference(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < bandCount; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2
  return Math.sqrt(sum / bandCount)
}

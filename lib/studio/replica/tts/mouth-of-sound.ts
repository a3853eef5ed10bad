import type { MouthTrack, Viseme } from '@/lib/face/mouth-track'

/** Milliseconds that a shape lasts at least: lips are no quicker. */
const shortest = 70
/** Loudness, 0 to 1, from which the mouth is open, and wide open. */
const open = 0.12
const wide = 0.45
/** Zero crossings in 10 ms from which it hisses: an s, or something near it. */
const hissing = 60
const stepMs = 10

/** The shape of 10 ms of sound, of which nobody has told what is said. */
export function shapeOf(samples: Int16Array, energy: number): Viseme {
  if (energy < open / 4) return 'sil'
  let crossings = 0
  for (let i = 1; i < samples.length; i++)
    if ((samples[i] ?? 0) < 0 !== (samples[i - 1] ?? 0) < 0) crossings += 1
  if (crossings > hissing) return 'SS'
  if (energy < open) return 'nn'
  return energy < wide ? 'E' : 'aa'
}

/** Adds the shape of the 10 ms at `at` (milliseconds), unless the one before it has hardly begun. */
export function addShape(track: MouthTrack['visemes'], at: number, viseme: Viseme): void {
  const last = track.at(-1)
  if (last?.viseme === viseme || (last && at - last.at < shortest - (viseme === 'sil' ? stepMs * 3 : 0)))
    return
  track.push({ at, viseme })
}

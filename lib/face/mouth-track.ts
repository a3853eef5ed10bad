/**
 * What the mouth does while something is said: the mouth shapes of its sounds, as speech animation names them
 * (the fifteen visemes that most tools share), and how loud it is.
 */
export const visemes = [
  'sil',
  'PP',
  'FF',
  'TH',
  'DD',
  'kk',
  'CH',
  'SS',
  'nn',
  'RR',
  'aa',
  'E',
  'I',
  'O',
  'U',
] as const
export type Viseme = (typeof visemes)[number]

export type MouthTrack = {
  /** By rising `at`: milliseconds from the start at which each shape begins. */
  visemes: { at: number; viseme: Viseme }[]
  /** Loudness of each 10 ms from the start, 0 to 1; 1 is the loudest of the voice. */
  energy: Float32Array
}

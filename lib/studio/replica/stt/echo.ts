import { farthest, type Played, quiet } from '@/lib/studio/replica/stt/played'
import { bandCount, type Spectrum } from '@/lib/studio/replica/stt/spectrum'

/** dB by which a sound must exceed the echo that is expected. */
const margin = 6
/** dB: what is assumed of an echo before anything is known, compared with what is played; and the most it can lose. */
const assumedLoss = -15
const mostLoss = -45
/** dB that a room takes from a sound in 20 ms, at least. */
const decay = 3
/** Frames for which the replica must have played, so that an echo would have come. */
const settled = farthest + 10
/** Frames over which the loudest echo is looked for, and by how many dB it may seem louder than in those before. */
const stretch = 50
const growth = 3
/** dB by which all of an echo may be quieter than expected for a stretch, before it is known to come that way no more. */
const absence = 12
/** Frames by which an echo's way may change. */
const wander = 3

/**
 * How alike two courses of loudness must be for one to be the other's echo: over a long time (twice in a row), over one in
 * which more was heard than an echo as it is known, over a short one, and over a short one when the way of the echo is known.
 */
const alike = { long: 0.6, own: 0.85, short: 0.85, known: 0.78 }
/** Frames that are compared: every so often, and before somebody is said to speak. */
const compared = { long: 40, short: 15, every: 10 }
/** dB of full scale from which a band of what is played is loud enough to learn from. */
const telling = -50

/** Tells a participant's own voice from the replica's, as it comes back through their microphone. */
export type EchoJudge = {
  /** Whether most of a frame's sound is more than an echo of what is played. To be asked once for each frame of 20 ms. */
  isOwn(spectrum: Spectrum, at: number): boolean
  /** Whether what was heard in the last `frames` times 20 ms has the course of what was played. Then it knows that echo. */
  isEcho(frames: number, at: number): boolean
  /** Whether it knows enough of the way of an echo for its judgement to be quick, or none can come. */
  knowsTheWay(at: number): boolean
}

/** Knows nothing yet of the way from the loudspeaker to the microphone, and assumes the worst of it. */
export function createEchoJudge(played: Played): EchoJudge {
  /** The bands of the last frames, the newest last. */
  const heard = new Float64Array(compared.long * bandCount).fill(-100)
  const theirs = new Float64Array(compared.long * bandCount)
  const loudest = new Float64Array(bandCount)
  const expected = new Float64Array(bandCount).fill(-100)
  /** The loudest echo of late in each band, in dB compared with the loudest that was played; and that of this stretch. */
  const bound = new Float64Array(bandCount).fill(assumedLoss - wander)
  const latest = new Float64Array(bandCount).fill(mostLoss)
  let looked = 0
  let lookedOnce = false
  /** Frames in a row in which the expected echo did not come. */
  let absent = 0
  /** Frames that the echo takes, and what it loses on its way in each band, once they are known. */
  let path: { delay: number; loss: Float64Array } | null = null
  let untilComparison = compared.every
  let candidate: number | null = null
  /** Whether more than an echo was heard, in each of the last frames. */
  let ownLately: boolean[] = []

  const knows = () => path !== null || lookedOnce

  /** How loud an echo may be now, in each band. */
  function expect(at: number): void {
    const [from, to] = path ? [Math.max(0, path.delay - wander), path.delay + wander] : [0, farthest]
    played.loudest(at, from, to, loudest)
    for (let band = 0; band < bandCount; band++) {
      const loss = path ? (path.loss[band] as number) : (bound[band] as number) + wander
      expected[band] = Math.max((expected[band] as number) - decay, (loudest[band] as number) + loss)
    }
  }

  /** Where little comes back, little needs to be feared. */
  function lookForLoudest(bands: Float64Array, at: number): void {
    played.loudest(at, 0, farthest, loudest)
    for (let band = 0; band < bandCount; band++) {
      if ((loudest[band] as number) < telling) continue
      latest[band] = Math.max(latest[band] as number, (bands[band] as number) - (loudest[band] as number))
    }
    looked += 1
    if (looked < stretch) return
    looked = 0
    for (let band = 0; band < bandCount; band++) {
      bound[band] = Math.min(latest[band] as number, (bound[band] as number) + growth)
    }
    latest.fill(mostLoss)
    lookedOnce = true
  }

  /** A way that was learned from something else is forgotten. */
  function lookForAbsence(bands: Float64Array): void {
    if (!path) return
    const due = expected.some((each) => each > telling + absence)
    const came = bands.some((each, band) => each > Math.max(quiet, (expected[band] as number) - absence))
    if (!due && !came) return
    absent = came ? 0 : absent + 1
    if (absent < stretch) return
    absent = 0
    path = null
  }

  /** The delay at which the last `frames` resemble most what was played, and how much. */
  function closest(frames: number, at: number): { likeness: number; delay: number } {
    const mine = heard.subarray((compared.long - frames) * bandCount)
    const known = path !== null && frames < compared.long ? path.delay : null
    const from = known === null ? 0 : Math.max(0, known - wander)
    const to = known === null ? farthest : known + wander
    let best = { likeness: 0, delay: 0 }
    for (let delay = from; delay <= to; delay++) {
      played.course(at, delay, frames, theirs)
      const likeness = likenessOf(mine, theirs, frames)
      if (likeness > best.likeness) best = { likeness, delay }
    }
    return best
  }

  function learn(delay: number, frames: number, at: number): void {
    played.course(at, delay, frames, theirs)
    const offset = (compared.long - frames) * bandCount
    const loss = new Float64Array(bandCount)
    for (let band = 0; band < bandCount; band++) {
      const losses: number[] = []
      for (let i = 0; i < frames; i++) {
        const source = theirs[i * bandCount + band] as number
        if (source > telling) losses.push((heard[offset + i * bandCount + band] as number) - source)
      }
      losses.sort((a, b) => a - b)
      // Most of what came back was quieter than this.
      const usual = losses[Math.floor(losses.length * 0.8)] ?? assumedLoss
      loss[band] = path ? ((path.loss[band] as number) + usual) / 2 : usual
    }
    path = { delay, loss }
  }

  return {
    knowsTheWay: (at) => knows() || played.since(at) === 0,
    isOwn({ bands }, at) {
      heard.copyWithin(0, bandCount)
      heard.set(bands, (compared.long - 1) * bandCount)
      const since = played.since(at)
      if (since === 0) {
        expected.fill(-100)
        return true
      }
      untilComparison -= 1
      if (untilComparison <= 0) {
        untilComparison = compared.every
        const { likeness, delay } = closest(compared.long, at)
        const isMore = knows() && ownLately.filter(Boolean).length > compared.long / 4
        const found = likeness > (isMore ? alike.own : alike.long) ? delay : null
        if (found !== null && candidate !== null && Math.abs(found - candidate) <= 1)
          learn(found, compared.long, at)
        candidate = found
      }
      expect(at)
      let more = 0
      let all = 0
      for (let band = 0; band < bandCount; band++) {
        const power = 10 ** ((bands[band] as number) / 10)
        all += power
        if ((bands[band] as number) > (expected[band] as number) + margin) more += power
      }
      const own = more > all / 2
      ownLately = [...ownLately.slice(1 - compared.long), own]
      if (since > settled && !own) {
        lookForLoudest(bands, at)
        lookForAbsence(bands)
      }
      return own
    },
    isEcho(frames, at) {
      if (played.since(at) === 0) return false
      const brief = frames < compared.short
      // Every sound begins like another. What is louder than the loudest echo of late is none.
      if (brief && !path && lookedOnce) return false
      const count = Math.max(compared.short, Math.min(frames, compared.long - 1))
      const { likeness, delay } = closest(count, at)
      if (likeness <= (path ? alike.known : alike.short)) return false
      if (!brief || !path) learn(delay, count, at)
      return true
    },
  }
}

/**
 * How alike the courses of two sounds are over `frames`, in all bands together: 1 the same, 0 unrelated, or nothing to
 * compare with.
 */
function likenessOf(mine: Float64Array, theirs: Float64Array, frames: number): number {
  let product = 0
  let mineSquared = 0
  let theirsSquared = 0
  let sounding = 0
  for (let band = 0; band < bandCount; band++) {
    let mineMean = 0
    let theirsMean = 0
    for (let i = band; i < frames * bandCount; i += bandCount) {
      if ((theirs[i] as number) > quiet) sounding += 1
      mineMean += Math.max(mine[i] as number, quiet)
      theirsMean += Math.max(theirs[i] as number, quiet)
    }
    mineMean /= frames
    theirsMean /= frames
    for (let i = band; i < frames * bandCount; i += bandCount) {
      const a = Math.max(mine[i] as number, quiet) - mineMean
      const b = Math.max(theirs[i] as number, quiet) - theirsMean
      product += a * b
      mineSquared += a * a
      theirsSquared += b * b
    }
  }
  if (sounding < (frames * bandCount) / 3 || mineSquared === 0 || theirsSquared === 0) return 0
  return product / Math.sqrt(mineSquared * theirsSquared)
}

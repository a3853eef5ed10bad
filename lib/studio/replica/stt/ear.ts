import { chunkOut, createDecimator } from '@/lib/studio/replica/stt/decimator'
import { createEchoJudge } from '@/lib/studio/replica/stt/echo'
import { createEvidence, type Evidence } from '@/lib/studio/replica/stt/evidence'
import { createNoiseFloor } from '@/lib/studio/replica/stt/noise-floor'
import type { Played } from '@/lib/studio/replica/stt/played'
import { createRecording, type Recording } from '@/lib/studio/replica/stt/recording'
import { spectrumOf, windowLength } from '@/lib/studio/replica/stt/spectrum'
import { createVoiceActivity, frameLength } from '@/lib/studio/replica/stt/voice-activity'

/** Milliseconds from one judgement to the next; the slower judges are asked every other time. */
const stepMs = 10
/** Milliseconds without any sign of a voice, such as noise that goes on, after which speech has ended too. */
const longestVoiceless = 1500
/** Steps of which some must be heard for speech to go on: one alone is chance. */
const lately = 10
const leastLately = 4
/** Steps in a row of a sound that may become speech: a voice that begins with an s has no pitch for 100 ms. */
const suspicious = 4

type Options = {
  played: Played
  /** Milliseconds of silence after which somebody has stopped speaking. */
  hangover?: number
  /** Whether to record what is said. */
  records: boolean
  /** Something is heard that may be the beginning of speech. Nothing more may come of it. */
  suspected?(): void
  /** Somebody speaks, and began so many milliseconds ago. */
  started(agoMs: number): void
  /** Somebody goes on speaking, and was heard for so many milliseconds in all. */
  heardFor?(ms: number): void
  /** Somebody stopped, after so many milliseconds of speech, and so many milliseconds ago. */
  stopped(durationMs: number, agoMs: number): void
  /** What was said, at 16,000 samples a second, and how many milliseconds of it are speech; long speech comes in parts. */
  recorded(samples: Int16Array, speechMs: number): void
}

/** Listens to one participant's microphone. */
export type Ear = {
  /** The next 10 ms (480 samples at 48,000 a second), at an instant in milliseconds. */
  hear(samples: Int16Array, at: number): void
  /** Nothing more comes: what was being said is over. */
  end(): void
  close(): void
}

/** Steps of speech: all, those heard, those of parts handed out, and those since it was last heard and last like a voice. */
type Speech = { steps: number; heard: number; handed: number; sinceHeard: number; sinceVoice: number }

/** An ear that has heard nothing yet. Its detector holds memory until `close`. */
export function createEar(options: Options): Ear {
  const { played, hangover = 600, records, suspected, started, heardFor, stopped, recorded } = options
  const decimate = createDecimator()
  const activity = createVoiceActivity()
  const floor = createNoiseFloor()
  const echo = createEchoJudge(played)
  const weigh = createEvidence()
  const recording: Recording | null = records ? createRecording(hand) : null
  const window = new Int16Array(windowLength)
  const frame = new Int16Array(frameLength)
  let half = false
  /** What the slower judges said last: like speech, and no echo. */
  let counts = false
  let heardLately: boolean[] = []
  let heardInARow = 0
  let speech: Speech | null = null

  function hand(samples: Int16Array): void {
    if (!speech) return
    const steps = speech.steps - speech.sinceHeard
    recorded(samples, (steps - speech.handed) * stepMs)
    speech.handed = steps
  }

  function judge(at: number): void {
    const spectrum = spectrumOf(window)
    if (!half) {
      const likely = activity.isSpeech(frame)
      const own = echo.isOwn(spectrum, at)
      counts = likely && own
    }
    const loud = half ? floor.standsOut(spectrum.level) : floor.isLoud(spectrum.level)
    const heard = loud && counts
    const evidence = weigh(spectrum, heard)
    heardLately = [...heardLately.slice(1 - lately), heard]
    heardInARow = heard ? heardInARow + 1 : 0

    if (speech) {
      goOn(speech, heard, evidence.voice)
    } else if (begins(evidence, at)) {
      const steps = (evidence.beganAgo ?? 0) + 1
      speech = { steps, heard: heardInARow, handed: 0, sinceHeard: 0, sinceVoice: 0 }
      recording?.begin(steps * stepMs)
      started(steps * stepMs)
      heardFor?.(speech.heard * stepMs)
    } else if (heardInARow === suspicious && echo.knowsTheWay(at)) {
      suspected?.()
    }
  }

  function begins({ beganAgo, quick }: Evidence, at: number): boolean {
    if (beganAgo === null || (quick && !echo.knowsTheWay(at))) return false
    return !echo.isEcho(Math.ceil((beganAgo + 1) / 2), at)
  }

  function goOn(speech: Speech, heard: boolean, voice: boolean): void {
    speech.steps += 1
    if (heard) speech.heard += 1
    const goesOn = heard && heardLately.filter(Boolean).length >= leastLately
    speech.sinceHeard = goesOn ? 0 : speech.sinceHeard + 1
    speech.sinceVoice = voice ? 0 : speech.sinceVoice + 1
    if (speech.sinceHeard * stepMs >= hangover || speech.sinceVoice * stepMs >= longestVoiceless) end()
    else if (heard) heardFor?.(speech.heard * stepMs)
  }

  function end(): void {
    if (!speech) return
    const silence = speech.sinceHeard * stepMs
    const duration = speech.steps * stepMs - silence
    recording?.end(silence)
    speech = null
    stopped(duration, silence)
  }

  return {
    hear(samples, at) {
      const chunk = decimate(samples)
      recording?.add(chunk)
      window.copyWithin(0, chunkOut)
      window.set(chunk, windowLength - chunkOut)
      frame.copyWithin(0, chunkOut)
      frame.set(chunk, frameLength - chunkOut)
      half = !half
      judge(at)
    },
    end,
    close() {
      end()
      activity.close()
    },
  }
}

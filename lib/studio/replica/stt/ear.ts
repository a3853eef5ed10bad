import { chunkOut, createDecimator } from '@/lib/studio/replica/stt/decimator'
import { createEchoJudge } from '@/lib/studio/replica/stt/echo'
import { createEvidence } from '@/lib/studio/replica/stt/evidence'
import { createNoiseFloor } from '@/lib/studio/replica/stt/noise-floor'
import type { Played } from '@/lib/studio/replica/stt/played'
import { createRecording, type Recording } from '@/lib/studio/replica/stt/recording'
import { spectrumOf, windowLength } from '@/lib/studio/replica/stt/spectrum'
import { createVoiceActivity, frameLength } from '@/lib/studio/replica/stt/voice-activity'

/** Milliseconds of one frame: what is judged at once. */
const frameMs = 20
/** Milliseconds without any sign of a voice, such as noise that goes on, after which speech has ended too. */
const longestVoiceless = 1500
/** Frames of which some must be heard for speech to go on: one alone is chance. */
const lately = 5
const leastLately = 2

type Options = {
  played: Played
  /** Milliseconds of silence after which somebody has stopped speaking. */
  hangover?: number
  /** Whether to record what is said. */
  records: boolean
  started(): void
  /** Somebody stopped, after so many milliseconds of speech. */
  stopped(durationMs: number): void
  /** What was said, at 16,000 samples a second; long speech comes in parts. */
  recorded(samples: Int16Array): void
}

/** Listens to one participant's microphone. */
export type Ear = {
  /** The next 10 ms (480 samples at 48,000 a second), at an instant in milliseconds. */
  hear(samples: Int16Array, at: number): void
  /** Nothing more comes: what was being said is over. */
  end(): void
  close(): void
}

/** An ear that has heard nothing yet. Its detector holds memory until `close`. */
export function createEar(options: Options): Ear {
  const { played, hangover = 600, records, started, stopped, recorded } = options
  const decimate = createDecimator()
  const activity = createVoiceActivity()
  const floor = createNoiseFloor()
  const echo = createEchoJudge(played)
  const weigh = createEvidence()
  const recording: Recording | null = records ? createRecording(recorded) : null
  const window = new Int16Array(windowLength)
  const frame = new Int16Array(frameLength)
  let half = false
  let heardLately: boolean[] = []
  /** Frames of speech, since it was last heard, and since it last sounded like a voice; null while nobody speaks. */
  let speech: { frames: number; sinceHeard: number; sinceVoice: number } | null = null

  function judge(at: number): void {
    const spectrum = spectrumOf(window)
    const loud = floor.isLoud(spectrum.level)
    const likely = activity.isSpeech(frame)
    const own = echo.isOwn(spectrum, at)
    const heard = loud && likely && own
    const evidence = weigh(spectrum, heard)
    heardLately = [...heardLately.slice(1 - lately), heard]

    if (speech) {
      speech.frames += 1
      const goesOn = heard && heardLately.filter(Boolean).length >= leastLately
      speech.sinceHeard = goesOn ? 0 : speech.sinceHeard + 1
      speech.sinceVoice = evidence.voice ? 0 : speech.sinceVoice + 1
      if (speech.sinceHeard * frameMs >= hangover || speech.sinceVoice * frameMs >= longestVoiceless) end()
    } else if (evidence.beganAgo !== null && !echo.isEcho(evidence.beganAgo + 1, at)) {
      speech = { frames: evidence.beganAgo + 1, sinceHeard: 0, sinceVoice: 0 }
      recording?.begin((evidence.beganAgo + 1) * frameMs)
      started()
    }
  }

  function end(): void {
    if (!speech) return
    const silence = speech.sinceHeard * frameMs
    const duration = speech.frames * frameMs - silence
    speech = null
    recording?.end(silence)
    stopped(duration)
  }

  return {
    hear(samples, at) {
      const chunk = decimate(samples)
      recording?.add(chunk)
      window.copyWithin(0, chunkOut)
      window.set(chunk, windowLength - chunkOut)
      frame.set(chunk, half ? chunkOut : 0)
      half = !half
      if (!half) judge(at)
    },
    end,
    close() {
      end()
      activity.close()
    },
  }
}

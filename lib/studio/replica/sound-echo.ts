import type { Clock } from '@/lib/platform/clock'
import type { Interaction } from '@/lib/protocol/interactions'
import { inferenceIdOf } from '@/lib/studio/replica/inbox'
import { createGrowing, type Growing } from '@/lib/studio/replica/tts/growing'
import { frame } from '@/lib/studio/replica/tts/loudness'
import { createFramer, createPcmJoiner } from '@/lib/studio/replica/tts/pcm'
import type { Speech } from '@/lib/studio/replica/tts/port'
import { loadStreamResampler, type StreamResampler } from '@/lib/studio/replica/tts/resampler'

/** Samples a second that are assumed, and that are taken. */
const usualRate = 16_000
const rates = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]
/** Samples at 48,000 a second of one echo: ten minutes. */
const longest = 600 * 48_000
/** Echoes whose sound still comes. */
const mostOpen = 4
/** Milliseconds without a part after which a sound has ended, though nobody said so. */
const longestPause = 5000

type Part = Extract<
  Extract<Interaction, { event_type: 'conversation.echo' }>['properties'],
  { modality: 'audio' }
>
type Sound = { growing: Growing; hear(bytes: Uint8Array): void; finish(): void }
type Open = { sound: Promise<Sound>; alarm: { cancel(): void } }

/** Sounds that participants send in parts for the replica to say. */
export type SoundEchoes = {
  /**
   * The next part of a sound; with the first one `begun` is told, once, what is to be said. A part without an inference id
   * is a whole sound, as no other can belong to it. In words: why it is not taken.
   */
  take(part: Part, begun: (inferenceId: string, sound: Speech) => void): string | null
  /** What has not ended will get no more. */
  close(): void
}

/** No sound comes yet. One that stops coming is ended, or the replica would wait for the rest of it for ever. */
export function createSoundEchoes(clock: Clock): SoundEchoes {
  const open = new Map<string, Open>()
  let lastStarted: Promise<unknown> = Promise.resolve()

  async function start(rate: number): Promise<Sound> {
    const growing = createGrowing(() => [])
    const resampling: StreamResampler = (await loadStreamResampler(rate, 48_000))()
    const join = createPcmJoiner()
    const out = createFramer(frame, (samples) => growing.add(samples))
    return {
      growing,
      hear(bytes) {
        if (growing.speech.samples.length < longest) out.add(resampling.add(join(bytes)))
      },
      finish() {
        out.add(resampling.end())
        out.flush()
        resampling.close()
        growing.end()
      },
    }
  }

  /** Sounds begin in the order in which they came. */
  function startNext(rate: number): Promise<Sound> {
    const sound = lastStarted.then(() => start(rate))
    lastStarted = sound.catch(() => {})
    return sound
  }

  function finish(inferenceId: string): void {
    const one = open.get(inferenceId)
    open.delete(inferenceId)
    one?.alarm.cancel()
    one?.sound.then((sound) => sound.finish())
  }

  return {
    take({ audio, sample_rate: rate = usualRate, inference_id: name, done: isLast = false }, begun) {
      if (!rates.includes(rate)) return `sample_rate must be one of ${rates.join(', ')}.`
      const bytes = Buffer.from(audio, 'base64')
      const done = isLast || name === undefined
      if (bytes.length === 0 && !isLast)
        return 'The message has no sound: audio must be base64 of 16-bit PCM.'
      const inferenceId = inferenceIdOf(name)
      const known = open.get(inferenceId)
      if (!known && !done && open.size >= mostOpen)
        return 'Too many sounds have not ended. Send the last part of each with done: true.'
      // The end of a sound that has ended by itself.
      if (!known && bytes.length === 0) return null
      known?.alarm.cancel()
      const sound = known?.sound ?? startNext(rate)
      const late = new Date(clock.now().getTime() + longestPause)
      open.set(inferenceId, { sound, alarm: clock.alarm(late, () => finish(inferenceId)) })
      // Parts that wait for the first are heard in their order: each comes after the promise's earlier listeners.
      sound.then((one) => {
        one.hear(bytes)
        if (!known) begun(inferenceId, one.growing.speech)
      })
      if (done) finish(inferenceId)
      return null
    },
    close() {
      for (const inferenceId of [...open.keys()]) finish(inferenceId)
    },
  }
}

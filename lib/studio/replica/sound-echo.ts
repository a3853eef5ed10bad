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

type Part = Extract<
  Extract<Interaction, { event_type: 'conversation.echo' }>['properties'],
  { modality: 'audio' }
>
type Open = { growing: Growing; hear(bytes: Uint8Array): void; finish(): void; rate: number }

/** Sounds that participants send in parts for the replica to say. */
export type SoundEchoes = {
  /**
   * The next part of a sound; with the first one `begun` is told, once, what is to be said. In words: why it is not taken.
   */
  take(part: Part, begun: (inferenceId: string, sound: Speech) => void): string | null
  /** What has not ended will get no more. */
  close(): void
}

export function createSoundEchoes(): SoundEchoes {
  const open = new Map<string, Promise<Open>>()

  async function start(rate: number): Promise<Open> {
    const growing = createGrowing(() => [])
    const resampling: StreamResampler = (await loadStreamResampler(rate, 48_000))()
    const join = createPcmJoiner()
    const out = createFramer(frame, (samples) => growing.add(samples))
    return {
      growing,
      rate,
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

  return {
    take({ audio, sample_rate: rate = usualRate, inference_id: name, done = false }, begun) {
      if (!rates.includes(rate)) return `sample_rate must be one of ${rates.join(', ')}.`
      const bytes = Buffer.from(audio, 'base64')
      if (bytes.length === 0 && !done) return 'The message has no sound: audio must be base64 of 16-bit PCM.'
      const inferenceId = inferenceIdOf(name)
      const known = open.get(inferenceId)
      if (!known && open.size >= mostOpen)
        return 'Too many sounds have not ended. Send the last part of each with done: true.'
      const sound = known ?? start(rate)
      open.set(inferenceId, sound)
      if (done) open.delete(inferenceId)
      // Parts that wait for the first are heard in their order: each comes after the promise's earlier listeners.
      sound.then((one) => {
        one.hear(bytes)
        if (done) one.finish()
        if (!known) begun(inferenceId, one.growing.speech)
      })
      return null
    },
    close() {
      for (const sound of open.values()) sound.then((one) => one.finish())
      open.clear()
    },
  }
}

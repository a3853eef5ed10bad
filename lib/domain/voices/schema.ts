import * as z from 'zod'
import { language } from '@/lib/domain/conversations/schema/request'
import { voice } from '@/lib/domain/replicas/schema'
import { longestSample } from '@/lib/protocol/studio'

/** A few words to hear a voice by. */
export const voiceSample = z.object({
  text: z
    .string({ error: 'Write a few words to speak.' })
    .trim()
    .min(1, 'Write a few words to speak.')
    .max(longestSample, `A sample may have at most ${longestSample} characters.`),
  language,
  voice,
})

export type VoiceSample = z.input<typeof voiceSample>

/** Sound as a WAV file, and what the mouth does meanwhile (`MouthTrack`, loudness as plain numbers). */
export type SpokenSample = {
  wav: Uint8Array
  mouth: { visemes: { at: number; viseme: string }[]; energy: number[] }
}

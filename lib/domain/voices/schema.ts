import * as z from 'zod'
import { language } from '@/lib/domain/conversations/schema/request'
import { voice } from '@/lib/domain/replicas/schema'
import { wholeNumber } from '@/lib/domain/requests/schema'
import { longestSample } from '@/lib/protocol/studio'

/** A voice on the wire: each replica has one. What follows `tags` extends the compatible contract. */
export const listedVoice = z.object({
  voice_name: z.string(),
  replica_id: z.string(),
  audio_url: z.string().describe('Answers with a sample as WAV, to the same key'),
  tags: z.array(z.object({ tag_name: z.string() })),
  voice,
})

/** `GET /v2/voices`. */
export const voiceList = z.object({
  data: z.array(listedVoice),
  total_count: z.int(),
  page: z.int(),
  limit: z.int(),
})

export const voiceListQuery = z.object({
  limit: wholeNumber(1, 100, 'limit').default(10),
  page: wholeNumber(1, 1_000_000, 'page').default(1),
  search: z.string().max(200).optional().describe('Part of the name'),
  sort: z.enum(['asc', 'desc'], { error: 'sort must be asc or desc' }).default('asc').describe('By name'),
  tag: z.string().max(100).optional().describe('female, male or neutral'),
})

export type VoiceListQuery = z.output<typeof voiceListQuery>

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

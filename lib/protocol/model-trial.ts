import * as z from 'zod'
import { languageModel, transcriber, voiceModel } from './mind'

/** A model that somebody is about to use, to see whether it does what it is asked. */
export const modelTrial = z.discriminatedUnion('part', [
  z.object({ part: z.literal('llm'), model: languageModel }),
  z.object({ part: z.literal('tts'), model: voiceModel }),
  z.object({ part: z.literal('stt'), model: transcriber }),
])

/** What came of it. */
export const trialOutcome = z.object({
  /** Why it did not, in words: status and ours, never what it answered. Null: it did. */
  problem: z.string().nullable(),
  /** Milliseconds from the question to the first token or sound, and to the whole answer. */
  firstMs: z.int().nullable(),
  wholeMs: z.int().nullable(),
  /** The beginning of what it said or heard. */
  text: z.string().nullable(),
  /** What it spoke, as a WAV file in base64. */
  wav: z.string().nullable(),
})

/** Where a server for models of one's own usually is, and by which list it tells what it has. */
export const localServer = z.object({
  name: z.string(),
  /** Without a path. */
  origin: z.string(),
  /** `ollama`: `/api/tags`; `openai`: `/v1/models`. */
  list: z.enum(['ollama', 'openai']),
})

/** One that answered. */
export const foundServer = z.object({ name: z.string(), baseUrl: z.string(), models: z.array(z.string()) })

export type ModelTrial = z.infer<typeof modelTrial>
export type TrialOutcome = z.infer<typeof trialOutcome>
export type LocalServer = z.infer<typeof localServer>
export type FoundServer = z.infer<typeof foundServer>

import * as z from 'zod'

/** With what a replica thinks, speaks and hears in one conversation. What is null is done without a model. */

/** A server that speaks the OpenAI protocol. `baseUrl` is what its routes (`/chat/completions`) are appended to. */
const endpoint = {
  baseUrl: z.string(),
  apiKey: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  /** Appended to the address of each request. */
  query: z.record(z.string(), z.string()),
  /** Added to the body of each request. */
  extraBody: z.record(z.string(), z.unknown()),
}

/** Answers, by `/chat/completions`. */
export const languageModel = z.object({
  ...endpoint,
  model: z.string(),
  /** Functions it may call, as the protocol describes them. */
  tools: z.array(z.record(z.string(), z.unknown())),
  /** The most tokens of a prompt, as we estimate them. */
  promptTokens: z.int().positive(),
})

/** Speaks, by `/audio/speech`. */
export const voiceModel = z.object({
  ...endpoint,
  model: z.string(),
  voice: z.string(),
  /** Names of the wire contract that it speaks; null: all of them, as far as is known. */
  languages: z.array(z.string()).nullable(),
})

/** Turns speech into words, by `/audio/transcriptions`. */
export const transcriber = z.object({
  ...endpoint,
  model: z.string(),
  /** Words it should expect. */
  hotwords: z.string(),
})

const level = z.enum(['low', 'medium', 'high'])

export const mind = z.object({
  /** `echo`: it says only what it is sent. */
  pipelineMode: z.enum(['full', 'echo']),
  languageModel: languageModel.nullable(),
  voiceModel: voiceModel.nullable(),
  transcriber: transcriber.nullable(),
  /** How long a pause may be before it answers. */
  patience: level,
  /** How readily it stops when somebody speaks. */
  interruptibility: level,
  /** What it remembers from earlier conversations, the newest first. */
  memories: z.array(z.string()),
  /** There are documents to be asked for what they say of a question. */
  hasDocuments: z.boolean(),
})

/** Part of a document that speaks of what was asked. */
export const passage = z.object({
  documentId: z.string(),
  documentName: z.string(),
  /** Where it stands, in words such as "page 3"; empty where there is nothing to say. */
  place: z.string(),
  text: z.string(),
})

/** A mind without models, memories and documents. */
export const plainMind: Mind = {
  pipelineMode: 'full',
  languageModel: null,
  voiceModel: null,
  transcriber: null,
  patience: 'medium',
  interruptibility: 'medium',
  memories: [],
  hasDocuments: false,
}

export type LanguageModel = z.infer<typeof languageModel>
export type VoiceModel = z.infer<typeof voiceModel>
export type Transcriber = z.infer<typeof transcriber>
export type Level = z.infer<typeof level>
export type Mind = z.infer<typeof mind>
export type Passage = z.infer<typeof passage>

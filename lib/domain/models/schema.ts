import * as z from 'zod'
import { filledText, isShallow, isStorable, tooLong, webAddress } from '@/lib/domain/requests/schema'
import { languages } from '@/lib/protocol/languages'
import { secretMask } from './rules/secrets'

/** The most characters of what is asked for with each request. */
const limits = { address: 2048, name: 200, key: 1000, headers: 4000, body: 20_000, hotwords: 10_000 }

/** API keys, of workspaces and of personas. */
export const apiKey = (what: string) =>
  z
    .string({ error: `${what} must be text.` })
    .max(limits.key, { error: tooLong(what, limits.key) })
    .regex(/^[\x20-\x7e]*$/, `${what} has characters that cannot be sent in a header.`)
    .describe(
      `Stored encrypted and never shown: answers have ${secretMask}, which sent back leaves it as it is`,
    )

/** Headers that say how a request is carried, which is not for those who write addresses to say. */
const carrying =
  /^(?:host|connection|keep-alive|content-length|content-type|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$/i

/** Headers that are sent with each request. */
export const modelHeaders = (what: string) =>
  z
    .record(
      z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, `A name in ${what} is not that of a header.`),
      z
        .string({ error: `Each of ${what} must be text.` })
        .regex(/^[\t\x20-\x7e]*$/, `A value in ${what} has characters that cannot be sent in a header.`),
      { error: `${what} must be an object of texts.` },
    )
    .superRefine((headers, context) => {
      const ours = Object.keys(headers).find((name) => carrying.test(name))
      if (ours) {
        const message = `"${ours}" in ${what} is a header that is set for you. Leave it out.`
        context.addIssue({ code: 'custom', message })
      }
    })
    .refine((headers) => JSON.stringify(headers).length <= limits.headers, {
      error: tooLong(what, limits.headers),
    })
    .describe('Sent with each request; shown and kept as api_key is')

/** What is added to the body of each request. */
const extraBody = (what: string) =>
  z
    .record(z.string(), z.unknown(), { error: `${what} must be an object.` })
    .refine((body) => isShallow(body), { error: `${what} is nested too deep.`, abort: true })
    .refine(isStorable, `${what} contains characters that cannot be stored.`)
    .refine((body) => JSON.stringify(body).length <= limits.body, { error: tooLong(what, limits.body) })

const promptError = 'prompt_tokens must be a whole number from 1,000 to 1,000,000.'

/** The most tokens of a prompt. */
export const promptTokens = z
  .int({ error: promptError })
  .min(1000, promptError)
  .max(1_000_000, promptError)
  .describe('The most tokens of a prompt, as we estimate them (8000): no more than the model reads')

/** The languages of a voice. */
export const voiceLanguages = (what: string) =>
  z
    .array(z.enum(languages, { error: `${what} must be names of languages, for example "spanish".` }), {
      error: `${what} must be a list of names of languages.`,
    })
    .max(languages.length, `${what} may name each language once.`)
    .describe('What the voice speaks, by the names conversations use; empty or absent: all of them')

const endpoint = (part: 'llm' | 'tts' | 'stt') => ({
  base_url: webAddress(limits.address, `${part}.base_url`).describe(
    'A server that speaks the OpenAI protocol, as far as /v1: its routes are appended to this',
  ),
  model: filledText(limits.name, `${part}.model`, 'Enter the name of a model.'),
  api_key: apiKey(`${part}.api_key`).optional(),
  headers: modelHeaders(`${part}.headers`).optional(),
  extra_body: extraBody(`${part}.extra_body`)
    .optional()
    .describe('Added to each request, such as temperature; null takes out what we send'),
})

const languageModel = z.object({
  ...endpoint('llm'),
  prompt_tokens: promptTokens.optional(),
})
const voiceModel = z.object({
  ...endpoint('tts'),
  voice: filledText(limits.name, 'tts.voice', 'Enter the name of a voice.'),
  languages: voiceLanguages('tts.languages').optional(),
})
const transcriber = z.object(endpoint('stt'))

const part = {
  llm: languageModel.nullable().describe('Thinks, by /chat/completions; null: the built-in responder'),
  tts: voiceModel.nullable().describe('Speaks, by /audio/speech; null: the built-in voice'),
  stt: transcriber
    .nullable()
    .describe('Hears, by /audio/transcriptions; null: what browsers recognise, and what is typed'),
}

/** `GET /v2/models`: what personas without models of their own run with. Secrets are masked. */
export const workspaceModels = z.object(part)

/** `PATCH /v2/models`: each part that is there is replaced, those that are absent stay. */
export const workspaceModelsUpdate = z.object(part).partial()

/** A part as it is tried: as it is typed, saved or not. */
export const modelTrial = z.discriminatedUnion('part', [
  z.object({ part: z.literal('llm'), endpoint: languageModel }),
  z.object({ part: z.literal('tts'), endpoint: voiceModel }),
  z.object({ part: z.literal('stt'), endpoint: transcriber }),
])

const level = z.enum(['low', 'medium', 'high'])
const asked = { base_url: z.string(), model: z.string() }

/** What a conversation runs with, without what is secret of it; null: what is built in. */
export const conversationModels = z.object({
  pipeline_mode: z.enum(['full', 'echo']),
  llm: z.object(asked).nullable(),
  tts: z.object({ ...asked, voice: z.string() }).nullable(),
  stt: z.object(asked).nullable(),
  turn_taking_patience: level,
  replica_interruptibility: level,
  voice_fallback: z
    .object({ voice: z.string(), language: z.string() })
    .nullable()
    .describe('The voice that was chosen does not speak the language: the built-in one does'),
})

/** What a persona runs with, for whoever chooses it; null: what is built in. */
export type ModelOutline = {
  pipelineMode: 'full' | 'echo'
  llm: string | null
  voice: { name: string; languages: string[] | null } | null
  stt: string | null
}

export type ConversationModels = z.infer<typeof conversationModels>
export type WorkspaceModels = z.output<typeof workspaceModels>
export type WorkspaceModelsUpdate = z.input<typeof workspaceModelsUpdate>
export type ModelPart = keyof WorkspaceModels
export type ModelTrial = z.input<typeof modelTrial>

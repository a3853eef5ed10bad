import * as z from 'zod'
import { language } from '@/lib/domain/conversations/schema/request'
import {
  filledText,
  isShallow,
  isStorable,
  paging,
  text,
  textList,
  webAddress,
} from '@/lib/domain/requests/schema'
import { languages } from '@/lib/protocol/languages'
import { layersLength, personaLimits, secretMask } from './rules'

const list = (what: string) => textList(what, { items: 50, length: 200 })
const record = (what: string) => z.record(z.string(), z.unknown(), { error: `${what} must be an object.` })
const word = z.string().max(200)
const apiKey = z
  .string()
  .max(1000)
  .describe(
    `Stored encrypted and never shown: answers have ${secretMask}, which sent back leaves it as it is`,
  )
const tools = z.array(record('A tool')).max(100)

/** How a persona thinks, speaks, hears and sees. What we do not know of is kept as it is. */
export const personaLayers = z
  .looseObject({
    llm: z
      .looseObject({
        model: word,
        base_url: webAddress(2048, 'layers.llm.base_url'),
        api_key: apiKey,
        speculative_inference: z.boolean(),
        tools,
        headers: z.record(z.string(), z.string()),
        extra_body: record('layers.llm.extra_body'),
        default_query: record('layers.llm.default_query'),
      })
      .partial(),
    tts: z
      .looseObject({
        tts_engine: word,
        external_voice_id: word,
        voice_id: word,
        api_key: apiKey,
        tts_model_name: word,
        tts_emotion_control: z.boolean(),
        voice_settings: record('layers.tts.voice_settings'),
      })
      .partial(),
    stt: z.looseObject({ stt_engine: word, api_key: apiKey, hotwords: z.string().max(10_000) }).partial(),
    perception: z.looseObject({ perception_model: word }).partial(),
    conversational_flow: z
      .looseObject({
        turn_detection_model: word,
        turn_taking_patience: z.enum(['low', 'medium', 'high']),
        replica_interruptibility: z.enum(['low', 'medium', 'high']),
      })
      .partial(),
    transport: z.looseObject({ transport_type: word }).partial(),
  })
  .partial()
  .refine((layers) => isShallow(layers), { error: 'layers is nested too deep.', abort: true })
  .refine(isStorable, 'layers contains characters that cannot be stored.')
  .refine(
    (layers) => JSON.stringify(layers).length <= layersLength,
    `layers may have at most ${layersLength.toLocaleString('en-US')} characters.`,
  )

/** What a persona has beside its texts, with what is assumed where it is left out. */
const more = {
  pipeline_mode: z
    .enum(['full', 'echo'], { error: 'pipeline_mode must be "full" or "echo".' })
    .describe('echo: it says only what it is sent'),
  layers: personaLayers,
  document_ids: list('document_ids'),
  document_tags: list('document_tags'),
  objectives_id: text(64, 'objectives_id').nullable(),
  guardrails_id: text(64, 'guardrails_id').nullable(),
  guardrail_ids: list('guardrail_ids'),
  guardrail_tags: list('guardrail_tags'),
}

/** A persona on the wire. */
export const persona = z.object({
  persona_id: z.string(),
  persona_name: z.string(),
  persona_type: z.enum(['user', 'system']),
  system_prompt: z.string(),
  context: z.string(),
  default_replica_id: z.string().nullable(),
  language: z
    .enum(languages)
    .nullable()
    .describe('Spoken where a conversation names none; null: English. Extends the compatible contract'),
  ...more,
  created_at: z.string(),
  updated_at: z.string(),
})

/** `GET /v2/personas/{id}`: for readers of the documented list of one, and for readers of the plain object. */
export const personaAnswer = persona.extend({ data: z.array(persona).length(1) })

/** `GET /v2/personas`. */
export const personaList = z.object({ data: z.array(persona), total_count: z.int() })

export const personaListQuery = z.object({
  ...paging,
  persona_type: z.enum(['user', 'system']).optional(),
})

/**
 * What a persona of one's own is made of, all of it at once: the same for making one and for changing it. What stands
 * last has no place in the page's form and is kept as it is where a change leaves it out.
 */
export const personaRequest = z
  .object({
    persona_name: filledText(personaLimits.name, 'The name', 'Enter a name.'),
    system_prompt: text(personaLimits.prompt, 'The prompt').trim().default(''),
    context: text(personaLimits.context, 'The knowledge').default(''),
    default_replica_id: text(64, 'default_replica_id')
      .nullish()
      .transform((id) => id || null),
    language: z
      .union([z.literal(''), language])
      .nullish()
      .transform((name) => name || null),
    ...z.object(more).partial().shape,
  })
  .refine(({ pipeline_mode, system_prompt }) => pipeline_mode === 'echo' || system_prompt !== '', {
    path: ['system_prompt'],
    error: 'Say who it is and how it behaves, or use an example.',
    // Beside what is wrong elsewhere, so that a form shows all of it at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .meta({
    anyOf: [
      { properties: { pipeline_mode: { const: 'echo' } }, required: ['pipeline_mode'] },
      { properties: { system_prompt: { pattern: '\\S' } }, required: ['system_prompt'] },
    ],
  })

/** A persona as it is typed. */
export type PersonaRequest = z.input<typeof personaRequest>
export type Persona = z.infer<typeof persona>

/** What is needed to choose a persona among others, without its long texts. */
export type PersonaOutline = Pick<
  Persona,
  'persona_id' | 'persona_name' | 'persona_type' | 'default_replica_id' | 'language'
>
export type PersonaListQuery = z.output<typeof personaListQuery>

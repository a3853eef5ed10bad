import * as z from 'zod'
import { language } from '@/lib/domain/conversations/schema/request'
import {
  apiKey,
  type ModelOutline,
  modelHeaders,
  promptTokens,
  voiceLanguages,
} from '@/lib/domain/models/schema'
import {
  filledText,
  isShallow,
  isStorable,
  paging,
  text,
  textList,
  tooLong,
  webAddress,
} from '@/lib/domain/requests/schema'
import { languages } from '@/lib/protocol/languages'
import { layersLength, personaLimits } from './rules'

const list = (what: string) => textList(what, { items: 50, length: 200 })
const record = (what: string) => z.record(z.string(), z.unknown(), { error: `${what} must be an object.` })
const word = z.string().max(200)
const hotwords = z.string().max(10_000).describe('Words to expect')
const levels = z.enum(['low', 'medium', 'high'])
/** The older scale of `conversational_flow`. */
const sensitivities = z.enum(['superlow', 'verylow', 'low', 'medium', 'high', 'auto'])

/** A layer with an address of its own says as well what runs there: one of these lists of fields, whole. */
const addressed = <Layer extends z.ZodType>(layer: Layer, name: string, needed: string[][]) => {
  const given = (value: unknown, field: string) => {
    const text = (value as Record<string, unknown>)[field]
    return text !== undefined && text !== ''
  }
  const [first = []] = needed
  return layer
    .superRefine((value, context) => {
      if (!given(value, 'base_url')) return
      if (needed.some((fields) => fields.every((field) => given(value, field)))) return
      const missing = first.find((field) => !given(value, field)) ?? ''
      const message = `layers.${name}.${missing} is missing: say what runs at layers.${name}.base_url.`
      context.addIssue({ code: 'custom', path: [missing], message })
    })
    .meta({
      anyOf: [...needed.map((required) => ({ required })), { not: { required: ['base_url'] } }],
    })
}

const extension = 'Extends the compatible contract'
const address = (what: string) => webAddress(2048, what).describe(`As far as /v1. ${extension}`)

const queryError = { error: 'layers.llm.default_query must be an object of texts and numbers.' }

/** A function that a model may call, as the OpenAI protocol describes it. */
const tool = z.looseObject(
  {
    type: z.literal('function', { error: 'A tool must have the type "function".' }),
    function: z.looseObject(
      {
        name: z
          .string({ error: "A tool's function needs a name." })
          .regex(/^[a-zA-Z0-9_-]{1,64}$/, 'The name of a function has 1 to 64 letters, digits, "_" and "-".'),
        description: z.string({ error: 'The description of a function must be text.' }).max(5000).optional(),
        parameters: record('The parameters of a function').optional(),
      },
      { error: 'A tool needs a function, such as { "name": "get_weather", "parameters": { … } }.' },
    ),
  },
  { error: 'A tool must be an object with a type and a function.' },
)

/** How a persona thinks, speaks, hears and sees. What we do not know of is kept as it is. */
const layers = z
  .looseObject({
    llm: addressed(
      z
        .looseObject({
          model: word,
          base_url: webAddress(2048, 'layers.llm.base_url'),
          api_key: apiKey('layers.llm.api_key'),
          speculative_inference: z.boolean(),
          tools: z
            .array(tool, { error: 'layers.llm.tools must be a list of tools.' })
            .max(100, 'layers.llm.tools may have at most 100 tools.'),
          headers: modelHeaders('layers.llm.headers'),
          extra_body: record('layers.llm.extra_body'),
          default_query: z
            .record(z.string(), z.union([z.string(), z.number(), z.boolean()], queryError), queryError)
            .describe('Added to the address of each request; shown and kept as api_key is'),
          prompt_tokens: promptTokens,
        })
        .partial(),
      'llm',
      [['model']],
    ),
    tts: addressed(
      z
        .looseObject({
          tts_engine: word,
          external_voice_id: word,
          voice_id: word,
          base_url: address('layers.tts.base_url'),
          api_key: apiKey('layers.tts.api_key'),
          headers: modelHeaders('layers.tts.headers'),
          extra_body: record('layers.tts.extra_body').describe(extension),
          tts_model_name: word,
          languages: voiceLanguages('layers.tts.languages'),
          tts_emotion_control: z.boolean(),
          voice_settings: record('layers.tts.voice_settings'),
        })
        .partial(),
      'tts',
      [
        ['tts_model_name', 'external_voice_id'],
        ['tts_model_name', 'voice_id'],
      ],
    ),
    stt: addressed(
      z
        .looseObject({
          stt_engine: word,
          base_url: address('layers.stt.base_url'),
          model: word.describe(extension),
          api_key: apiKey('layers.stt.api_key'),
          headers: modelHeaders('layers.stt.headers'),
          extra_body: record('layers.stt.extra_body').describe(extension),
          hotwords,
          participant_pause_sensitivity: sensitivities,
          participant_interrupt_sensitivity: sensitivities,
        })
        .partial(),
      'stt',
      [['model']],
    ),
    perception: z.looseObject({ perception_model: word }).partial(),
    conversational_flow: z
      .looseObject({
        turn_detection_model: word,
        turn_taking_patience: levels.describe('How long a pause may be before it answers (medium)'),
        replica_interruptibility: levels.describe('How readily it stops when somebody speaks (medium)'),
      })
      .partial(),
    transport: z.looseObject({ transport_type: word }).partial(),
  })
  .partial()

/** Layers as they are written. */
export const personaLayers = layers
  .refine((layers) => isShallow(layers), { error: 'layers is nested too deep.', abort: true })
  .refine(isStorable, 'layers contains characters that cannot be stored.')
  .refine((layers) => JSON.stringify(layers).length <= layersLength, {
    error: tooLong('layers', layersLength),
  })

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

/** The same with what it thinks, speaks and hears with in the workspace. */
export type PersonaChoice = PersonaOutline & { models: ModelOutline }
export type PersonaListQuery = z.output<typeof personaListQuery>

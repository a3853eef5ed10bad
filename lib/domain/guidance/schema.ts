import * as z from 'zod'
import { filledText, paging, textList, webAddress } from '@/lib/domain/requests/schema'

const modality = z.enum(['verbal', 'visual'], { error: 'modality must be "verbal" or "visual".' })
const callbackUrl = webAddress(2048, 'callback_url')

const objective = z.object({
  objective_name: filledText(200, 'objective_name'),
  objective_prompt: filledText(10_000, 'objective_prompt'),
  confirmation_mode: z
    .enum(['auto', 'manual'], { error: 'confirmation_mode must be "auto" or "manual".' })
    .optional(),
  output_variables: textList('output_variables', { items: 100, length: 200 }).optional(),
  modality: modality.optional(),
  next_conditional_objectives: z
    .record(filledText(200, 'The name of an objective'), filledText(2000, 'A condition'), {
      error: 'next_conditional_objectives must be an object of conditions by objective name.',
    })
    .optional(),
  next_required_objective: filledText(200, 'next_required_objective').optional(),
  callback_url: callbackUrl.optional(),
})

const listOf = <Item extends z.ZodType>(item: Item, what: string) =>
  z
    .array(item, { error: `data must be a list of ${what}.` })
    .min(1, `data has no ${what}.`)
    .max(100, `data may have at most 100 ${what}.`)

/** `POST /v2/objectives`. */
export const objectivesRequest = z.object({ data: listOf(objective, 'objectives') })

const instants = {
  created_at: z.string().describe('UTC, ISO 8601 with microseconds and Z'),
  updated_at: z.string(),
}
const status = z.literal('active')

/** A list of objectives on the wire. */
export const objectives = z.object({
  objectives_id: z.string(),
  objective_name: z.string().describe('Of the first of them'),
  status,
  data: z.array(objective),
  ...instants,
})
export const objectivesList = z.object({ data: z.array(objectives), total_count: z.int() })

/** `POST /v2/guardrails` as it is since May 2026: one guardrail. */
export const guardrailRequest = z.object({
  guardrail_name: filledText(100, 'guardrail_name')
    .regex(/^\w+$/, 'guardrail_name may have letters, digits and _ only.')
    .meta({ pattern: '^\\w+$' }),
  guardrail_prompt: filledText(1000, 'guardrail_prompt'),
  modality: modality.optional(),
  callback_url: callbackUrl.optional(),
  tags: textList('tags', { items: 32, length: 64 }).optional(),
  app_message: z
    .boolean({ error: 'app_message must be true or false.' })
    .optional()
    .describe('Whether the room hears of it (true)'),
})

/** `POST /v2/guardrails` as it was before: a named set of them. */
export const guardrailSetRequest = z.object({
  name: filledText(200, 'name').optional(),
  data: listOf(
    z.object({
      guardrail_name: filledText(200, 'guardrail_name'),
      guardrail_prompt: filledText(10_000, 'guardrail_prompt'),
      modality: modality.optional(),
      callback_url: callbackUrl.optional(),
    }),
    'guardrails',
  ),
})

/** One guardrail on the wire. */
export const guardrail = guardrailRequest.extend({ uuid: z.string(), ...instants })
/** A named set of guardrails on the wire. */
export const guardrailSet = z.object({
  guardrails_id: z.string(),
  guardrails_name: z.string(),
  name: guardrailSetRequest.shape.name.describe('As it was given, and as a patch names it'),
  status,
  data: guardrailSetRequest.shape.data,
  ...instants,
})
export const anyGuardrail = z.union([guardrailSet, guardrail])
export const guardrailList = z.object({ data: z.array(anyGuardrail), total_count: z.int() })

export const guidanceListQuery = z.object(paging)
export const guardrailListQuery = z.object({
  ...paging,
  legacy: z
    .enum(['true', 'false'], { error: 'legacy must be true or false' })
    .optional()
    .describe('true: sets only; false: single guardrails only'),
})

export type GuidanceListQuery = z.output<typeof guidanceListQuery>
export type Objectives = z.input<typeof objectives>
export type AnyGuardrail = z.input<typeof anyGuardrail>

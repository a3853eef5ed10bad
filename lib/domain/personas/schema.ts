import * as z from 'zod'
import { language } from '@/lib/domain/conversations/schema/request'
import { paging } from '@/lib/domain/requests/schema'
import { languages } from '@/lib/protocol/languages'
import { personaLimits } from './rules'

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
  pipeline_mode: z.literal('full'),
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

const text = (most: number, what: string) =>
  z
    .string({ error: `${what} must be text.` })
    .max(most, `${what} may have at most ${most.toLocaleString('en-US')} characters.`)
    // PostgreSQL cannot store it, and no one types it.
    .refine((value) => !value.includes('\0'), `${what} must not contain the NUL character.`)

/** What a persona of one's own is made of, all of it at once: the same for making one and for changing it. */
export const personaRequest = z.object({
  persona_name: text(personaLimits.name, 'The name').trim().min(1, 'Enter a name.'),
  system_prompt: text(personaLimits.prompt, 'The prompt')
    .trim()
    .min(1, 'Say who it is and how it behaves, or use an example.'),
  context: text(personaLimits.context, 'The knowledge').default(''),
  default_replica_id: text(64, 'default_replica_id')
    .nullish()
    .transform((id) => id || null),
  language: z
    .union([z.literal(''), language])
    .nullish()
    .transform((name) => name || null),
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

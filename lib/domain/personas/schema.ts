import * as z from 'zod'
import { paging } from '@/lib/domain/requests/schema'

/** A persona on the wire. */
export const persona = z.object({
  persona_id: z.string(),
  persona_name: z.string(),
  persona_type: z.enum(['user', 'system']),
  system_prompt: z.string(),
  context: z.string(),
  default_replica_id: z.string().nullable(),
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

export type Persona = z.infer<typeof persona>
export type PersonaListQuery = z.output<typeof personaListQuery>

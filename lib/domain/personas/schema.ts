import * as z from 'zod'

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

const whole = (least: number, most: number, what: string) =>
  z.coerce
    .number({ error: `${what} must be a whole number.` })
    .pipe(z.int(`${what} must be a whole number.`).min(least).max(most))

export const personaListQuery = z.object({
  limit: whole(1, 1000, 'limit').default(10),
  page: whole(1, 1_000_000, 'page').default(1),
  persona_type: z.enum(['user', 'system']).optional(),
})

export type Persona = z.infer<typeof persona>
export type PersonaListQuery = z.output<typeof personaListQuery>

import * as z from 'zod'

/** Who talks in a conversation: a persona, and the replica that lends it face and voice. */
export const cast = z.object({
  persona: z.object({ id: z.string(), name: z.string(), systemPrompt: z.string(), context: z.string() }),
  replica: z.object({
    id: z.string(),
    name: z.string(),
    look: z.object({ style: z.string(), options: z.record(z.string(), z.unknown()) }),
    voice: z.object({
      variant: z.string(),
      pitch: z.number(),
      rate: z.number(),
      gender: z.enum(['female', 'male', 'neutral']),
    }),
  }),
})

export type Cast = z.infer<typeof cast>

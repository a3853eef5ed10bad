import * as z from 'zod'

/** What a new API key is called. */
export const apiKeyCreate = z.object({
  name: z
    .string({ error: 'Enter a name.' })
    .trim()
    .min(1, 'Enter a name.')
    .max(100, 'A name may have at most 100 characters.')
    .refine((value) => !value.includes('\0'), 'The name must not contain the NUL character.'),
})

export type ApiKeyCreate = z.input<typeof apiKeyCreate>

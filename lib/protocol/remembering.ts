import * as z from 'zod'
import { languageModel } from './mind'

/** A conversation from which a model is to say what is worth remembering. */
export const remembering = z.object({
  languageModel,
  /** A name of the wire contract, or `multilingual`. */
  language: z.string(),
  /** What was said, oldest first. */
  lines: z.array(z.object({ role: z.enum(['user', 'replica']), speaker: z.string(), text: z.string() })),
  /** What is known already. */
  known: z.array(z.string()),
})

/** A fact that a model found, and the known one that it corrects, as that was given. */
export const foundFact = z.object({ text: z.string(), replaces: z.string().nullable() })

export type Remembering = z.infer<typeof remembering>
export type FoundFact = z.infer<typeof foundFact>

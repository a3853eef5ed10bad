import * as z from 'zod'
import { currencies, limitBounds, workspaceNameLength } from './rules'

const whole = (name: keyof typeof limitBounds, what: string) => {
  const { least, most } = limitBounds[name]
  const error = `${what} must be a whole number from ${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}.`
  return z.int({ error }).min(least, error).max(most, error)
}

/** An amount of the currency with at most `digits` decimals. */
const money = (name: keyof typeof limitBounds, what: string, digits: number) => {
  const { least, most } = limitBounds[name]
  const error = `${what} must be a number from ${least} to ${most.toLocaleString('en-US')} with at most ${digits} decimals.`
  const step = 10 ** digits
  return z
    .number({ error })
    .min(least, error)
    .max(most, error)
    .refine((value) => Math.abs(value * step - Math.round(value * step)) < 1e-6, error)
}

/** The most sites that may embed a workspace's rooms. */
const mostOrigins = 50

/** A site by its origin: scheme, host and port. What stands after that is dropped. */
const origin = z
  .string({ error: 'A site is an address such as https://example.com.' })
  .trim()
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null
    // A policy that names hosts of another shape would say something else than was meant.
    if (url && /^https?:$/.test(url.protocol) && /^[a-z0-9.:[\]-]+$/.test(url.host)) return url.origin
    context.addIssue({
      code: 'custom',
      message: `"${text.slice(0, 60)}" is not an address of a site. Write it with https://, for example https://example.com.`,
    })
    return z.NEVER
  })

/** What owners and admins may change of their workspace; what is absent stays. */
export const workspaceUpdate = z.object({
  name: z
    .string({ error: 'Enter a name.' })
    .trim()
    .min(1, 'Enter a name.')
    .max(workspaceNameLength, `A name may have at most ${workspaceNameLength} characters.`)
    .refine((value) => !value.includes('\0'), 'The name must not contain the NUL character.')
    .optional(),
  max_concurrent: whole('max_concurrent', 'The number of conversations at once')
    .optional()
    .describe('How many conversations may be live at once'),
  monthly_minutes: whole('monthly_minutes', 'Minutes a month')
    .nullable()
    .optional()
    .describe('Minutes a UTC month; null has no limit'),
  max_call_duration: whole('max_call_duration', 'The longest call, in seconds,')
    .optional()
    .describe('Seconds; longer calls are shortened to it'),
  allowed_origins: z
    .array(origin)
    .max(mostOrigins, `At most ${mostOrigins} sites can be named.`)
    .transform((origins) => [...new Set(origins)])
    .optional()
    .describe('Origins of other sites that may embed the rooms of the workspace'),
  price_per_minute: money('price_per_minute', 'The price a minute', 4)
    .nullable()
    .optional()
    .describe('What a minute costs whoever runs this; null: no price'),
  currency: z.enum(currencies, { error: `The currency must be one of ${currencies.join(', ')}.` }).optional(),
  monthly_budget: money('monthly_budget', 'The budget', 2)
    .nullable()
    .optional()
    .describe('What may be spent in a UTC month, at the price a minute; null has no limit'),
})

export type WorkspaceUpdate = z.input<typeof workspaceUpdate>

import * as z from 'zod'
import { limitBounds, workspaceNameLength } from './rules'

const whole = (name: keyof typeof limitBounds, what: string) => {
  const { least, most } = limitBounds[name]
  const error = `${what} must be a whole number from ${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}.`
  return z.int({ error }).min(least, error).max(most, error)
}

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
})

export type WorkspaceUpdate = z.input<typeof workspaceUpdate>

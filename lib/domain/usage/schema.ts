import * as z from 'zod'
import { utcDate as day } from '@/lib/domain/requests/schema'

/** The query of `GET /v2/usage`: UTC days, both included; this month when absent. */
export const usageQuery = z.object({ from: day.optional(), to: day.optional() })

const amount = {
  seconds: z.int().describe('Whole seconds used'),
  conversations: z.int().describe('Conversations that began'),
}

/** `GET /v2/usage`. Conversations that are live count as they run, up to `as_of`. */
export const usage = z.object({
  from: day,
  to: day,
  as_of: z.string(),
  total: z.object(amount),
  live: z.object({ conversations: z.int() }),
  days: z.array(z.object({ day, ...amount })).describe('Every day of the period, also those with nothing'),
})

/** `GET /v2/limits`: what the workspace may do now, and who holds its slots. */
export const workspaceLimits = z.object({
  as_of: z.string(),
  concurrency: z.object({ limit: z.int(), live: z.int() }),
  live: z.array(
    z.object({
      conversation_id: z.string(),
      conversation_name: z.string(),
      replica_name: z.string(),
      created_at: z.string(),
    }),
  ),
  minutes: z.object({
    limit: z.int().nullable().describe('Minutes a UTC month; null has no limit'),
    used_seconds: z.int(),
    left_seconds: z.int().nullable(),
    period_start: day,
    period_end: day.describe('Last day of the period'),
  }),
  max_call_duration: z.int(),
})

export type UsageQuery = z.output<typeof usageQuery>
export type Usage = z.infer<typeof usage>
export type WorkspaceLimits = z.infer<typeof workspaceLimits>

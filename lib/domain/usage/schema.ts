import * as z from 'zod'
import { utcDate as day } from '@/lib/domain/requests/schema'
import { usageGroups } from './rules'

/** Nothing was used before there were computers, and what is compared with lies before the period. */
const countedDay = day
  .refine((value) => value >= '1970-01-01', 'must be 1970-01-01 or later')
  .meta({ examples: ['2026-01-15'] })

/** The query of `GET /v2/usage`: UTC days, both included; this month when absent. */
export const usageQuery = z.object({
  from: countedDay.optional(),
  to: countedDay.optional(),
  group_by: z.enum(usageGroups, { error: `group_by must be one of ${usageGroups.join(', ')}` }).optional(),
})

/** The query of `GET /v2/usage/log`: the same period. */
export const meterLogQuery = usageQuery.pick({ from: true, to: true })

/** A line of the log that usage is made of. */
export type MeterEvent =
  | {
      event: 'began'
      conversation_id: string
      at: string
      persona_id: string
      replica_id: string
      /** As `group_by` groups: the key, or the person without one. */
      creator_id: string
      /** Empty without a key. */
      api_key_id: string
    }
  | {
      event: 'ended'
      conversation_id: string
      at: string
      /** Our word for why. What ended by `test_mode` or `start_failed` used nothing. */
      cause: string
    }

const amount = {
  seconds: z.int().describe('Whole seconds used'),
  conversations: z.int().describe('Conversations that began'),
}

const spread = z
  .object({ p50: z.number(), p95: z.number() })
  .nullable()
  .describe('Milliseconds that half of them and 95 in 100 took at most; null of none')

const latency = z
  .object({
    turns: z.int().describe('Answers, of whatever length'),
    measured: z.int().describe('Those whose asker heard them with a browser that told'),
    heard: spread.describe('From the end of what was asked until the answer was heard; null of none'),
    stages: z
      .object({
        endpoint: spread,
        transcription: spread,
        thinking: spread,
        voice: spread,
        sending: spread,
      })
      .describe('The same until each stage was done, by the clock of the studio'),
  })
  .describe('How long people waited for answers')

const price = z
  .object({ per_minute: z.number(), currency: z.string().describe('ISO 4217') })
  .nullable()
  .describe('What a minute costs whoever runs this; null: no price is set')

/** `GET /v2/usage`. Conversations that are live count as they run, up to `as_of`. */
export const usage = z.object({
  from: day,
  to: day,
  as_of: z.string(),
  total: z.object(amount),
  live: z.object({ conversations: z.int() }),
  peak_concurrency: z.int().describe('The most conversations that were live at once'),
  latency,
  price,
  previous: z
    .object({ from: day, to: day, ...amount })
    .describe('As many days before the period, to compare with'),
  days: z
    .array(
      z.object({
        day,
        ...amount,
        groups: z.record(z.string(), z.int()).optional().describe('With `group_by`: seconds by group id'),
      }),
    )
    .describe('Every day of the period, also those with nothing'),
  groups: z
    .array(z.object({ id: z.string(), name: z.string(), ...amount, latency }))
    .optional()
    .describe('With `group_by`: who used it, most first'),
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
      persona_id: z.string(),
      replica_id: z.string(),
      creator_id: z.string().describe('As `group_by=creator` groups: the key, or the person without one'),
      api_key_id: z.string().nullable().describe('Null for one that was created in the dashboard'),
      created_at: z.string(),
    }),
  ),
  minutes: z.object({
    limit: z.int().nullable().describe('Minutes a UTC month; null has no limit'),
    used_seconds: z.int(),
    left_seconds: z.int().nullable().describe('By minutes or budget, whichever is less; null without either'),
    period_start: day,
    period_end: day.describe('Last day of the period'),
  }),
  max_call_duration: z.int(),
  price,
  budget: z
    .object({ limit: z.number(), spent: z.number() })
    .nullable()
    .describe('In the currency of the price, this UTC month; null has no limit'),
})

export type UsageQuery = z.output<typeof usageQuery>
export type UsageGroup = (typeof usageGroups)[number]
export type Price = z.infer<typeof price>
export type Usage = z.infer<typeof usage>
export type WorkspaceLimits = z.infer<typeof workspaceLimits>

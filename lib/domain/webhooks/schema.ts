import * as z from 'zod'
import { text, webAddress, wholeNumber } from '@/lib/domain/requests/schema'
import { eventTypes, limits, overlapHours, testType } from './rules'

const timestamp = z.string().describe('UTC, ISO 8601 with microseconds and Z')
const eventType = z.enum(eventTypes, {
  error: (issue) =>
    `"${String(issue.input).slice(0, 40)}" is not a type of event. There are ${eventTypes.join(', ')}.`,
})

const fields = {
  url: webAddress(limits.url, 'url'),
  description: text(limits.description, 'The description').trim(),
  event_types: z
    .array(eventType, { error: 'event_types must be a list of texts.' })
    .max(eventTypes.length, 'event_types names one twice.')
    .refine((types) => new Set(types).size === types.length, 'event_types names one twice.')
    .meta({ description: 'Empty: all of them, those of the future too', uniqueItems: true }),
}

/** `POST /v2/webhooks`. */
export const webhookRequest = z.object({
  url: fields.url,
  description: fields.description.default(''),
  event_types: fields.event_types.default([]),
})

/** `PATCH /v2/webhooks/{id}`: what is left out stays. */
export const webhookChange = z.object({
  url: fields.url.optional(),
  description: fields.description.optional(),
  event_types: fields.event_types.optional(),
  enabled: z.boolean({ error: 'enabled must be true or false.' }).optional(),
})

/** An endpoint on the wire. */
export const webhook = z.object({
  webhook_id: z.string(),
  url: z.string(),
  description: z.string(),
  event_types: z.array(z.string()).describe('Empty: all of them'),
  enabled: z.boolean(),
  disabled_at: timestamp.nullable(),
  disabled_reason: z.string().nullable().describe('Why nothing is sent to it, in words'),
  created_at: timestamp,
  updated_at: timestamp,
})
export const webhookList = z.object({ data: z.array(webhook), total_count: z.int() })

const secret = z.object({
  secret: z.string().describe('whsec_ and 32 bytes in base64'),
  created_at: timestamp,
  expires_at: timestamp.nullable().describe('When it signs no more; null for the current one'),
})

/** What webhooks are signed with: the current secret, and those that it replaced as long as they sign too. */
export const webhookSecret = secret.extend({ previous: z.array(secret).describe('Newest first') })

/** `POST /v2/webhooks/secret/rotate`. */
export const secretRotation = z.object({
  previous_for_hours: z
    .int({ error: `previous_for_hours must be a whole number from 0 to ${overlapHours.most}.` })
    .min(0, 'previous_for_hours must be at least 0.')
    .max(overlapHours.most, `previous_for_hours may be at most ${overlapHours.most}.`)
    .optional()
    .describe(`For how long the secrets before go on signing (${overlapHours.assumed}); 0 ends them now`),
})

export const deliveryStatus = z.enum(['pending', 'delivered', 'failed'])

const attempt = z.object({
  number: z.int().describe('From 1'),
  at: timestamp,
  duration_ms: z.int(),
  status_code: z.int().nullable().describe('Of the answer; null when none came'),
  error: z.string().nullable().describe('Why no answer came, in words'),
})

/** A delivery in the log. */
export const delivery = z.object({
  delivery_id: z.string(),
  event_id: z.string().describe('The webhook-id of its requests'),
  event_type: z.string(),
  conversation_id: z.string().nullable().describe('null for a test, and for a document'),
  webhook_id: z.string().nullable().describe('null for the callback_url of a conversation or a document'),
  url: z.string(),
  status: deliveryStatus,
  attempts: z.int(),
  last_attempt: attempt.nullable(),
  next_attempt_at: timestamp.nullable(),
  problem: z.string().nullable().describe('Why there was no other attempt, in words'),
  created_at: timestamp,
  done_at: timestamp.nullable(),
})

/** A delivery with what was sent and what came back. */
export const deliveryVerbose = delivery.extend({
  body: z.string().describe('As it is sent, to the byte'),
  history: z
    .array(
      attempt.extend({
        request_headers: z.record(z.string(), z.string()),
        answer_headers: z.record(z.string(), z.string()),
        answer_body: z.string().describe('Its beginning'),
      }),
    )
    .describe('Every attempt, the first one first'),
})
export const deliveryList = z.object({ data: z.array(delivery), next_cursor: z.string().nullable() })

const filters = {
  event_type: z.enum([...eventTypes, testType], { error: 'event_type must be a type of event' }).optional(),
  webhook_id: text(64, 'webhook_id').optional().describe('An endpoint, or "callback" for callback_urls'),
  conversation_id: text(64, 'conversation_id').optional(),
}

/** The query of `GET /v2/webhooks/deliveries`. */
export const deliveryListQuery = z.object({
  limit: wholeNumber(1, 100, 'limit').default(20),
  cursor: z.string().max(200).optional(),
  status: deliveryStatus.optional(),
  ...filters,
})

/** `POST /v2/webhooks/deliveries/replay-failed`: all that failed, or those that the filters leave. */
export const replayRequest = z.object(filters)
export const replayed = z.object({ replayed: z.int().describe('How many are sent again') })

/** What a webhook carries; the names and their order are those of the compatible API. */
export const envelope = z.object({
  properties: z.record(z.string(), z.unknown()),
  conversation_id: z.string().nullable(),
  webhook_url: z.string(),
  event_type: z.string(),
  message_type: z.enum(['system', 'application']),
  timestamp,
})

export type WebhookRequest = z.input<typeof webhookRequest>
export type WebhookChange = z.input<typeof webhookChange>
export type Webhook = z.infer<typeof webhook>
/** When the secret was made (null: none was needed yet), and until when those before it sign. */
export type SecretState = { created_at: string | null; previous_until: string[] }
export type WebhookSecret = z.infer<typeof webhookSecret>
export type Delivery = z.infer<typeof delivery>
export type DeliveryVerbose = z.infer<typeof deliveryVerbose>
export type DeliveryList = z.infer<typeof deliveryList>
export type DeliveryListQuery = z.output<typeof deliveryListQuery>
export type ReplayRequest = z.output<typeof replayRequest>
export type Envelope = z.infer<typeof envelope>

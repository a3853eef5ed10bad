import { timestamp } from '@/lib/domain/conversations/serialize'
import type {
  WebhookAttempt as AttemptRow,
  WebhookDelivery as DeliveryRow,
  WebhookEndpoint,
} from '@/lib/platform/database/generated/client'
import { messageType } from './rules'
import type { Delivery, DeliveryVerbose, Envelope, Webhook } from './schema'

/** An endpoint as the wire shows it. */
export const toWebhook = (row: WebhookEndpoint): Webhook => ({
  webhook_id: row.id,
  url: row.url,
  description: row.description,
  event_types: row.eventTypes,
  enabled: row.disabledAt === null,
  disabled_at: row.disabledAt && timestamp(row.disabledAt),
  disabled_reason: row.disabledReason,
  created_at: timestamp(row.createdAt),
  updated_at: timestamp(row.updatedAt),
})

type Summary = Pick<AttemptRow, 'number' | 'at' | 'duration' | 'statusCode' | 'error'>

/** The columns of an attempt that a list shows. */
export const attemptSummary = {
  number: true,
  at: true,
  duration: true,
  statusCode: true,
  error: true,
} as const

const toAttempt = (row: Summary) => ({
  number: row.number,
  at: timestamp(row.at),
  duration_ms: row.duration,
  status_code: row.statusCode,
  error: row.error,
})

/** A delivery as the log lists it; `history` has at least its last attempt, which comes last. */
export function toDelivery(row: Omit<DeliveryRow, 'body'> & { history: Summary[] }): Delivery {
  const last = row.history.at(-1)
  return {
    delivery_id: row.id,
    event_id: row.eventId,
    event_type: row.eventType,
    conversation_id: row.conversationId,
    webhook_id: row.endpointId,
    url: row.url,
    status: row.status,
    attempts: row.attempts,
    last_attempt: last ? toAttempt(last) : null,
    next_attempt_at: row.nextAttemptAt && timestamp(row.nextAttemptAt),
    problem: row.problem,
    created_at: timestamp(row.createdAt),
    done_at: row.doneAt && timestamp(row.doneAt),
  }
}

/** A delivery with everything that was sent and came back; `history` is all of it, in order. */
export function toDeliveryVerbose(row: DeliveryRow & { history: AttemptRow[] }): DeliveryVerbose {
  return {
    ...toDelivery(row),
    body: row.body,
    history: row.history.map((each) => ({
      ...toAttempt(each),
      request_headers: each.requestHeaders as Record<string, string>,
      answer_headers: each.answerHeaders as Record<string, string>,
      answer_body: each.answerBody,
    })),
  }
}

type Told = { conversationId: string | null; type: string; at: Date; properties: Envelope['properties'] }

/** The body of a webhook: what is sent, to the byte. */
export function toEnvelope({ conversationId, type, at, properties }: Told, url: string): string {
  const envelope: Envelope = {
    properties,
    conversation_id: conversationId,
    webhook_url: url,
    event_type: type,
    message_type: messageType(type),
    timestamp: timestamp(at),
  }
  return JSON.stringify(envelope)
}

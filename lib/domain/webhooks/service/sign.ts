import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** A new secret: 32 random bytes as Standard Webhooks writes them. */
export const newSecret = () => prefix + randomBytes(32).toString('base64')

type Signed = { eventId: string; at: Date; body: string }

/**
 * The headers by which a receiver knows that a webhook is ours and new (Standard Webhooks 1.0): the event's id, the
 * attempt's instant, and one signature for each secret, HMAC-SHA256 of `id.timestamp.body`.
 */
export function signatureHeaders({ eventId, at, body }: Signed, secrets: string[]): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000)
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${eventId}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': eventId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  }
}

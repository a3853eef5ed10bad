import { createHmac, timingSafeEqual } from 'node:crypto'
import { registry } from '@/lib/platform/registry'

/** What the address of a conversation has in it that nobody can guess: an HMAC-SHA256 of its id. */
const secretOf = (conversationId: string) =>
  createHmac('sha256', registry().secrets.providerCallbacks).update(conversationId).digest('base64url')

/**
 * Where a provider tells what happens in a conversation. Whoever knows the address may tell, as providers sign nothing; it
 * is theirs alone, and kept out of logs.
 */
export function callbackAddress(conversationId: string): string {
  const { env } = registry()
  const origin = env.APP_URL ?? `http://localhost:${env.PORT}`
  return `${origin}/callbacks/${conversationId}/${secretOf(conversationId)}`
}

/** Whether `secret` is the one in the address of that conversation. */
export function isCallbackSecret(conversationId: string, secret: string): boolean {
  const [given, expected] = [Buffer.from(secret), Buffer.from(secretOf(conversationId))]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The conversation of ours whose address this is, wherever this installation was reached then; null for any other address. */
export function conversationOfCallback(url: string): string | null {
  const [, id = '', secret = ''] = /\/callbacks\/(c[0-9a-f]{7,15})\/([\w-]{43})$/.exec(url) ?? []
  return id && isCallbackSecret(id, secret) ? id : null
}

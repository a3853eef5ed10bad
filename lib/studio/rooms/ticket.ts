import { createHmac, timingSafeEqual } from 'node:crypto'

const sign = (key: string, conversationId: string, sessionId: string) =>
  createHmac('sha256', key).update(`${conversationId}\n${sessionId}`).digest('base64url')

/**
 * What lets somebody return to the place they held: signed, not stored, so that it outlives this process.
 * It opens nothing but this conversation, and is worth nothing when that has ended.
 */
export function makeTicket(key: string, conversationId: string, sessionId: string): string {
  return `${sessionId}.${sign(key, conversationId, sessionId)}`
}

/** The session id that `ticket` returns to in this conversation; null when it is not one of ours. */
export function readTicket(key: string, conversationId: string, ticket: string): string | null {
  const end = ticket.lastIndexOf('.')
  if (end < 1) return null
  const sessionId = ticket.slice(0, end)
  const given = Buffer.from(ticket.slice(end + 1))
  const right = Buffer.from(sign(key, conversationId, sessionId))
  return given.length === right.length && timingSafeEqual(given, right) ? sessionId : null
}

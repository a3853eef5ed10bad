import { clientAddress, isOwnOrigin } from '@/lib/access/origin'
import { participantFrom } from '@/lib/access/participant'
import { systemScope } from '@/lib/access/scopes'
import { take } from '@/lib/domain/requests/service/take'
import type { ParticipantScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { type Refusal, refusal, refusalOf } from './errors'
import { json } from './handle'

/** What a handler gets: who asks, and the ids and numbers of the path. */
type Asked = { scope: ParticipantScope; param(name: string): string; request: Request }

/**
 * Something that participants' browsers do, beside the room's WebSocket and by the same right: the ticket of their
 * place. No part of the API for keys.
 */
export type RoomRoute = {
  method: 'POST' | 'PUT'
  /** As Hono writes it; `:conversation` is whose room it is. */
  path: string
  /** An answer in JSON; undefined: 204. */
  handle(asked: Asked): Promise<object | undefined>
}

const idShape = /^[A-Za-z0-9-]{1,64}$/

/** Requests of one address in a minute; a browser that records makes some thirty. */
const pace = { limit: 1200, windowMs: 60_000 }

const notOurs = refusal(403, 'Only the pages of this server may do this.')
const noTicket = refusal(403, 'This needs the ticket that the room gave when it was joined.')

/** Answers one request to a route of a room. Never rejects. */
export async function handleInRoom(
  route: RoomRoute,
  request: Request,
  param: (name: string) => string,
  requestId: string,
): Promise<Response> {
  const { clock, log } = registry()
  try {
    const refused = await gate(request)
    if (refused) return refuse(refused)
    const conversationId = param('conversation')
    const scope = idShape.test(conversationId) ? await participantFrom(request.headers, conversationId) : null
    if (!scope) return refuse(noTicket)
    const answer = await route.handle({ scope, param, request })
    return answer ? json(answer) : new Response(null, { status: 204 })
  } catch (error) {
    const refused = refusalOf(error, { requestId, now: clock.now() })
    if (refused.unexpected) log.error({ error, request: requestId }, 'A request of a room failed')
    return refuse(refused)
  }
}

async function gate({ headers }: Request): Promise<Refusal | null> {
  if (!isOwnOrigin({ headers })) return notOurs
  const key = `room:${clientAddress(headers)}`
  const { allowed } = await take(systemScope('rooms'), key, pace.limit, pace.windowMs)
  return allowed ? null : refusal(429, 'These are too many requests.', { 'retry-after': '60' })
}

const refuse = ({ status, body, headers }: Refusal) => json(body, status, headers)

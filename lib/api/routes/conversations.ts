import * as z from 'zod'
import { mintMeetingToken } from '@/lib/access/room-tokens'
import {
  getConversation,
  getConversationVerbose,
  listConversations,
} from '@/lib/domain/conversations/queries'
import { durations } from '@/lib/domain/conversations/rules'
import { type ConversationRequest, conversationCreate } from '@/lib/domain/conversations/schema/request'
import {
  conversation,
  conversationCreated,
  conversationList,
  conversationListQuery,
  conversationsEnded,
  conversationVerbose,
} from '@/lib/domain/conversations/schema/response'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { endAllConversations, endConversation } from '@/lib/domain/conversations/service/end'
import { deleteConversation, eraseConversation } from '@/lib/domain/conversations/service/remove'
import { DomainError } from '@/lib/domain/errors'
import { registry } from '@/lib/platform/registry'
import { type Route, route } from '../route'

const unknownId = 'Invalid conversation_id'
const flag = z.enum(['true', 'false', '1', '0', ''], { error: 'must be true or false' })

const isOn = (value: z.infer<typeof flag> | undefined) => value === 'true' || value === '1'

/** A token for a private room. It lives as long as the room waits for its first participant. */
function meetingToken(conversationId: string, { properties }: ConversationRequest): Promise<string> {
  const seconds = properties?.participant_absent_timeout ?? durations.participant_absent_timeout.assumed
  const expiresAt = new Date(registry().clock.now().getTime() + seconds * 1000)
  return mintMeetingToken({ conversationId, expiresAt })
}

/** Conversations: create, list, read, end, delete. */
export const conversationRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/v2/conversations',
    access: 'write',
    blanks: 1,
    body: conversationCreate,
    answer: conversationCreated,
    async handle({ scope, body, origin, requestKey }) {
      const made = await createConversation(scope, body, { origin, requestKey })
      if (!body.require_auth && !body.properties?.require_auth) return made
      return { ...made, meeting_token: await meetingToken(made.conversation_id, body) }
    },
  }),
  route({
    method: 'GET',
    path: '/v2/conversations',
    access: 'read',
    query: conversationListQuery,
    answer: conversationList,
    handle: ({ scope, query, origin }) => listConversations(scope, query, origin),
  }),
  route({
    method: 'GET',
    path: '/v2/conversations/:id',
    access: 'read',
    unknownId,
    query: z.object({ verbose: flag.optional() }),
    answer: z.union([conversationVerbose, conversation]),
    async handle({ scope, id, query, origin }) {
      const found = await (isOn(query.verbose) ? getConversationVerbose : getConversation)(scope, id, origin)
      if (!found) throw new DomainError('not-found', unknownId)
      return found
    },
  }),
  route({
    method: 'POST',
    path: '/v2/conversations/end-all',
    access: 'write',
    answer: conversationsEnded,
    handle: async ({ scope }) => ({ conversation_ids: await endAllConversations(scope) }),
  }),
  route({
    method: 'POST',
    path: '/v2/conversations/:id/end',
    access: 'write',
    unknownId,
    answer: conversation,
    handle: ({ scope, id, origin }) => endConversation(scope, id, origin),
  }),
  route({
    method: 'DELETE',
    path: '/v2/conversations/:id',
    access: 'write',
    unknownId,
    query: z.object({ hard: flag.optional() }),
    answer: null,
    async handle({ scope, id, query: { hard } }) {
      await (isOn(hard) ? eraseConversation : deleteConversation)(scope, id)
      return undefined
    },
  }),
]

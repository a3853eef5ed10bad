import * as z from 'zod'
import { mintMeetingToken } from '@/lib/access/room-tokens'
import {
  getConversation,
  getConversationVerbose,
  getTranscript,
  listConversations,
} from '@/lib/domain/conversations/queries'
import { transcriptJson, transcriptText, transcriptVtt } from '@/lib/domain/conversations/rules'
import { conversationCreate, settle } from '@/lib/domain/conversations/schema/request'
import {
  conversation,
  conversationCreated,
  conversationList,
  conversationListQuery,
  conversationsEnded,
  conversationVerbose,
  meetingTokenMade,
  transcriptQuery,
} from '@/lib/domain/conversations/schema/response'
import { timestamp } from '@/lib/domain/conversations/serialize'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { endAllConversations, endConversation } from '@/lib/domain/conversations/service/end'
import { joinConversation } from '@/lib/domain/conversations/service/join'
import { deleteConversation, eraseConversation } from '@/lib/domain/conversations/service/remove'
import { DomainError } from '@/lib/domain/errors'
import { registry } from '@/lib/platform/registry'
import { type Route, route } from '../route'

const unknownId = 'Invalid conversation_id'
const flag = z.enum(['true', 'false', '1', '0', ''], { error: 'must be true or false' })

const isOn = (value: z.infer<typeof flag> | undefined) => value === 'true' || value === '1'

/** A token for a private room, and when it is over: it lives as long as the room waits for its first participant. */
async function meetingToken(conversationId: string, seconds: number) {
  const expiresAt = new Date(registry().clock.now().getTime() + seconds * 1000)
  return { token: await mintMeetingToken({ conversationId, expiresAt }), expiresAt }
}

const transcriptFiles = {
  json: { type: 'application/json', write: transcriptJson },
  txt: { type: 'text/plain', write: transcriptText },
  vtt: { type: 'text/vtt', write: transcriptVtt },
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
    async handle({ scope, body, origin }) {
      const made = await createConversation(scope, body, { origin })
      const { require_auth, properties } = settle(body, Number.POSITIVE_INFINITY)
      if (!require_auth) return made
      const { token } = await meetingToken(made.conversation_id, properties.participant_absent_timeout)
      return { ...made, meeting_token: token }
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
    method: 'GET',
    path: '/v2/conversations/:id/transcript',
    access: 'read',
    unknownId,
    query: transcriptQuery,
    answer: null,
    async handle({ scope, id, query: { format }, request }) {
      const lines = await getTranscript(scope, id)
      if (!lines) throw new DomainError('not-found', unknownId)
      const { type, write } = transcriptFiles[format]
      const headers = {
        'content-type': `${type}; charset=utf-8`,
        'content-disposition': `inline; filename="${id}-transcript.${format}"`,
      }
      return new Response(request.method === 'HEAD' ? null : write(lines), { headers })
    },
  }),
  route({
    method: 'POST',
    path: '/v2/conversations/:id/meeting-token',
    access: 'write',
    unknownId,
    answer: meetingTokenMade,
    async handle({ scope, id, origin }) {
      const { meetingUrl, requireAuth, tokenSeconds } = await joinConversation(scope, id, origin)
      if (!requireAuth) {
        throw new DomainError(
          'conflict',
          'Whoever has the link of this conversation may join it: it takes no meeting token. Create one with require_auth for a private room.',
        )
      }
      const { token, expiresAt } = await meetingToken(id, tokenSeconds)
      return { meeting_token: token, conversation_url: meetingUrl, expires_at: timestamp(expiresAt) }
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

import * as z from 'zod'
import { mintMeetingToken } from '@/lib/access/room-tokens'
import { listConversations } from '@/lib/domain/conversations/queries/list'
import {
  getConversation,
  getConversationVerbose,
  getTranscript,
} from '@/lib/domain/conversations/queries/read'
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
import { type Joinable, joinConversation } from '@/lib/domain/conversations/service/join'
import { deleteConversation, eraseConversation } from '@/lib/domain/conversations/service/remove'
import { DomainError } from '@/lib/domain/errors'
import { registry } from '@/lib/platform/registry'
import { exampleConversation, exampleVerbose } from '../openapi/examples'
import { type Route, route } from '../route'

const unknownId = 'Invalid conversation_id'
const flag = z.enum(['true', 'false', '1', '0', ''], { error: 'must be true or false' })

const isOn = (value: z.infer<typeof flag> | undefined) => value === 'true' || value === '1'

/**
 * A token for a private room, and when it is over: it lives as long as the room waits for its first participant. Undefined
 * for a room that is not ours and whose token its provider did not tell.
 */
async function meetingToken({ conversationId, tokenSeconds, isRemote, outsideToken }: Joinable) {
  const expiresAt = new Date(registry().clock.now().getTime() + tokenSeconds * 1000)
  const token = isRemote ? outsideToken : await mintMeetingToken({ conversationId, expiresAt })
  return { token: token ?? undefined, expiresAt }
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
    reference: {
      id: 'createConversation',
      tag: 'Conversations',
      summary: 'Create a conversation',
      description:
        'Opens a room with a replica in it. Usage begins now and ends with the conversation. Name a persona, a replica or both: the replica named here is taken before that of the persona. With `require_auth` the answer has a `meeting_token`, which the room asks for as `?t=`.',
      statuses: {
        400: 'The body is not usable, a persona or replica is unknown, or all slots of the workspace, or of its account at the provider, are taken.',
        402: 'No minutes are left, the budget is spent, or the account at the provider has no credits.',
        503: 'The room could not be opened, and nothing was used.',
      },
      body: {
        persona_id: 'pdced222244b',
        conversation_name: 'Opening hours',
        conversational_context: 'Ana asks about opening hours. We open at nine.',
        properties: { max_call_duration: 600, language: 'english' },
      },
      answer: exampleConversation,
    },
    async handle({ scope, body, origin, requestKey }) {
      const made = await createConversation(scope, body, { origin, requestKey })
      const { require_auth } = settle(body, Number.POSITIVE_INFINITY)
      if (!require_auth || made.status === 'ended') return made
      const { token } = await meetingToken(await joinConversation(scope, made.conversation_id, origin))
      return { ...made, ...(token && { meeting_token: token }) }
    },
  }),
  route({
    method: 'GET',
    path: '/v2/conversations',
    access: 'read',
    query: conversationListQuery,
    answer: conversationList,
    reference: {
      id: 'listConversations',
      tag: 'Conversations',
      summary: 'List conversations',
      description:
        'Newest first. `cursor` goes on where the last answer ended, also while new ones are created; `page` counts pages.',
      query: { limit: 10, status: 'active' },
      answer: { data: [exampleConversation], total_count: 1, next_cursor: null },
    },
    handle: ({ scope, query, origin }) => listConversations(scope, query, origin),
  }),
  route({
    method: 'GET',
    path: '/v2/conversations/:id',
    access: 'read',
    unknownId,
    query: z.object({ verbose: flag.optional() }),
    answer: z.union([conversationVerbose, conversation]),
    reference: {
      id: 'getConversation',
      tag: 'Conversations',
      summary: 'Read a conversation',
      description: 'With `verbose=true` also its events, transcript, participants, recordings and settings.',
      query: { verbose: 'true' },
      answer: exampleVerbose,
    },
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
    reference: {
      id: 'exportTranscript',
      tag: 'Conversations',
      summary: 'Read the transcript as a file',
      description: 'What was said so far: as JSON, as lines of text, or as WebVTT captions for a recording.',
      query: { format: 'txt' },
      sends: {
        'application/json': 'The lines as a list',
        'text/plain': 'A line for each, with its time into the call',
        'text/vtt': 'Captions, timed from the beginning of the conversation',
      },
    },
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
    reference: {
      id: 'createMeetingToken',
      tag: 'Conversations',
      summary: 'Make another meeting token',
      description:
        'For a private room: each token admits one participant, once. Of a conversation that was created with `require_auth`. Of one that runs at another provider, the token that it gave.',
      statuses: { 409: 'The conversation has ended, or its room needs no token.' },
      answer: {
        meeting_token: 'eyJhbGciOiJIUzI1NiJ9.eyJyb29tIjoiYzQ3N2M5ZGQ3YWE2ZTRmZSJ9.c2lnbmF0dXJl',
        conversation_url: exampleConversation.conversation_url,
        expires_at: '2026-01-20T12:05:00.000000Z',
      },
    },
    async handle({ scope, id, origin }) {
      const joinable = await joinConversation(scope, id, origin)
      if (!joinable.requireAuth) {
        throw new DomainError(
          'conflict',
          'Whoever has the link of this conversation may join it: it takes no meeting token. Create one with require_auth for a private room.',
        )
      }
      const { token, expiresAt } = await meetingToken(joinable)
      if (!token)
        throw new DomainError('conflict', 'Its provider gave no meeting token for this conversation.')
      return {
        meeting_token: token,
        conversation_url: joinable.meetingUrl,
        expires_at: timestamp(expiresAt),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/v2/conversations/end-all',
    access: 'write',
    answer: conversationsEnded,
    reference: {
      id: 'endAllConversations',
      tag: 'Conversations',
      summary: 'End every live conversation',
      destroys: 'Ends every call of the workspace that is going on.',
      answer: { conversation_ids: [exampleConversation.conversation_id] },
    },
    handle: async ({ scope }) => ({ conversation_ids: await endAllConversations(scope) }),
  }),
  route({
    method: 'POST',
    path: '/v2/conversations/:id/end',
    access: 'write',
    unknownId,
    answer: conversation,
    reference: {
      id: 'endConversation',
      tag: 'Conversations',
      summary: 'End a conversation',
      description:
        'Frees its slot and stops its usage. One that has ended stays as it is, and the answer is the same.',
      destroys: 'Ends the call for everybody in it.',
      answer: {
        ...exampleConversation,
        status: 'ended',
        ended_at: '2026-01-20T12:05:00.000000Z',
        duration: 300,
      },
    },
    handle: ({ scope, id, origin }) => endConversation(scope, id, origin),
  }),
  route({
    method: 'DELETE',
    path: '/v2/conversations/:id',
    access: 'write',
    unknownId,
    query: z.object({ hard: flag.optional() }),
    answer: null,
    reference: {
      id: 'deleteConversation',
      tag: 'Conversations',
      summary: 'Delete a conversation',
      description:
        'Ends it first if it is live. Its usage stays in the reports. With `hard=true` its contents are removed for good, at once.',
      query: { hard: 'true' },
      destroys: 'Removes the conversation with its transcript and recordings.',
      sends: 'nothing',
    },
    async handle({ scope, id, query: { hard } }) {
      await (isOn(hard) ? eraseConversation : deleteConversation)(scope, id)
      return undefined
    },
  }),
]

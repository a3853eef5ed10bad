import { getTurn, listTurns } from '@/lib/domain/conversations/queries/read'
import { conversationTurnList, conversationTurnVerbose } from '@/lib/domain/conversations/schema/turns'
import { DomainError } from '@/lib/domain/errors'
import { exampleTurn, exampleTurnVerbose } from '../openapi/examples'
import { type Route, route } from '../route'

const unknownId = 'Invalid conversation_id'

/** How long the answers of a conversation took, and what its model saw. */
export const conversationTurnRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/conversations/:id/turns',
    access: 'read',
    unknownId,
    answer: conversationTurnList,
    reference: {
      id: 'listConversationTurns',
      tag: 'Conversations',
      summary: 'List the turns of a conversation',
      description:
        'How long each answer took, by its stages and as whoever asked heard it, and why a model did not answer. In order.',
      answer: { data: [exampleTurn] },
    },
    async handle({ scope, id }) {
      const data = await listTurns(scope, id)
      if (!data) throw new DomainError('not-found', unknownId)
      return { data }
    },
  }),
  route({
    method: 'GET',
    path: '/v2/conversations/:id/turns/:turn',
    access: 'read',
    unknownId,
    answer: conversationTurnVerbose,
    reference: {
      id: 'getConversationTurn',
      tag: 'Conversations',
      summary: 'Read a turn with what its model saw',
      description:
        'The messages as they were sent to the language model, and what was left out for its budget.',
      answer: exampleTurnVerbose,
    },
    async handle({ scope, id, param }) {
      const number = /^\d{1,9}$/.test(param('turn')) ? Number(param('turn')) : -1
      const found = await getTurn(scope, id, number)
      if (found === null) throw new DomainError('not-found', unknownId)
      if (!found) throw new DomainError('invalid', 'The conversation has no such turn.', { field: 'turn' })
      return found
    },
  }),
]

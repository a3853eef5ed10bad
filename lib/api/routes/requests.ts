import { DomainError } from '@/lib/domain/errors'
import { findRequest, listRequests } from '@/lib/domain/requests/queries'
import { apiRequestList, apiRequestListQuery, apiRequestWhole } from '@/lib/domain/requests/schema'
import { flushCalls } from '@/lib/domain/requests/service/log'
import { exampleRequest } from '../openapi/examples'
import { type Route, route } from '../route'

const unknown = { unknownId: 'Invalid request id', unknownStatus: 404 } as const

/** The request log. */
export const requestRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/requests',
    access: 'read',
    query: apiRequestListQuery,
    answer: apiRequestList,
    reference: {
      id: 'listRequests',
      tag: 'Request log',
      summary: 'List calls of the API',
      description: 'Every call with a key of the workspace, refused ones too, newest first.',
      query: { outcome: 'refused' },
      answer: { data: [exampleRequest], next_cursor: null },
    },
    async handle({ scope, query }) {
      // Whoever looks at the log sees what they did a moment ago.
      await flushCalls()
      return await listRequests(scope, query)
    },
  }),
  route({
    ...unknown,
    method: 'GET',
    path: '/v2/requests/:id',
    access: 'read',
    answer: apiRequestWhole,
    reference: {
      id: 'getRequest',
      tag: 'Request log',
      summary: 'Read a call with its bodies',
      description: 'Secrets in them are masked.',
      answer: {
        ...exampleRequest,
        request_body: '{"persona_id":"pdced222244b"}',
        response_body: '{"message":"User has reached maximum concurrent conversations"}',
      },
    },
    async handle({ scope, id }) {
      const found = await findRequest(scope, id)
      if (!found) throw new DomainError('not-found', unknown.unknownId)
      return found
    },
  }),
]

import { DomainError } from '@/lib/domain/errors'
import { findRequest, listRequests } from '@/lib/domain/requests/queries'
import { apiRequestList, apiRequestListQuery, apiRequestWhole } from '@/lib/domain/requests/schema'
import { flushCalls } from '@/lib/domain/requests/service/log'
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
    async handle({ scope, id }) {
      const found = await findRequest(scope, id)
      if (!found) throw new DomainError('not-found', unknown.unknownId)
      return found
    },
  }),
]

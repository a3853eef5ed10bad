import { DomainError } from '@/lib/domain/errors'
import { findReplica, listReplicas } from '@/lib/domain/replicas/queries'
import { replica, replicaList, replicaListQuery } from '@/lib/domain/replicas/schema'
import { type Route, route } from '../route'

const unknownId = 'Invalid replica_id'

/** Replicas: list and read. */
export const replicaRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/replicas',
    access: 'read',
    query: replicaListQuery,
    answer: replicaList,
    handle: ({ scope, query }) => listReplicas(scope, query),
  }),
  route({
    method: 'GET',
    path: '/v2/replicas/:id',
    access: 'read',
    unknownId,
    answer: replica,
    async handle({ scope, id }) {
      const found = await findReplica(scope, id)
      if (!found) throw new DomainError('not-found', unknownId)
      return found
    },
  }),
]

import * as z from 'zod'
import { DomainError } from '@/lib/domain/errors'
import { findReplica, listReplicas } from '@/lib/domain/replicas/queries'
import {
  type Replica,
  replica,
  replicaCreate,
  replicaList,
  replicaListQuery,
  replicaPatch,
  replicaRename,
} from '@/lib/domain/replicas/schema'
import { createReplica, deleteReplica, updateReplica } from '@/lib/domain/replicas/service'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { type Route, route } from '../route'

const unknownId = 'Invalid replica_id'

async function known(scope: WorkspaceScope, id: string): Promise<Replica> {
  const found = await findReplica(scope, id)
  if (!found) throw new DomainError('not-found', unknownId)
  return found
}

/** Replicas: create, list, read, change, delete. */
export const replicaRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/v2/replicas',
    access: 'write',
    blanks: 1,
    body: replicaCreate,
    answer: replica,
    handle: ({ scope, body, requestKey }) => createReplica(scope, body, requestKey),
  }),
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
    query: z.object({ verbose: z.string().max(10).optional() }),
    answer: replica,
    handle: ({ scope, id }) => known(scope, id),
  }),
  route({
    method: 'PATCH',
    path: '/v2/replicas/:id/name',
    access: 'write',
    unknownId,
    body: replicaRename,
    answer: replica,
    handle: ({ scope, id, body }) => updateReplica(scope, id, body),
  }),
  route({
    method: 'PATCH',
    path: '/v2/replicas/:id',
    access: 'write',
    unknownId,
    blanks: 1,
    body: replicaPatch,
    answer: replica,
    handle: ({ scope, id, body }) => updateReplica(scope, id, body),
  }),
  // The compatible API answers this delete with 200, unlike the others.
  route({
    method: 'DELETE',
    path: '/v2/replicas/:id',
    access: 'write',
    unknownId,
    answer: replica,
    async handle({ scope, id }) {
      const found = await known(scope, id)
      await deleteReplica(scope, id)
      return found
    },
  }),
]

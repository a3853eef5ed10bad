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
import { exampleReplica } from '../openapi/examples'
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
    reference: {
      id: 'createReplica',
      tag: 'Replicas',
      summary: 'Create a replica',
      description:
        'What the compatible API trains from recordings is described here: a look that is drawn and a voice that is spoken. It is ready at once.',
      body: { replica_name: 'Mara', look: exampleReplica.look, voice: { ...exampleReplica.voice } },
      answer: exampleReplica,
    },
    handle: ({ scope, body, requestKey }) => createReplica(scope, body, requestKey),
  }),
  route({
    method: 'GET',
    path: '/v2/replicas',
    access: 'read',
    query: replicaListQuery,
    answer: replicaList,
    reference: {
      id: 'listReplicas',
      tag: 'Replicas',
      summary: 'List replicas',
      description: 'Those of the workspace, and those every installation has.',
      query: { replica_type: 'user' },
      answer: { data: [exampleReplica], total_count: 1 },
    },
    handle: ({ scope, query }) => listReplicas(scope, query),
  }),
  route({
    method: 'GET',
    path: '/v2/replicas/:id',
    access: 'read',
    unknownId,
    query: z.object({ verbose: z.string().max(10).optional() }),
    answer: replica,
    reference: { id: 'getReplica', tag: 'Replicas', summary: 'Read a replica', answer: exampleReplica },
    handle: ({ scope, id }) => known(scope, id),
  }),
  route({
    method: 'PATCH',
    path: '/v2/replicas/:id/name',
    access: 'write',
    unknownId,
    body: replicaRename,
    answer: replica,
    reference: {
      id: 'renameReplica',
      tag: 'Replicas',
      summary: 'Rename a replica',
      statuses: { 403: 'The replica is one that every installation has.' },
      body: { replica_name: 'Mara K.' },
      answer: { ...exampleReplica, replica_name: 'Mara K.' },
    },
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
    reference: {
      id: 'patchReplica',
      tag: 'Replicas',
      summary: 'Change a replica',
      description: 'A JSON merge patch: what is left out stays as it is.',
      statuses: { 403: 'The replica is one that every installation has.' },
      body: { voice: { ...exampleReplica.voice, rate: 150 } },
      answer: exampleReplica,
    },
    handle: ({ scope, id, body }) => updateReplica(scope, id, body),
  }),
  // The compatible API answers this delete with 200, unlike the others.
  route({
    method: 'DELETE',
    path: '/v2/replicas/:id',
    access: 'write',
    unknownId,
    answer: replica,
    reference: {
      id: 'deleteReplica',
      tag: 'Replicas',
      summary: 'Delete a replica',
      description: 'Answers with the replica as it was.',
      statuses: { 403: 'The replica is one that every installation has.' },
      destroys: 'Removes the replica. Personas that had it as theirs need another.',
      answer: exampleReplica,
    },
    async handle({ scope, id }) {
      const found = await known(scope, id)
      await deleteReplica(scope, id)
      return found
    },
  }),
]

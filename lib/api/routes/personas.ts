import * as z from 'zod'
import { DomainError } from '@/lib/domain/errors'
import { findPersona, listPersonas } from '@/lib/domain/personas/queries'
import {
  type Persona,
  persona,
  personaAnswer,
  personaList,
  personaListQuery,
  personaRequest,
} from '@/lib/domain/personas/schema'
import { createPersona, deletePersona, patchPersona } from '@/lib/domain/personas/service'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { patchUnderOneName } from '../names'
import { type Route, route } from '../route'

const unknownId = 'Invalid persona_id'

async function known(scope: WorkspaceScope, id: string): Promise<Persona> {
  const found = await findPersona(scope, id)
  if (!found) throw new DomainError('not-found', unknownId)
  return found
}

/** Personas: create, list, read, patch, delete. */
export const personaRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/v2/personas',
    access: 'write',
    // As deep as the headers of a layer.
    blanks: 3,
    body: personaRequest,
    answer: persona,
    handle: ({ scope, body, requestKey }) => createPersona(scope, body, requestKey),
  }),
  route({
    method: 'GET',
    path: '/v2/personas',
    access: 'read',
    query: personaListQuery,
    answer: personaList,
    handle: ({ scope, query }) => listPersonas(scope, query),
  }),
  route({
    method: 'GET',
    path: '/v2/personas/:id',
    access: 'read',
    unknownId,
    answer: personaAnswer,
    async handle({ scope, id }) {
      const found = await known(scope, id)
      return { ...found, data: [found] }
    },
  }),
  route({
    method: 'PATCH',
    path: '/v2/personas/:id',
    access: 'write',
    unknownId,
    body: z.unknown(),
    bodyKind: 'any',
    answer: persona,
    async handle({ scope, id, body }) {
      const { persona: patched, changed } = await patchPersona(scope, id, patchUnderOneName(body))
      return changed ? patched : new Response(null, { status: 304 })
    },
  }),
  route({
    method: 'DELETE',
    path: '/v2/personas/:id',
    access: 'write',
    unknownId,
    answer: null,
    async handle({ scope, id }) {
      await known(scope, id)
      await deletePersona(scope, id)
      return undefined
    },
  }),
]

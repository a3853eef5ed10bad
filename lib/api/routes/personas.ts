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
import { jsonPatch } from '@/lib/domain/requests/schema'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { patchUnderOneName } from '../names'
import { examplePersona, patchText } from '../openapi/examples'
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
    reference: {
      id: 'createPersona',
      tag: 'Personas',
      summary: 'Create a persona',
      description:
        'Who a replica is: how it behaves, what it knows, which model it thinks with. `system_prompt` is needed unless `pipeline_mode` is `echo`.',
      body: {
        persona_name: 'Front desk',
        system_prompt: 'You are the receptionist of a small hotel. Answer in two sentences.',
        context: 'Breakfast is from seven to ten.',
        default_replica_id: 'r90bbd427f71',
        layers: { llm: { model: 'tavus-gpt-oss' } },
      },
      answer: examplePersona,
    },
    handle: ({ scope, body, requestKey }) => createPersona(scope, body, requestKey),
  }),
  route({
    method: 'GET',
    path: '/v2/personas',
    access: 'read',
    query: personaListQuery,
    answer: personaList,
    reference: {
      id: 'listPersonas',
      tag: 'Personas',
      summary: 'List personas',
      description: 'Those of the workspace, and those every installation has.',
      query: { persona_type: 'system' },
      answer: { data: [examplePersona], total_count: 1 },
    },
    handle: ({ scope, query }) => listPersonas(scope, query),
  }),
  route({
    method: 'GET',
    path: '/v2/personas/:id',
    access: 'read',
    unknownId,
    answer: personaAnswer,
    reference: {
      id: 'getPersona',
      tag: 'Personas',
      summary: 'Read a persona',
      description:
        'Both as the list of one in `data` that the compatible API answers with, and as a plain object.',
      answer: { ...examplePersona, data: [examplePersona] },
    },
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
    reference: {
      id: 'patchPersona',
      tag: 'Personas',
      summary: 'Change a persona',
      description: patchText,
      statuses: {
        304: 'The patch changes nothing.',
        403: 'The persona is one that every installation has.',
        409: 'It was changed by somebody else at the same moment.',
        422: 'The body is no JSON Patch, or does not apply.',
      },
      bodySchema: jsonPatch,
      body: [{ op: 'replace', path: '/persona_name', value: 'Night desk' }],
      answer: { ...examplePersona, persona_name: 'Night desk' },
    },
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
    reference: {
      id: 'deletePersona',
      tag: 'Personas',
      summary: 'Delete a persona',
      statuses: { 403: 'The persona is one that every installation has.' },
      destroys: 'Removes the persona. Conversations that were held with it stay.',
      sends: 'nothing',
    },
    async handle({ scope, id }) {
      await known(scope, id)
      await deletePersona(scope, id)
      return undefined
    },
  }),
]

import { DomainError } from '@/lib/domain/errors'
import { findPersona, listPersonas } from '@/lib/domain/personas/queries'
import { personaAnswer, personaList, personaListQuery } from '@/lib/domain/personas/schema'
import { type Route, route } from '../route'

const unknownId = 'Invalid persona_id'

/** Personas: list and read. */
export const personaRoutes: Route[] = [
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
      const persona = await findPersona(scope, id)
      if (!persona) throw new DomainError('not-found', unknownId)
      return { ...persona, data: [persona] }
    },
  }),
]

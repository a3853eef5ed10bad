import { readImage } from '@/lib/domain/backgrounds/queries'
import { DomainError } from '@/lib/domain/errors'
import { type Route, route } from '../route'

const unknownId = 'Invalid background image id'

/** Images that conversations of the workspace have behind their replicas. */
export const backgroundRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/backgrounds/:id',
    access: 'read',
    unknownId,
    answer: null,
    reference: {
      id: 'getBackground',
      tag: 'Files',
      summary: 'Fetch a background image',
      sends: {
        'image/png': 'As it was sent',
        'image/jpeg': 'As it was sent',
        'image/webp': 'As it was sent',
      },
    },
    async handle({ scope, id }) {
      const found = await readImage(scope, id)
      if (!found) throw new DomainError('not-found', unknownId)
      return new Response(found.bytes, { headers: { 'content-type': found.mimeType } })
    },
  }),
]

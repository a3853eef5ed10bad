import { listProviders } from '@/lib/domain/connections/queries'
import type { OutsideProvider } from '@/lib/domain/connections/rules'
import {
  catalogue,
  catalogueQuery,
  foreignConversations,
  outsideProvider,
  providerList,
} from '@/lib/domain/connections/schema'
import { catalogueToWire } from '@/lib/domain/connections/serialize'
import { readCatalogue } from '@/lib/domain/connections/service/catalogue'
import { endForeign, listForeign } from '@/lib/domain/conversations/service/foreign'
import { DomainError } from '@/lib/domain/errors'
import { exampleCatalogue, exampleForeign, exampleProviders } from '../openapi/examples-outside'
import { type Route, route } from '../route'

/** How a provider is refused that is not one of these. */
export const unknownId = 'There is no provider of this name that needs an account.'
const unknown = { unknownId, unknownStatus: 404 } as const

/**
 * The provider that an address names, which is one that needs an account.
 * @throws DomainError `not-found`
 */
export function outsideNamed(id: string): OutsideProvider {
  const parsed = outsideProvider.safeParse(id)
  if (parsed.success) return parsed.data
  throw new DomainError('not-found', unknownId)
}

/** Who can run conversations, and what the workspace's accounts there have. */
export const providerRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/providers',
    access: 'read',
    answer: providerList,
    reference: {
      id: 'listProviders',
      tag: 'Providers',
      summary: 'List providers',
      description:
        'Who can run conversations: the built-in studio, and clouds under an account of yours, which is connected in the settings of the dashboard.',
      answer: exampleProviders,
    },
    handle: ({ scope }) => listProviders(scope),
  }),
  route({
    method: 'GET',
    path: '/v2/providers/:id/catalogue',
    access: 'read',
    ...unknown,
    query: catalogueQuery,
    answer: catalogue,
    reference: {
      id: 'readProviderCatalogue',
      tag: 'Providers',
      summary: 'Read what an account can talk with',
      description:
        'The personas and replicas of the workspace’s account, as they were read in the last ten minutes. While the provider cannot be asked, what it said last.',
      statuses: { 400: 'The account is not connected.' },
      query: { fresh: 'true' },
      answer: exampleCatalogue,
    },
    async handle({ scope, id, query: { fresh } }) {
      const read = await readCatalogue(scope, outsideNamed(id), fresh === 'true')
      return catalogueToWire(read.catalogue, read.readAt)
    },
  }),
  route({
    method: 'GET',
    path: '/v2/providers/:id/conversations',
    access: 'read',
    ...unknown,
    answer: foreignConversations,
    reference: {
      id: 'listForeignConversations',
      tag: 'Providers',
      summary: 'List what was made elsewhere',
      description:
        'Conversations that are live in the workspace’s account and were not made here. They hold slots of the account, and are asked for anew each time.',
      statuses: {
        400: 'The account is not connected, or the provider does not accept its key.',
        503: 'The provider could not be asked.',
      },
      answer: { data: [exampleForeign] },
    },
    handle: async ({ scope, id }) => ({ data: await listForeign(scope, outsideNamed(id)) }),
  }),
  route({
    method: 'POST',
    path: '/v2/providers/:id/conversations/:conversation/end',
    access: 'write',
    ...unknown,
    answer: null,
    reference: {
      id: 'endForeignConversation',
      tag: 'Providers',
      summary: 'End what was made elsewhere',
      description:
        'By the provider’s own id of the conversation. One that has ended, or is unknown there, is fine.',
      statuses: {
        400: 'The account is not connected, or the provider does not accept its key.',
        503: 'The provider could not be asked.',
      },
      destroys: 'Ends the call for everybody in it.',
      sends: 'nothing',
    },
    async handle({ scope, id, param }) {
      await endForeign(scope, outsideNamed(id), param('conversation'))
      return undefined
    },
  }),
]

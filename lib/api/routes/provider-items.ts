import * as z from 'zod'
import { accountItem, item, itemRename, itemRequest } from '@/lib/domain/connections/schema'
import { itemToWire } from '@/lib/domain/connections/serialize'
import {
  createAtProvider,
  patchAtProvider,
  readAtProvider,
  removeAtProvider,
} from '@/lib/domain/connections/service/manage'
import { DomainError } from '@/lib/domain/errors'
import { isShallow, jsonPatch } from '@/lib/domain/requests/schema'
import type { CatalogueKind } from '@/lib/providers/account'
import { exampleItems } from '../openapi/examples-outside'
import { type Route, route } from '../route'
import { outsideNamed, unknownId } from './providers'

/** What is one by one the same of personas and replicas of an account, and what is not. */
type Kind = {
  kind: CatalogueKind
  /** In an address. */
  noun: string
  /** In an operation's id. */
  name: string
  /** What a creation does beside what every one does, and what one sends. */
  creates: string
  example: Record<'request' | 'made' | 'whole', Record<string, unknown>>
  /** How one is changed, and an example of that with what it changes. */
  change: { schema: z.ZodType; description: string; body: unknown; changed: Record<string, unknown> }
}

const passedOn =
  'The body goes to the provider as it is, by the names of either era, and the answer is the provider’s own.'

/** Create, read, change and delete. */
function itemRoutes({ kind, noun, name, creates, example, change }: Kind): Route[] {
  const unknownItem = `The account has no ${kind} with this id.`
  const statuses = {
    400: 'The account is not connected, or the provider refuses it, in its own words and by rules of its own.',
    404: `There is no provider of this name that needs an account, or the account has no ${kind} with this id.`,
    503: 'The provider could not be asked.',
  }
  const of = { path: `/v2/providers/:id/${noun}/:item`, unknownStatus: 404 } as const
  const about = (verb: string) => ({ id: `${verb}Account${name}`, tag: 'Providers' }) as const
  const meant = (id: string, itemId: string) => {
    const provider = outsideNamed(id)
    // Texts that cannot be an id are as unknown as any other, and become no part of the provider's address.
    const parsed = accountItem.shape.id.safeParse(itemId)
    if (!parsed.success) throw new DomainError('not-found', unknownItem)
    return { provider, kind, id: parsed.data }
  }
  return [
    route({
      method: 'POST',
      path: `/v2/providers/:id/${noun}`,
      access: 'write',
      unknownStatus: 404,
      // Under the names it was sent with, which are the provider's.
      bodyKind: 'any',
      body: itemRequest,
      answer: item,
      reference: {
        ...about('create'),
        summary: `Create a ${kind} in an account`,
        description: `${creates} ${passedOn}`,
        statuses: {
          ...statuses,
          404: unknownId,
          503: 'The provider could not be asked. Without `retry-after`: it was asked and did not answer, so that it may have been made all the same.',
        },
        body: example.request,
        answer: example.made,
      },
      handle: async ({ scope, id, body }) =>
        itemToWire(await createAtProvider(scope, { provider: outsideNamed(id), kind }, body)),
    }),
    route({
      ...of,
      method: 'GET',
      access: 'read',
      answer: item,
      reference: {
        ...about('get'),
        summary: `Read a ${kind} of an account`,
        description:
          'As the provider tells of it now, without the secrets that layers may have. The catalogue has the ids.',
        statuses,
        answer: example.whole,
      },
      handle: async ({ scope, id, param }) =>
        itemToWire(await readAtProvider(scope, meant(id, param('item')))),
    }),
    route({
      ...of,
      method: 'PATCH',
      access: 'write',
      body: z.unknown().refine((body) => isShallow(body), 'The body is nested too deep.'),
      bodyKind: 'any',
      answer: item,
      reference: {
        ...about('patch'),
        summary: `Change a ${kind} of an account`,
        description: `${change.description} ${passedOn}`,
        statuses,
        bodySchema: change.schema,
        body: change.body,
        answer: { ...example.whole, ...change.changed },
      },
      handle: async ({ scope, id, param, body }) =>
        itemToWire(await patchAtProvider(scope, meant(id, param('item')), body)),
    }),
    route({
      ...of,
      method: 'DELETE',
      access: 'write',
      answer: null,
      reference: {
        ...about('delete'),
        summary: `Delete a ${kind} of an account`,
        statuses,
        destroys: `Removes the ${kind} at the provider, for everybody who uses the account.`,
        sends: 'nothing',
      },
      async handle({ scope, id, param }) {
        const wasThere = await removeAtProvider(scope, meant(id, param('item')))
        if (!wasThere) throw new DomainError('not-found', unknownItem)
        return undefined
      },
    }),
  ]
}

/** The personas and replicas that a workspace's account at a provider has of its own. */
export const providerItemRoutes: Route[] = [
  ...itemRoutes({
    kind: 'persona',
    noun: 'personas',
    name: 'Persona',
    creates: 'Who a replica is, in the account.',
    example: exampleItems.persona,
    change: {
      schema: jsonPatch,
      description: 'A JSON Patch (RFC 6902).',
      body: [{ op: 'replace', path: '/persona_name', value: 'Night desk' }],
      changed: { persona_name: 'Night desk' },
    },
  }),
  ...itemRoutes({
    kind: 'replica',
    noun: 'replicas',
    name: 'Replica',
    creates: 'It is trained by the provider, which takes hours and costs what the provider says.',
    example: exampleItems.replica,
    change: {
      schema: itemRename,
      description: 'Of a replica nothing can be changed but its name.',
      body: { replica_name: 'Mara K.' },
      changed: { replica_name: 'Mara K.' },
    },
  }),
]

import * as z from 'zod'
import { filledText, isShallow, webAddress } from '@/lib/domain/requests/schema'
import { itemNameLength, keyLength, outsideProviders, providers } from './rules'

const timestamp = z.string().describe('UTC, ISO 8601 with microseconds and Z')

export const providerName = z.enum(providers, {
  error: `provider must be ${providers.map((name) => `"${name}"`).join(' or ')}.`,
})
export const outsideProvider = z.enum(outsideProviders, { error: 'There is no such provider.' })

/** How a workspace connects an account of its own. */
export const connectRequest = z.object({
  api_key: z
    .string({ error: 'Enter the API key.' })
    .trim()
    .min(1, 'Enter the API key.')
    .max(keyLength, `An API key has at most ${keyLength} characters.`)
    // It is sent as a header.
    .regex(/^[\x21-\x7e]*$/, 'An API key has letters, digits and signs only, and no spaces.'),
  base_url: webAddress(2048, 'The address')
    .transform((url) => url.replace(/\/+$/, ''))
    .refine((url) => !new URL(url).username && !new URL(url).search && !new URL(url).hash, {
      error: 'The address must not have a user, a query or a fragment.',
    })
    .optional(),
})

/** A provider that this server knows, as it stands in the workspace. */
export const provider = z.object({
  provider: providerName,
  is_default: z.boolean().describe('It runs conversations that name no provider'),
  is_connected: z.boolean().describe('It can run conversations of this workspace'),
  base_url: z.string().nullable().describe('Of its API; null for the one that is built in'),
  key_hint: z.string().nullable().describe('The last characters of the key'),
  problem: z
    .object({ message: z.string(), since: timestamp })
    .nullable()
    .describe('Why it did not do what it was asked last; null: it did'),
})
export const providerList = z.object({ data: z.array(provider) })

const kind = z.enum(['user', 'system']).describe('The account’s own, or one that everybody has')

/** What an account at a provider can talk with. */
export const catalogue = z.object({
  personas: z.array(
    z.object({
      persona_id: z.string(),
      persona_name: z.string(),
      persona_type: kind,
      default_replica_id: z.string().nullable(),
    }),
  ),
  replicas: z.array(
    z.object({
      replica_id: z.string(),
      replica_name: z.string(),
      replica_type: kind,
      is_ready: z.boolean().describe('Its training is over'),
    }),
  ),
  read_at: timestamp.describe('When the provider was asked'),
})

export const catalogueQuery = z.object({
  fresh: z
    .enum(['true', 'false'], { error: 'fresh must be true or false.' })
    .optional()
    .describe('Asks the provider anew, instead of using what it said in the last minutes (false)'),
})

/** What of an account is meant. */
export const accountItem = z.object({
  provider: outsideProvider,
  kind: z.enum(['persona', 'replica']),
  // It becomes a part of an address.
  id: z.string().regex(/^[\w-]{1,200}$/),
})

/** How something in an account is called from now on. */
export const itemName = filledText(itemNameLength, 'The name', 'Enter a name.')

/** How something in an account is renamed by itself. */
export const itemRename = z.object({ replica_name: itemName })

/** What something in an account is made of: its provider alone knows what that can be. */
export const itemRequest = z
  .looseObject({}, { error: 'The body must be a JSON object.' })
  .refine((body) => isShallow(body), 'The body is nested too deep.')

/** Something in an account, in the words of its provider. */
export const item = z.looseObject({})

/** A persona of an account with what its provider says of it, without its secrets. */
export const accountPersona = z.object({
  system_prompt: z.string(),
  default_replica_id: z.string().nullable(),
  layers: z.record(z.string(), z.unknown()),
})

/** A conversation that is live in the account and was not made here. */
export const foreignConversation = z.object({
  conversation_id: z.string().describe("The provider's own id"),
  conversation_name: z.string(),
  created_at: timestamp.nullable(),
})
export const foreignConversations = z.object({ data: z.array(foreignConversation) })

export type ConnectRequest = z.input<typeof connectRequest>
export type ProviderWire = z.infer<typeof provider>
export type ProviderList = z.infer<typeof providerList>
export type CatalogueWire = z.infer<typeof catalogue>
export type AccountItem = z.infer<typeof accountItem>
export type AccountPersona = z.infer<typeof accountPersona>
export type ForeignConversation = z.infer<typeof foreignConversation>

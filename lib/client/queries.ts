import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { OutsideProvider } from '@/lib/domain/connections/rules'
import type { ConversationListQuery } from '@/lib/domain/conversations/schema/response'
import type { Strategy } from '@/lib/domain/documents/rules/retrieval'
import type { DocumentListQuery } from '@/lib/domain/documents/schema'
import type { ApiRequestListQuery } from '@/lib/domain/requests/schema'
import type { UsageGroup } from '@/lib/domain/usage/schema'
import type { DeliveryListQuery } from '@/lib/domain/webhooks/schema'
import { queryString, read } from './api'

// Schemas come with the first answer they check, each file for itself: all at once would hold up a page for 30 ms.
const conversationSchemas = () => import('@/lib/domain/conversations/schema/response')
const turnSchemas = () => import('@/lib/domain/conversations/schema/turns')
const personaSchemas = () => import('@/lib/domain/personas/schema')
const replicaSchemas = () => import('@/lib/domain/replicas/schema')
const webhookSchemas = () => import('@/lib/domain/webhooks/schema')
const requestSchemas = () => import('@/lib/domain/requests/schema')
const documentSchemas = () => import('@/lib/domain/documents/schema')
const memorySchemas = () => import('@/lib/domain/memories/schema')
const connectionSchemas = () => import('@/lib/domain/connections/schema')
const usageSchemas = () => import('@/lib/domain/usage/schema')

/** What a list is narrowed to. */
export type ConversationFilters = Pick<
  ConversationListQuery,
  'status' | 'persona_id' | 'replica_id' | 'provider' | 'from' | 'to' | 'text'
>

/** The list, `limit` rows a page. */
export const conversationsQuery = (filters: ConversationFilters, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['conversations', filters] as const,
    queryFn: ({ pageParam, signal }) =>
      read(
        `/v2/conversations${queryString({ ...filters, limit, cursor: pageParam })}`,
        async () => (await conversationSchemas()).conversationList,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })

/** Conversations by a part of their name or of what was said, for a short list; the newest ones for an empty text. */
export const foundConversationsQuery = (text: string, limit: number) =>
  queryOptions({
    queryKey: ['conversations', 'found', text] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/conversations${queryString({ text, limit })}`,
        async () => (await conversationSchemas()).conversationList,
        signal,
      ),
    placeholderData: keepPreviousData,
  })

/** One conversation with transcript, participants, settings and its next deadline. */
export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversation', id] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/conversations/${encodeURIComponent(id)}?verbose=true`,
        async () => (await conversationSchemas()).conversationVerbose,
        signal,
      ),
  })

/** How long each answer of a conversation took. */
export const turnsQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversation', id, 'turns'] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/conversations/${encodeURIComponent(id)}/turns`,
        async () => (await turnSchemas()).conversationTurnList,
        signal,
      ),
  })

/** One turn with what its model saw. */
export const turnQuery = (id: string, turn: number) =>
  queryOptions({
    queryKey: ['conversation', id, 'turns', turn] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/conversations/${encodeURIComponent(id)}/turns/${turn}`,
        async () => (await turnSchemas()).conversationTurnVerbose,
        signal,
      ),
  })

/** Slots and who holds them, minutes left, the longest call. */
export const limitsQuery = () =>
  queryOptions({
    queryKey: ['limits'] as const,
    queryFn: ({ signal }) => read('/v2/limits', async () => (await usageSchemas()).workspaceLimits, signal),
  })

/** Who can run conversations of the workspace. */
export const providersQuery = () =>
  queryOptions({
    queryKey: ['providers'] as const,
    queryFn: ({ signal }) =>
      read('/v2/providers', async () => (await connectionSchemas()).providerList, signal),
  })

/** The personas and replicas of the workspace's account at a provider outside. */
export const catalogueQuery = (provider: OutsideProvider) =>
  queryOptions({
    queryKey: ['providers', provider, 'catalogue'] as const,
    queryFn: ({ signal }) =>
      read(`/v2/providers/${provider}/catalogue`, async () => (await connectionSchemas()).catalogue, signal),
  })

/** The same, asked of the provider now and not as it was read in the last minutes. */
export const readCatalogueAnew = (provider: OutsideProvider) =>
  read(`/v2/providers/${provider}/catalogue?fresh=true`, async () => (await connectionSchemas()).catalogue)

/** What is live in that account and was not made here; asked of the provider each time. */
export const foreignQuery = (provider: OutsideProvider) =>
  queryOptions({
    queryKey: ['foreign', provider] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/providers/${provider}/conversations`,
        async () => (await connectionSchemas()).foreignConversations,
        signal,
      ),
  })

/** Every persona the workspace may use. */
export const personasQuery = () =>
  queryOptions({
    queryKey: ['personas'] as const,
    queryFn: ({ signal }) =>
      read('/v2/personas?limit=1000', async () => (await personaSchemas()).personaList, signal),
  })

/** One persona with its texts, read anew whenever it is shown: no event tells of its changes. */
export const personaQuery = (id: string) =>
  queryOptions({
    queryKey: ['persona', id] as const,
    staleTime: 0,
    queryFn: ({ signal }) =>
      read(`/v2/personas/${encodeURIComponent(id)}`, async () => (await personaSchemas()).persona, signal),
  })

/** Every replica the workspace may use. */
export const replicasQuery = () =>
  queryOptions({
    queryKey: ['replicas'] as const,
    queryFn: ({ signal }) =>
      read('/v2/replicas?limit=1000', async () => (await replicaSchemas()).replicaList, signal),
  })

/** What was used per UTC day from `from` to `to`, both included, split by `group` where it is given. */
export const usageQuery = (from: string, to: string, group: UsageGroup | null) =>
  queryOptions({
    queryKey: ['usage', from, to, group] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/usage${queryString({ from, to, group_by: group ?? undefined })}`,
        async () => (await usageSchemas()).usage,
        signal,
      ),
    placeholderData: keepPreviousData,
  })

/** Every endpoint of the workspace. */
export const webhooksQuery = () =>
  queryOptions({
    queryKey: ['webhooks', 'endpoints'] as const,
    queryFn: ({ signal }) => read('/v2/webhooks', async () => (await webhookSchemas()).webhookList, signal),
  })

/** What the log of webhooks is narrowed to. */
export type DeliveryFilters = Pick<
  DeliveryListQuery,
  'status' | 'event_type' | 'webhook_id' | 'conversation_id'
>

/** The log of webhooks, newest first, `limit` rows a page. */
export const deliveriesQuery = (filters: DeliveryFilters, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', 'deliveries', filters] as const,
    queryFn: ({ pageParam, signal }) =>
      read(
        `/v2/webhooks/deliveries${queryString({ ...filters, limit, cursor: pageParam })}`,
        async () => (await webhookSchemas()).deliveryList,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })

/** What the list of documents is narrowed to. */
export type DocumentFilters = Partial<Pick<DocumentListQuery, 'status' | 'name_or_uuid' | 'tags'>>

/** Documents, newest first, `limit` rows a page. */
export const documentsQuery = (filters: DocumentFilters, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['documents', filters] as const,
    queryFn: ({ pageParam, signal }) =>
      read(
        `/v2/documents${queryString({ ...filters, limit, page: pageParam })}`,
        async () => (await documentSchemas()).documentList,
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ page, limit, total_count }) =>
      (page + 1) * limit < total_count ? page + 1 : undefined,
    placeholderData: keepPreviousData,
  })

/** One document, with what became of it. */
export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id] as const,
    queryFn: ({ signal }) =>
      read(`/v2/documents/${encodeURIComponent(id)}`, async () => (await documentSchemas()).document, signal),
  })

/** The text of a document as it was understood, `limit` passages a page. */
export const passagesQuery = (id: string, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['document', id, 'passages'] as const,
    queryFn: ({ pageParam, signal }) =>
      read(
        `/v2/documents/${encodeURIComponent(id)}/passages${queryString({ limit, page: pageParam })}`,
        async () => (await documentSchemas()).passageList,
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ page, limit, total_count }) =>
      (page + 1) * limit < total_count ? page + 1 : undefined,
  })

/** Every tag of documents, and how many have it. */
export const documentTagsQuery = () =>
  queryOptions({
    queryKey: ['documents', 'tags'] as const,
    queryFn: ({ signal }) =>
      read('/v2/documents/tags', async () => (await documentSchemas()).documentTags, signal),
  })

/** What a question retrieves, from one document or from all. */
export const retrievalQuery = (question: string, strategy: Strategy, documentId?: string) =>
  queryOptions({
    queryKey: ['document', documentId, 'retrieval', question, strategy] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/documents/search${queryString({ question, strategy, document_ids: documentId })}`,
        async () => (await documentSchemas()).searchAnswer,
        signal,
      ),
    placeholderData: keepPreviousData,
  })

/** One delivery with every attempt. */
export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', 'delivery', id] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/webhooks/deliveries/${encodeURIComponent(id)}`,
        async () => (await webhookSchemas()).deliveryVerbose,
        signal,
      ),
  })

/** What the request log is narrowed to. */
export type RequestFilters = Pick<
  ApiRequestListQuery,
  'path' | 'method' | 'outcome' | 'api_key_id' | 'subject_id' | 'from' | 'to'
>

/** The request log, newest first, `limit` rows a page. */
export const requestsQuery = (filters: RequestFilters, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['requests', filters] as const,
    queryFn: ({ pageParam, signal }) =>
      read(
        `/v2/requests${queryString({ ...filters, limit, cursor: pageParam })}`,
        async () => (await requestSchemas()).apiRequestList,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })

/** The stores with a part of their name, those that were used last first. */
export const memoryStoresQuery = (text: string, limit: number) =>
  queryOptions({
    queryKey: ['memories', 'stores', text, limit] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/memory-stores${queryString({ text, limit })}`,
        async () => (await memorySchemas()).memoryStoreList,
        signal,
      ),
    placeholderData: keepPreviousData,
  })

/** The facts of a store with a part of their words, newest first. */
export const memoriesQuery = (store: string, text: string, limit: number) =>
  queryOptions({
    queryKey: ['memories', 'facts', store, text, limit] as const,
    queryFn: ({ signal }) =>
      read(
        `/v2/memory-stores/${encodeURIComponent(store)}/memories${queryString({ text, limit })}`,
        async () => (await memorySchemas()).memoryList,
        signal,
      ),
    placeholderData: keepPreviousData,
  })

/** What is remembered of a conversation, read anew when it is shown: it may be there before the page that shows it. */
export const conversationMemoriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversation-memories', id] as const,
    staleTime: 0,
    queryFn: ({ signal }) =>
      read(
        `/v2/conversations/${encodeURIComponent(id)}/memories`,
        async () => (await memorySchemas()).conversationMemories,
        signal,
      ),
  })

/** The first words of the keys of queries that a change of `topic` makes stale. */
export function staleAfter(topic: string): string[] {
  if (topic === 'conversation')
    return ['conversations', 'conversation', 'conversation-memories', 'limits', 'usage']
  if (topic === 'memories') return ['memories', 'conversation-memories']
  if (topic === 'workspace') return ['limits', 'usage', 'providers']
  if (topic === 'document') return ['documents', 'document']
  if (topic === 'webhooks') return ['webhooks']
  return []
}

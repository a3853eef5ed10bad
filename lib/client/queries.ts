import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ConversationListQuery } from '@/lib/domain/conversations/schema/response'
import type { ApiRequestListQuery } from '@/lib/domain/requests/schema'
import type { UsageGroup } from '@/lib/domain/usage/schema'
import type { DeliveryListQuery } from '@/lib/domain/webhooks/schema'
import { queryString, read } from './api'

// Schemas come with the first answer they check, each file for itself: all at once would hold up a page for 30 ms.
const conversationSchemas = () => import('@/lib/domain/conversations/schema/response')
const personaSchemas = () => import('@/lib/domain/personas/schema')
const replicaSchemas = () => import('@/lib/domain/replicas/schema')
const webhookSchemas = () => import('@/lib/domain/webhooks/schema')
const requestSchemas = () => import('@/lib/domain/requests/schema')
const usageSchemas = () => import('@/lib/domain/usage/schema')

/** What a list is narrowed to. */
export type ConversationFilters = Pick<
  ConversationListQuery,
  'status' | 'persona_id' | 'replica_id' | 'from' | 'to' | 'text'
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

/** Slots and who holds them, minutes left, the longest call. */
export const limitsQuery = () =>
  queryOptions({
    queryKey: ['limits'] as const,
    queryFn: ({ signal }) => read('/v2/limits', async () => (await usageSchemas()).workspaceLimits, signal),
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

/** What the API says of itself. */
export const referenceQuery = () =>
  queryOptions({
    queryKey: ['reference'] as const,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      read('/v2/openapi.json', async () => (await import('./openapi')).openApiDocument, signal),
  })

/** The first words of the keys of queries that a change of `topic` makes stale. */
export function staleAfter(topic: string): string[] {
  if (topic === 'conversation') return ['conversations', 'conversation', 'limits', 'usage']
  if (topic === 'workspace') return ['limits', 'usage']
  if (topic === 'webhooks') return ['webhooks']
  return []
}

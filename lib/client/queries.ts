import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ConversationListQuery } from '@/lib/domain/conversations/schema/response'
import type { UsageGroup } from '@/lib/domain/usage/schema'
import { queryString, read } from './api'

// Schemas come with the first answer they check, each file for itself: all at once would hold up a page for 30 ms.
const conversationSchemas = () => import('@/lib/domain/conversations/schema/response')
const personaSchemas = () => import('@/lib/domain/personas/schema')
const replicaSchemas = () => import('@/lib/domain/replicas/schema')
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
  return []
}

import { DomainError } from '@/lib/domain/errors'
import { listMemories, listStores, memoriesOfConversation } from '@/lib/domain/memories/queries'
import {
  conversationMemories,
  memory,
  memoryList,
  memoryListQuery,
  memoryRequest,
  memoryStoreList,
} from '@/lib/domain/memories/schema'
import {
  addMemory,
  deleteMemory,
  deleteStore,
  unknownMemory,
  unknownStore,
  updateMemory,
} from '@/lib/domain/memories/service/write'
import { exampleMemory } from '../openapi/examples'
import { type Route, route } from '../route'

const store = { path: '/v2/memory-stores/:store', unknownId: unknownStore, unknownStatus: 404 } as const
const facts = { path: '/v2/memory-stores/:store/memories' } as const
const one = { path: '/v2/memories/:store/:id', unknownId: unknownMemory, unknownStatus: 404 } as const

/** What conversations remember: stores, and the facts in them. */
export const memoryRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/memory-stores',
    access: 'read',
    query: memoryListQuery,
    answer: memoryStoreList,
    reference: {
      id: 'listMemoryStores',
      tag: 'Memories',
      summary: 'List memory stores',
      description:
        'Those that were used last first. A store is there once a conversation names it or a fact is put in it.',
      query: { limit: 10, page: 1 },
      answer: {
        data: [
          {
            memory_store: exampleMemory.memory_store,
            memories: 1,
            created_at: exampleMemory.created_at,
            last_used_at: exampleMemory.created_at,
          },
        ],
        total_count: 1,
      },
    },
    handle: ({ scope, query }) => listStores(scope, query),
  }),
  route({
    ...store,
    method: 'DELETE',
    access: 'write',
    answer: null,
    reference: {
      id: 'deleteMemoryStore',
      tag: 'Memories',
      summary: 'Delete a memory store',
      destroys: 'Removes the store with all its facts.',
      sends: 'nothing',
    },
    async handle({ scope, param }) {
      const name = param('store')
      await deleteStore(scope, name)
      return undefined
    },
  }),
  route({
    ...facts,
    unknownId: unknownStore,
    unknownStatus: 404,
    method: 'GET',
    access: 'read',
    query: memoryListQuery,
    answer: memoryList,
    reference: {
      id: 'listMemories',
      tag: 'Memories',
      summary: 'List the facts of a store',
      description: 'Newest first: as a conversation that names the store is given them.',
      query: { limit: 10, page: 1 },
      answer: { data: [exampleMemory], total_count: 1 },
    },
    async handle({ scope, param, query }) {
      const name = param('store')
      const found = await listMemories(scope, name, query)
      if (!found) throw new DomainError('not-found', unknownStore)
      return found
    },
  }),
  route({
    ...facts,
    method: 'POST',
    access: 'write',
    blanks: 0,
    body: memoryRequest,
    answer: memory,
    reference: {
      id: 'createMemory',
      tag: 'Memories',
      summary: 'Put a fact in a store',
      description:
        'The store is made where there is none of the name. It has at most 500 facts: the oldest that nobody wrote by hand leave.',
      statuses: { 409: 'All facts of a full store were written by hand.' },
      body: { content: 'Ana prefers lessons in the morning.' },
      answer: {
        ...exampleMemory,
        content: 'Ana prefers lessons in the morning.',
        by_hand: true,
        conversation_id: null,
        conversation_name: null,
      },
    },
    handle: ({ scope, param, body, requestKey }) => addMemory(scope, param('store'), body, requestKey),
  }),
  route({
    ...one,
    method: 'PATCH',
    access: 'write',
    blanks: 0,
    body: memoryRequest,
    answer: memory,
    reference: {
      id: 'updateMemory',
      tag: 'Memories',
      summary: 'Change a fact',
      description: 'From then on no conversation replaces it, and it never leaves by itself.',
      body: { content: 'Ana lives in Bergen.' },
      answer: { ...exampleMemory, content: 'Ana lives in Bergen.', by_hand: true },
    },
    handle: ({ scope, param, id, body }) => updateMemory(scope, param('store'), id, body),
  }),
  route({
    ...one,
    method: 'DELETE',
    access: 'write',
    answer: null,
    reference: {
      id: 'deleteMemory',
      tag: 'Memories',
      summary: 'Delete a fact',
      description: 'Conversations that run keep what they were given.',
      destroys: 'Removes the fact.',
      sends: 'nothing',
    },
    async handle({ scope, param, id }) {
      const name = param('store')
      await deleteMemory(scope, name, id)
      return undefined
    },
  }),
  route({
    method: 'GET',
    path: '/v2/conversations/:id/memories',
    unknownId: 'Invalid conversation_id',
    access: 'read',
    answer: conversationMemories,
    reference: {
      id: 'getConversationMemories',
      tag: 'Memories',
      summary: 'Read what is remembered of a conversation',
      description:
        'Facts are made of it within a minute of its end, and stay where they are when it is deleted.',
      answer: { memory_stores: [exampleMemory.memory_store], status: 'done', data: [exampleMemory] },
    },
    async handle({ scope, id }) {
      const found = await memoriesOfConversation(scope, id)
      if (!found) throw new DomainError('not-found', 'Invalid conversation_id')
      return found
    },
  }),
]

import * as z from 'zod'
import { filledText, paging, text } from '@/lib/domain/requests/schema'
import { limits } from './rules/limits'

/** A path cannot name these: whatever reads an address takes them for a way up. */
const unnameable = /^\.{1,2}$/

/** The name of a store; `what` begins the words of a refusal. */
export const storeName = (what: string) =>
  text(limits.name, what)
    .min(1, `${what} is empty.`)
    .refine((name) => !unnameable.test(name), `${what} cannot be "." or "..".`)
    .meta({ pattern: '^(?:[^.]|\\.[^.]|\\.\\.[\\s\\S])' })

/** `memory_stores` of a conversation. */
export const storeNames = (most: number) =>
  z
    .array(storeName('Each entry of memory_stores'), { error: 'memory_stores must be a list of texts.' })
    .max(most, `memory_stores may have at most ${most} entries.`)

const instant = z.string().describe('UTC, ISO 8601 with microseconds and Z')

/** A store on the wire. */
export const memoryStore = z.object({
  memory_store: z.string().describe('Its name'),
  memories: z.int().describe('How many facts it has'),
  created_at: instant,
  last_used_at: instant.nullable().describe('When a conversation that names it was last created'),
})

/** A fact on the wire. */
export const memory = z.object({
  memory_id: z.string(),
  memory_store: z.string(),
  content: z.string().describe('The fact, in a sentence'),
  by_hand: z
    .boolean()
    .describe('Written or changed by hand: no conversation replaces it, and it never leaves by itself'),
  conversation_id: z.string().nullable().describe('In which it was said; null where it was written by hand'),
  conversation_name: z.string().nullable().describe('Null where that conversation is gone'),
  created_at: instant,
  updated_at: instant,
})

/** `POST /v2/memory-stores/{store}/memories` and `PATCH /v2/memories/{store}/{memory_id}`. */
export const memoryRequest = z.object({
  content: filledText(limits.fact, 'content').describe('The fact, in a sentence'),
})

/** The query of lists of stores and of facts. */
export const memoryListQuery = z.object({
  ...paging,
  text: z.string().max(200).optional().describe('Only those with this text in them, in any case'),
})

export const memoryStoreList = z.object({ data: z.array(memoryStore), total_count: z.int() })
export const memoryList = z.object({ data: z.array(memory), total_count: z.int() })

/** `GET /v2/conversations/{id}/memories`: what is remembered of a conversation. */
export const conversationMemories = z.object({
  memory_stores: z.array(z.string()).describe('The stores that it names'),
  status: z
    .enum(['none', 'pending', 'done'])
    .describe('none: it names no store; pending: facts are made of it when it has ended; done: they were'),
  data: z.array(memory).describe('The facts that are kept of it, oldest first'),
})

export type MemoryStoreWire = z.input<typeof memoryStore>
export type MemoryWire = z.input<typeof memory>
export type MemoryListQuery = z.output<typeof memoryListQuery>
export type ConversationMemories = z.input<typeof conversationMemories>

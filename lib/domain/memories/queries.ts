import { settingsOf } from '@/lib/domain/conversations/serialize'
import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import type { Memory } from '@/lib/platform/database/generated/client'
import { containing } from '@/lib/platform/database/search'
import { registry } from '@/lib/platform/registry'
import { recalled } from './rules/limits'
import { recalledOf } from './rules/merge'
import type { ConversationMemories, MemoryListQuery, MemoryStoreWire, MemoryWire } from './schema'
import { memoryToWire, storeToWire } from './serialize'

/** A page of the workspace's stores, those that were used last first, and how many there are. */
export async function listStores(
  { workspaceId }: WorkspaceScope,
  { limit, page, text }: MemoryListQuery,
): Promise<{ data: MemoryStoreWire[]; total_count: number }> {
  const { database } = registry()
  const where = { workspaceId, ...(text && { name: containing(text) }) }
  const [rows, total_count] = await Promise.all([
    database.memoryStore.findMany({
      where,
      orderBy: [{ usedAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'desc' }, { name: 'asc' }],
      skip: (page - 1) * limit,
      take: limit,
      include: { _count: { select: { memories: true } } },
    }),
    database.memoryStore.count({ where }),
  ])
  return { data: rows.map((row) => storeToWire(row, row._count.memories)), total_count }
}

/** A page of a store's facts, newest first, and how many there are; null when there is no such store. */
export async function listMemories(
  { workspaceId }: WorkspaceScope,
  store: string,
  { limit, page, text }: MemoryListQuery,
): Promise<{ data: MemoryWire[]; total_count: number } | null> {
  const { database } = registry()
  const where = {
    workspaceId,
    store,
    ...(text && { text: containing(text) }),
  }
  const [found, rows, total_count] = await Promise.all([
    database.memoryStore.findUnique({ where: { workspaceId_name: { workspaceId, name: store } } }),
    database.memory.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * limit,
      take: limit,
    }),
    database.memory.count({ where }),
  ])
  return found && { data: await withConversations(workspaceId, rows), total_count }
}

/** What is remembered of a conversation; null when the workspace has none of this id. */
export async function memoriesOfConversation(
  { workspaceId }: WorkspaceScope,
  id: string,
): Promise<ConversationMemories | null> {
  const { database } = registry()
  const row = await database.conversation.findFirst({
    where: { id, workspaceId, deletedAt: null },
    select: { settings: true, rememberedAt: true },
  })
  if (!row) return null
  const rows = await database.memory.findMany({
    where: { workspaceId, conversationId: id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const { memory_stores, test_mode } = settingsOf(row)
  const never = memory_stores.length === 0 || test_mode
  return {
    memory_stores,
    status: never ? 'none' : row.rememberedAt ? 'done' : 'pending',
    data: await withConversations(workspaceId, rows),
  }
}

/** Facts as the wire shows them, with the names of the conversations that are still there. */
export async function withConversations(workspaceId: string, rows: Memory[]): Promise<MemoryWire[]> {
  const ids = [...new Set(rows.flatMap(({ conversationId }) => conversationId ?? []))]
  const there = await registry().database.conversation.findMany({
    where: { id: { in: ids }, workspaceId, deletedAt: null },
    select: { id: true, name: true },
  })
  const names = new Map(there.map(({ id, name }) => [id, name]))
  return rows.map((row) => memoryToWire(row, names.get(row.conversationId ?? '') ?? null))
}

/** What a conversation of the workspace that names `stores` is given of them, newest first. */
export async function memoriesIn(
  _scope: WorkspaceScope | SystemScope,
  workspaceId: string,
  stores: string[],
): Promise<string[]> {
  if (stores.length === 0) return []
  const rows = await registry().database.memory.findMany({
    where: { workspaceId, store: { in: stores } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    // The same may be known in several stores.
    take: recalled.facts * Math.min(stores.length, 10),
    select: { text: true },
  })
  return recalledOf(rows.map(({ text }) => text))
}

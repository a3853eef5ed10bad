import { timestamp } from '@/lib/domain/conversations/serialize'
import type { Memory, MemoryStore } from '@/lib/platform/database/generated/client'
import type { MemoryStoreWire, MemoryWire } from './schema'

/** A store as the wire shows it. */
export const storeToWire = ({ name, createdAt, usedAt }: MemoryStore, memories: number): MemoryStoreWire => ({
  memory_store: name,
  memories,
  created_at: timestamp(createdAt),
  last_used_at: usedAt && timestamp(usedAt),
})

/** A fact as the wire shows it; `conversationName` is that of the conversation it came from, null where that is gone. */
export const memoryToWire = (row: Memory, conversationName: string | null): MemoryWire => ({
  memory_id: row.id,
  memory_store: row.store,
  content: row.text,
  by_hand: row.byHand,
  conversation_id: row.conversationId,
  conversation_name: conversationName,
  created_at: timestamp(row.createdAt),
  updated_at: timestamp(row.updatedAt),
})

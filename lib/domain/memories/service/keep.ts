import { publish } from '@/lib/domain/webhooks/service/publish'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { hexId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { type Found, merge } from '../rules/merge'
import type { Facts } from './find-facts'
import { openStores, tellStores } from './stores'

/** An ended conversation, and the stores that it names. */
type Of = { id: string; workspaceId: string; stores: string[] }

/**
 * Stores the facts of a conversation and what is told of them, all or nothing; nothing where that was done already, or the
 * conversation is erased.
 */
export async function keepFacts({ id, workspaceId, stores }: Of, { found, problem }: Facts): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const now = clock.now()
    // Taken once, and locked, so that what is kept is there before the conversation is erased, or not at all.
    const { count } = await tx.conversation.updateMany({
      where: { id, erasedAt: null, rememberedAt: null },
      data: { rememberedAt: now },
    })
    if (count === 0) return
    const kept = found.length > 0 ? await keepIn(tx, { id, workspaceId, stores }, found, now) : []
    const about = { conversationId: id, at: now }
    await publish(tx, [
      ...(problem
        ? [{ ...about, type: 'system.model_failed', properties: { part: 'llm', message: problem } }]
        : []),
      ...(kept.length > 0
        ? [
            {
              ...about,
              type: 'application.memory_consolidation',
              // Without their words: they could not be deleted any more where they were sent.
              properties: { memory_stores: stores, memories: kept },
            },
          ]
        : []),
    ])
    await notify(tx, { topic: 'conversation', id, workspaceId })
  })
}

async function keepIn(
  tx: Transaction,
  { id, workspaceId, stores }: Of,
  found: Found[],
  now: Date,
): Promise<{ memory_id: string; memory_store: string }[]> {
  await openStores(tx, workspaceId, stores, now)
  const made: { memory_id: string; memory_store: string }[] = []
  for (const store of stores) {
    const kept = await tx.memory.findMany({
      where: { workspaceId, store },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { id: true, text: true, byHand: true },
    })
    const { add, remove } = merge(kept, found)
    await tx.memory.deleteMany({ where: { workspaceId, id: { in: remove }, byHand: false } })
    // Rising as it was said: lists go by the instant, which is one for all of it, and then by the id.
    const ids = add.map(() => hexId('m', 11)).sort()
    const rows = add.map((text, index) => ({ id: ids[index] ?? '', workspaceId, store, text }))
    const instants = { createdAt: now, updatedAt: now }
    await tx.memory.createMany({
      data: rows.map((row) => ({ ...row, conversationId: id, byHand: false, ...instants })),
    })
    made.push(...rows.map((row) => ({ memory_id: row.id, memory_store: store })))
  }
  await tellStores(tx, workspaceId)
  return made
}

import { DomainError } from '@/lib/domain/errors'
import { withConversations } from '@/lib/domain/memories/queries'
import { eraseSubjects } from '@/lib/domain/requests/service/erase-subjects'
import { flushCalls } from '@/lib/domain/requests/service/log'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { keyedId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { limits } from '../rules/limits'
import { merge } from '../rules/merge'
import { type MemoryWire, memoryRequest, storeName } from '../schema'
import { lockStores, openStores, tellStores } from './stores'

/** What the API says of what is not there. */
export const unknownMemory = 'Memory not found'
export const unknownStore = 'Memory store not found'

/**
 * Writes a fact by hand into a store, which is made where there is none of the name. Where the store is full, its oldest
 * fact that nobody wrote leaves. Asked again under the same `requestKey` it returns what was stored.
 * @throws DomainError `forbidden`, `invalid` with the field, or `conflict` when all of a full store was written by hand
 */
export async function addMemory(
  scope: WorkspaceScope,
  store: string,
  body: unknown,
  requestKey: string,
): Promise<MemoryWire> {
  mayWrite(scope)
  const name = storeName('The name of the store').safeParse(store)
  if (!name.success) {
    throw new DomainError('invalid', name.error.issues[0]?.message ?? 'The store needs another name.', {
      field: 'memory_store',
    })
  }
  const { content } = parsed(body)
  const { database, clock } = registry()
  const { workspaceId } = scope
  const id = keyedId('m', `${workspaceId} ${requestKey}`)
  const row = await inTransaction(database, async (tx) => {
    const now = clock.now()
    await openStores(tx, workspaceId, [store], now)
    const made = await tx.memory.findFirst({ where: { id, workspaceId } })
    if (made) return made
    await makePlace(tx, workspaceId, store)
    await tellStores(tx, workspaceId)
    const instants = { createdAt: now, updatedAt: now }
    return await tx.memory.create({
      data: { id, workspaceId, store, text: content, byHand: true, ...instants },
    })
  })
  return await shown(workspaceId, row)
}

async function makePlace(tx: Transaction, workspaceId: string, store: string): Promise<void> {
  const kept = await tx.memory.findMany({
    where: { workspaceId, store },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, text: true, byHand: true },
  })
  if (kept.length < limits.facts) return
  const { remove } = merge(kept, [], limits.facts - 1)
  if (kept.length - remove.length >= limits.facts) {
    throw new DomainError(
      'conflict',
      `This store has ${limits.facts} facts, all of them written by hand. Delete one of them first.`,
    )
  }
  await tx.memory.deleteMany({ where: { workspaceId, id: { in: remove } } })
}

/**
 * Changes what a fact says. From then on no conversation replaces it.
 * @throws DomainError `forbidden`, `not-found`, or `invalid` with the field
 */
export async function updateMemory(
  scope: WorkspaceScope,
  store: string,
  id: string,
  body: unknown,
): Promise<MemoryWire> {
  mayWrite(scope)
  const { content } = parsed(body)
  const { database, clock } = registry()
  const { workspaceId } = scope
  const row = await inTransaction(database, async (tx) => {
    await lockStores(tx, workspaceId, [store])
    const [changed] = await tx.memory.updateManyAndReturn({
      where: { id, workspaceId, store },
      data: { text: content, byHand: true, updatedAt: clock.now() },
    })
    if (!changed) throw new DomainError('not-found', unknownMemory)
    await tellStores(tx, workspaceId)
    return changed
  })
  return await shown(workspaceId, row)
}

/**
 * Deletes a fact, also from the request log. What conversations that run were given stays theirs.
 * @throws DomainError `forbidden`, `not-found`
 */
export async function deleteMemory(scope: WorkspaceScope, store: string, id: string): Promise<void> {
  mayWrite(scope)
  const { workspaceId } = scope
  // So that nothing of it is written to the log afterwards.
  await flushCalls().catch(() => {})
  await inTransaction(registry().database, async (tx) => {
    const { count } = await tx.memory.deleteMany({ where: { id, workspaceId, store } })
    if (count === 0) throw new DomainError('not-found', unknownMemory)
    await eraseSubjects(tx, [{ id, workspaceId }])
    await tellStores(tx, workspaceId)
  })
}

/**
 * Deletes a store with all its facts. A conversation that names it and has not ended makes it anew.
 * @throws DomainError `forbidden`, `not-found`
 */
export async function deleteStore(scope: WorkspaceScope, store: string): Promise<void> {
  mayWrite(scope)
  const { workspaceId } = scope
  await flushCalls().catch(() => {})
  await inTransaction(registry().database, async (tx) => {
    if (!(await lockStores(tx, workspaceId, [store]))) throw new DomainError('not-found', unknownStore)
    const facts = await tx.memory.findMany({ where: { workspaceId, store }, select: { id: true } })
    await eraseSubjects(
      tx,
      facts.map(({ id }) => ({ id, workspaceId })),
    )
    await tx.memoryStore.delete({ where: { workspaceId_name: { workspaceId, name: store } } })
    await tellStores(tx, workspaceId)
  })
}

async function shown(
  workspaceId: string,
  row: Parameters<typeof withConversations>[1][number],
): Promise<MemoryWire> {
  const [wire] = await withConversations(workspaceId, [row])
  if (!wire) throw new DomainError('not-found', unknownMemory)
  return wire
}

function parsed(body: unknown): { content: string } {
  const result = memoryRequest.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new DomainError('invalid', issue?.message ?? 'This is not usable.', {
    field: issue?.path.join('.') || 'content',
  })
}

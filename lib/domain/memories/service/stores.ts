import { notify } from '@/lib/platform/database/bus'
import type { Transaction } from '@/lib/platform/database/client'

/** Remembers that a conversation names these stores, and makes those that are not there. */
export async function nameStores(
  tx: Transaction,
  workspaceId: string,
  names: string[],
  now: Date,
): Promise<void> {
  if (names.length === 0) return
  await makeStores(tx, workspaceId, names, now)
  await tx.memoryStore.updateMany({ where: { workspaceId, name: { in: names } }, data: { usedAt: now } })
  await tellStores(tx, workspaceId)
}

/** Makes the stores that are not there, and locks all of them: what is in one is decided by one at a time. */
export async function openStores(
  tx: Transaction,
  workspaceId: string,
  names: string[],
  now: Date,
): Promise<void> {
  // One that is deleted at this moment is gone once its lock is had, and is made again.
  do await makeStores(tx, workspaceId, names, now)
  while (!(await lockStores(tx, workspaceId, names)))
}

/** Locks stores, in order of their names; true where all of them are there. Rows may be added by those who hold it. */
export async function lockStores(tx: Transaction, workspaceId: string, names: string[]): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    select 1 from memory_stores where workspace_id = ${workspaceId} and name = any(${names})
    order by name for no key update`
  return found.length === new Set(names).size
}

async function makeStores(tx: Transaction, workspaceId: string, names: string[], now: Date): Promise<void> {
  // In one order, so that two that make the same never wait for each other in a circle.
  const data = [...new Set(names)].sort().map((name) => ({ workspaceId, name, createdAt: now }))
  await tx.memoryStore.createMany({ data, skipDuplicates: true })
}

/** Tells pages that stores of a workspace changed. */
export const tellStores = (tx: Transaction, workspaceId: string) =>
  notify(tx, { topic: 'memories', id: workspaceId })

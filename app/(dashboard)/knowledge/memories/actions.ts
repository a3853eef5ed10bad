'use server'

import { asMember, savedBy } from '@/app/(dashboard)/as-member'
import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import { addMemory, deleteMemory, deleteStore, updateMemory } from '@/lib/domain/memories/service/write'

/** Puts a fact in a store; whatever is sent is checked by the service. */
export async function addFactAction(store: string, content: string, requestKey: string): Promise<SaveAnswer> {
  return await savedBy(async (scope) => {
    const { memory_id } = await addMemory(scope, String(store), { content }, String(requestKey).slice(0, 100))
    return memory_id
  })
}

/** Changes what a fact says. */
export async function updateFactAction(store: string, id: string, content: string): Promise<ActionAnswer> {
  return await asMember((scope) => updateMemory(scope, String(store), String(id), { content }))
}

/** Deletes a fact. */
export async function deleteFactAction(store: string, id: string): Promise<ActionAnswer> {
  return await asMember((scope) => deleteMemory(scope, String(store), String(id)))
}

/** Deletes a store with its facts. */
export async function deleteStoreAction(store: string): Promise<ActionAnswer> {
  return await asMember((scope) => deleteStore(scope, String(store)))
}

import type { SystemScope } from '@/lib/domain/scope'
import { recordingsFolder, remove } from '@/lib/platform/storage/folder'

/** Removes all that a deleted conversation has on the disk of this server. What lies in somebody's bucket is theirs. */
export async function removeRecordings(_system: SystemScope, conversationId: string): Promise<void> {
  await remove(recordingsFolder(conversationId))
}

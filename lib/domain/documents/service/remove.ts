import type { SystemScope } from '@/lib/domain/scope'
import { documentFolder, remove } from '@/lib/platform/storage/folder'

/** Removes all that a deleted document has on the disk of this server. */
export async function removeDocumentFile(_system: SystemScope, documentId: string): Promise<void> {
  await remove(documentFolder(documentId))
}

import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { documentFolder, remove } from '@/lib/platform/storage/folder'

/** Folders that are looked up by one query. */
const batch = 1000

/** Removes all that a deleted document has on the disk of this server. */
export async function removeDocumentFile(_system: SystemScope, documentId: string): Promise<void> {
  await remove(documentFolder(documentId))
}

/**
 * Removes what uploads left on the disk of this server that never became a document: of attempts that failed, or that
 * died with the server. One that is under way has its ticket until long after its end (`forgetTickets`).
 */
export async function removeStrayFiles(_system: SystemScope): Promise<void> {
  const { database } = registry()
  // Listed before the tickets are looked up: what comes after that is not looked at.
  const names = await readdir(dirname(documentFolder('any'))).catch(noneWhereMissing)
  const ids = names.filter((name) => /^d[0-9a-f]{11}$/.test(name))
  // A database that knows no document at all may be another one than that of these files.
  if (ids.length === 0 || !(await database.document.findFirst({ select: { id: true } }))) return
  for (let from = 0; from < ids.length; from += batch) {
    const some = ids.slice(from, from + batch)
    const [documents, tickets] = await Promise.all([
      database.document.findMany({ where: { id: { in: some } }, select: { id: true } }),
      database.uploadTicket.findMany({ where: { documentId: { in: some } }, select: { documentId: true } }),
    ])
    const known = new Set([...documents.map(({ id }) => id), ...tickets.map(({ documentId }) => documentId)])
    for (const id of some) {
      if (!known.has(id)) await remove(documentFolder(id))
    }
  }
}

function noneWhereMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}

import { enqueueEffects } from '@/lib/domain/effects/service'
import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { isUnderWay, recrawlMs } from '../rules/limits'
import { type Document, type DocumentChange, documentChange } from '../schema'
import { toDocument } from '../serialize'
import { beginReading } from './create'
import { parsed } from './parsed'
import { announce } from './tell'

const unknown = 'Document not found'

/** The row of one of the workspace's documents, which nobody else changes until the transaction ends. */
async function lockOwn(tx: Transaction, { workspaceId }: WorkspaceScope, id: string) {
  await tx.$queryRaw`select 1 from documents where id = ${id} and workspace_id = ${workspaceId} for update`
  const row = await tx.document.findFirst({ where: { id, workspaceId } })
  if (!row) throw new DomainError('not-found', unknown)
  return row
}

/**
 * Renames a document, or gives it other tags. Conversations that run keep what they had when they began.
 * @throws DomainError `forbidden`, `not-found`, or `invalid` with the field
 */
export async function updateDocument(
  scope: WorkspaceScope,
  id: string,
  body: DocumentChange,
): Promise<Document> {
  mayWrite(scope)
  const { document_name: name, tags } = parsed(documentChange, body)
  return await inTransaction(registry().database, async (tx) => {
    await lockOwn(tx, scope, id)
    const row = await tx.document.update({
      where: { id },
      data: { name, tags, updatedAt: registry().clock.now() },
    })
    await announce(tx, row)
    return toDocument(row)
  })
}

/**
 * Deletes a document with its passages and its file. Personas that name it go without; so do conversations that run.
 * @throws DomainError `forbidden`, `not-found`
 */
export async function deleteDocument(scope: WorkspaceScope, id: string): Promise<void> {
  mayWrite(scope)
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const { workspaceId, instanceId, url } = await lockOwn(tx, scope, id)
    await tx.document.delete({ where: { id } })
    await tx.uploadTicket.deleteMany({ where: { documentId: id } })
    await tx.$executeRaw`
      update personas set document_ids = array_remove(document_ids, ${id})
      where workspace_id = ${workspaceId} and ${id} = any(document_ids)`
    if (url === null)
      await enqueueEffects(
        tx,
        [{ kind: 'remove-document', instanceId, payload: { documentId: id } }],
        clock.now(),
      )
    await announce(tx, { id, workspaceId })
  })
}

/**
 * Has what stands at a document's address fetched and read again. What was read before counts until then.
 * @throws DomainError `forbidden`, `not-found`, `conflict` while it is read or for an upload, `throttled` within an
 * hour of the last time
 */
export async function recrawlDocument(scope: WorkspaceScope, id: string): Promise<Document> {
  mayWrite(scope)
  const now = registry().clock.now()
  return await inTransaction(registry().database, async (tx) => {
    const before = await lockOwn(tx, scope, id)
    if (!before.url) {
      throw new DomainError(
        'conflict',
        'This document was uploaded: there is no address to fetch it from again. Upload it anew.',
      )
    }
    if (isUnderWay(before.status)) throw new DomainError('conflict', 'This document is being read already.')
    const retryAt = before.lastCrawledAt && new Date(before.lastCrawledAt.getTime() + recrawlMs)
    // What failed may be tried at once.
    if (retryAt && retryAt > now && before.status === 'ready') {
      throw new DomainError('throttled', 'This was fetched within the last hour. Wait until that is over.', {
        retryAt,
      })
    }
    const row = await tx.document.update({
      where: { id },
      data: {
        ...{ status: 'recrawling', progress: 0, errorCode: null, problem: null },
        ...{ round: before.round + 1, updatedAt: now },
      },
    })
    await beginReading(tx, row, now)
    return toDocument(row)
  })
}

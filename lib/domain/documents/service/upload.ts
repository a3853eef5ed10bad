import { createHash } from 'node:crypto'
import type { ReadableStream } from 'node:stream/web'
import { timestamp } from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { checkTarget } from '@/lib/domain/webhooks/service/targets'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { inTransaction } from '@/lib/platform/database/client'
import type { UploadTicket as TicketRow } from '@/lib/platform/database/generated/client'
import { base62Text, hexId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { documentPath, draftOf, moveTo, remove, storeFile } from '@/lib/platform/storage/folder'
import { mostBytesOfFile, mostTickets, uploadMs } from '../rules/limits'
import { type Document, type UploadRequest, type UploadTicket, uploadRequest } from '../schema'
import { toDocument } from '../serialize'
import { beginReading, checkRoom, checkSize, lockLibrary } from './create'
import { parsed } from './parsed'

const hashOf = (ticket: string) => createHash('sha256').update(ticket).digest('hex')

const over = 'This upload address was not made here, or is over. Ask for a new one.'

/**
 * Makes a ticket by which one file can be uploaded within an hour, without a key: what it will be called is decided
 * here. A file that did not come whole can be sent again.
 * @throws DomainError `forbidden`, `invalid` with the field, or `conflict` when the workspace has as many documents as it may have
 */
export async function createUpload(scope: WorkspaceScope, body: UploadRequest): Promise<UploadTicket> {
  mayWrite(scope)
  const request = parsed(uploadRequest, body)
  if (request.callback_url) checkTarget(request.callback_url, 'callback_url')
  const { database, clock } = registry()
  const { workspaceId } = scope
  const now = clock.now()
  const ticket = base62Text(32)
  const documentId = hexId('d', 11)
  const expiresAt = new Date(now.getTime() + uploadMs)
  await inTransaction(database, async (tx) => {
    await lockLibrary(tx, workspaceId)
    await checkRoom(tx, workspaceId, { bytes: 0, isCrawl: false })
    if ((await tx.uploadTicket.count({ where: { workspaceId, expiresAt: { gt: now } } })) >= mostTickets) {
      throw new DomainError(
        'conflict',
        'Too many uploads were begun within an hour. Finish some of them first.',
      )
    }
    await tx.uploadTicket.create({
      data: {
        ...{ hash: hashOf(ticket), workspaceId, documentId, name: request.document_name },
        ...{ tags: request.tags ?? [], callbackUrl: request.callback_url ?? null, expiresAt },
      },
    })
  })
  return {
    document_id: documentId,
    upload_url: `/v2/documents/uploads/${ticket}`,
    expires_at: timestamp(expiresAt),
    max_bytes: mostBytesOfFile,
  }
}

/**
 * Stores a file that comes by a ticket, never more of it than a piece in memory, and has it read. Sent again after it
 * had come whole it changes nothing, and the answer is the same.
 * @param bytes how many it is said to have
 * @throws DomainError `not-found` for a ticket that is none or over, `invalid` for a size it may not have or has not,
 * `conflict` when there is no room for it, `unavailable` when the disk is full
 */
export async function receiveUpload(
  _system: SystemScope,
  ticket: string,
  { body, bytes }: { body: ReadableStream; bytes: number },
): Promise<Document> {
  const { database, clock } = registry()
  const row = await database.uploadTicket.findUnique({ where: { hash: hashOf(ticket) } })
  if (!row || row.expiresAt <= clock.now()) throw new DomainError('not-found', over)
  const made = await database.document.findUnique({ where: { id: row.documentId } })
  if (made) {
    await body.cancel()
    return toDocument(made)
  }
  checkSize(bytes)
  await inTransaction(database, (tx) => checkRoom(tx, row.workspaceId, { bytes, isCrawl: false }))
  // Several may come by one ticket at once: the first that is whole counts.
  const draft = draftOf(documentPath(row.documentId))
  try {
    if (!(await storeFile(body, draft, bytes))) {
      throw new DomainError(
        'invalid',
        `The file has not the ${bytes} bytes it was said to have. Send it again.`,
      )
    }
    return await keep(row, draft, bytes)
  } catch (error) {
    if (error instanceof Error && error.name === 'DiskFullError') {
      throw new DomainError('unavailable', 'The disk of the server is full; the file cannot be kept.')
    }
    throw error
  } finally {
    await remove(draft)
  }
}

async function keep(ticket: TicketRow, draft: string, bytes: number): Promise<Document> {
  const { database, clock, instanceId } = registry()
  const { hash, workspaceId, documentId: id, name, tags, callbackUrl } = ticket
  const now = clock.now()
  return await inTransaction(database, async (tx) => {
    await lockLibrary(tx, workspaceId)
    const before = await tx.document.findUnique({ where: { id } })
    if (before) return toDocument(before)
    const found = await tx.uploadTicket.findUnique({ where: { hash } })
    if (!found || found.expiresAt <= now) throw new DomainError('not-found', over)
    await checkRoom(tx, workspaceId, { bytes, isCrawl: false })
    const row = await tx.document.create({
      data: {
        ...{ id, workspaceId, name, tags, callbackUrl, instanceId, bytes },
        ...{ status: 'started', progress: 0, createdAt: now, updatedAt: now },
      },
    })
    await beginReading(tx, row, now)
    // Should the transaction fail, the file is replaced by the next one that comes by the ticket.
    await moveTo(documentPath(id), draft)
    return toDocument(row)
  })
}

/** Forgets tickets that are over, once nothing that came by them can be under way any more. */
export async function forgetTickets(_system: SystemScope): Promise<void> {
  const { database, clock } = registry()
  const since = new Date(clock.now().getTime() - uploadMs)
  await database.uploadTicket.deleteMany({ where: { expiresAt: { lte: since } } })
}

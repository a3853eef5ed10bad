import { enqueueEffects } from '@/lib/domain/effects/service'
import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { checkTarget } from '@/lib/domain/webhooks/service/targets'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { Prisma, type Document as Row } from '@/lib/platform/database/generated/client'
import { keyedId } from '@/lib/platform/ids'
import { asLine } from '@/lib/platform/reading/blocks'
import { registry } from '@/lib/platform/registry'
import { mostBytes, mostBytesOfFile, mostCrawls, mostDocuments } from '../rules/limits'
import { type Document, type DocumentRequest, documentRequest } from '../schema'
import { toDocument } from '../serialize'
import { parsed } from './parsed'
import { announce } from './tell'

/**
 * Makes a document of what stands at an address; it is fetched and read after that. Asked again under the same
 * `requestKey` it returns the one that was made.
 * @throws DomainError `forbidden`, `invalid` with the field, `conflict` when the workspace has as many as it may have,
 * `throttled` for too many sites
 */
export async function createDocument(
  scope: WorkspaceScope,
  body: DocumentRequest,
  requestKey: string,
): Promise<Document> {
  mayWrite(scope)
  const request = parsed(documentRequest, body)
  checkTarget(request.document_url, 'document_url')
  if (request.callback_url) checkTarget(request.callback_url, 'callback_url')
  const { database, clock } = registry()
  const { workspaceId } = scope
  const now = clock.now()
  const id = keyedId('d', `${workspaceId} ${requestKey}`)
  return await inTransaction(database, async (tx) => {
    await lockLibrary(tx, workspaceId)
    const before = await tx.document.findFirst({ where: { id, workspaceId } })
    if (before) return toDocument(before)
    await checkRoom(tx, workspaceId, { bytes: 0, isCrawl: request.crawl !== undefined })
    const row = await tx.document.create({
      data: {
        ...{ id, workspaceId, name: request.document_name ?? nameOf(request.document_url) },
        ...{ tags: request.tags ?? [], callbackUrl: request.callback_url ?? null },
        ...{ url: request.document_url, crawl: request.crawl, status: 'started', progress: 0 },
        ...{ createdAt: now, updatedAt: now },
      },
    })
    await beginReading(tx, row, now)
    return toDocument(row)
  })
}

/** What an address is called before its title is known. */
const nameOf = (url: string) => asLine(url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, ''), 200)

/** Of documents whose name was not chosen, whether their own title may take its place. */
export const isNamedByAddress = ({ url, name }: Pick<Row, 'url' | 'name'>) =>
  url !== null && name === nameOf(url)

/** One transaction at a time decides about what a workspace may keep. */
export async function lockLibrary(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId} for no key update`
}

/**
 * Refuses one document more than the workspace may have, under its lock.
 * @throws DomainError `conflict` or `throttled`
 */
export async function checkRoom(
  tx: Transaction,
  workspaceId: string,
  { bytes, isCrawl }: { bytes: number; isCrawl: boolean },
): Promise<void> {
  const { _count, _sum } = await tx.document.aggregate({
    where: { workspaceId },
    _count: true,
    _sum: { bytes: true },
  })
  if (_count >= mostDocuments) {
    throw new DomainError(
      'conflict',
      `This workspace has ${mostDocuments.toLocaleString('en-US')} documents, and may have no more. Delete some first.`,
    )
  }
  if (Number(_sum.bytes ?? 0) + bytes > mostBytes) {
    throw new DomainError(
      'conflict',
      `The documents of this workspace have ${mostBytes / 1024 ** 3} GB together, and may have no more. Delete some first.`,
    )
  }
  if (!isCrawl) return
  const crawls = await tx.document.count({
    where: { workspaceId, NOT: { crawl: { equals: Prisma.DbNull } } },
  })
  if (crawls >= mostCrawls) {
    throw new DomainError(
      'throttled',
      `This workspace has ${mostCrawls} crawled sites, and may have no more. Delete some first.`,
    )
  }
}

/**
 * Refuses a file that is larger than is read.
 * @throws DomainError `invalid`
 */
export function checkSize(bytes: number): void {
  if (bytes < 1) throw new DomainError('invalid', 'The file is empty.')
  if (bytes > mostBytesOfFile) {
    throw new DomainError('invalid', `A file may have at most ${mostBytesOfFile / 1024 / 1024} MB. Split it.`)
  }
}

/** Has a document read, where its file lies or anywhere; pages hear of it. */
export async function beginReading(tx: Transaction, row: Row, now: Date): Promise<void> {
  const { id: documentId, round, instanceId } = row
  await enqueueEffects(tx, [{ kind: 'read-document', instanceId, payload: { documentId, round } }], now)
  await announce(tx, row)
}

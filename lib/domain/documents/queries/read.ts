import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import type { Database, Transaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { containing } from '@/lib/platform/database/search'
import { registry } from '@/lib/platform/registry'
import type {
  Document,
  DocumentList,
  DocumentListQuery,
  DocumentTags,
  PassageList,
  PassageListQuery,
} from '../schema'
import { toDocument } from '../serialize'

/** The parts of a list that is written with commas. */
export const byCommas = (list: string | undefined) =>
  (list ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

/** A page of the workspace's documents. */
export async function listDocuments(
  scope: WorkspaceScope,
  { limit, page, sort, status, name_or_uuid, tags }: DocumentListQuery,
): Promise<DocumentList> {
  const { database } = registry()
  const tagged = byCommas(tags)
  const where: Prisma.DocumentWhereInput = {
    workspaceId: scope.workspaceId,
    ...(status && { status }),
    ...(tagged.length > 0 && { tags: { hasSome: tagged } }),
    ...(name_or_uuid && { OR: [{ id: name_or_uuid }, { name: containing(name_or_uuid) }] }),
  }
  const order = sort === 'ascending' ? 'asc' : 'desc'
  const [rows, total] = await Promise.all([
    database.document.findMany({
      where,
      orderBy: [{ createdAt: order }, { id: order }],
      skip: page * limit,
      take: limit,
    }),
    database.document.count({ where }),
  ])
  return { data: rows.map(toDocument), total_count: total, page, limit }
}

/** One of them; null when the workspace has none of that id. */
export async function findDocument(scope: WorkspaceScope, id: string): Promise<Document | null> {
  const row = await registry().database.document.findFirst({ where: { id, workspaceId: scope.workspaceId } })
  return row && toDocument(row)
}

/** A page of a document's text as it was understood, in its order; null when there is no such document. */
export async function listPassages(
  scope: WorkspaceScope,
  documentId: string,
  { limit, page }: PassageListQuery,
): Promise<PassageList | null> {
  const { database } = registry()
  const where = { documentId, document: { workspaceId: scope.workspaceId } }
  const [document, rows, total] = await Promise.all([
    findDocument(scope, documentId),
    database.passage.findMany({
      where,
      orderBy: { number: 'asc' },
      select: { number: true, place: true, text: true },
      skip: page * limit,
      take: limit,
    }),
    database.passage.count({ where }),
  ])
  return document && { data: rows, total_count: total, page, limit }
}

/** What all documents of the workspace are chosen by, by name. */
export async function listDocumentOutlines(
  scope: WorkspaceScope,
): Promise<Pick<Document, 'document_id' | 'document_name' | 'tags'>[]> {
  const rows = await registry().database.document.findMany({
    where: { workspaceId: scope.workspaceId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, tags: true },
  })
  return rows.map(({ id, name, tags }) => ({ document_id: id, document_name: name, tags }))
}

/** Every tag of the workspace's documents, by name, and how many have it. */
export async function listDocumentTags(scope: WorkspaceScope): Promise<DocumentTags> {
  const data = await registry().database.$queryRaw<DocumentTags['data']>`
    select tag, count(*)::int as documents from documents, unnest(tags) as tag
    where workspace_id = ${scope.workspaceId} group by tag order by tag`
  return { data }
}

/** An uploaded file, and on whose disk it lies; null for a document that was not uploaded. */
export type DocumentFile = {
  name: string
  bytes: number
  instanceId: string | null
}

/** The uploaded file of a document; null when the workspace has no such document. */
export async function findDocumentFile(scope: WorkspaceScope, id: string): Promise<DocumentFile | null> {
  const row = await registry().database.document.findFirst({
    where: { id, workspaceId: scope.workspaceId },
  })
  return row && { name: row.name, bytes: Number(row.bytes), instanceId: row.instanceId }
}

/** The instance on whose disk the file of a document lies; null where it was not uploaded, or there is none of that id. */
export async function instanceOfDocument(_system: SystemScope, id: string): Promise<string | null> {
  const row = await registry().database.document.findUnique({ where: { id }, select: { instanceId: true } })
  return row?.instanceId ?? null
}

/** What a conversation may answer from: documents by id, and all that have one of some tags. */
export type Wanted = { ids: string[]; tags: string[] }

/** The documents of the workspace that are wanted, by id, and which of the wanted ids it does not have. */
export async function wantedDocuments(
  scope: WorkspaceScope,
  { ids, tags }: Wanted,
  db: Database | Transaction = registry().database,
): Promise<{ ids: string[]; missing: string[] }> {
  if (ids.length === 0 && tags.length === 0) return { ids: [], missing: [] }
  const rows = await db.document.findMany({
    where: { workspaceId: scope.workspaceId, OR: [{ id: { in: ids } }, { tags: { hasSome: tags } }] },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  const found = rows.map(({ id }) => id)
  return { ids: found, missing: ids.filter((id) => !found.includes(id)) }
}

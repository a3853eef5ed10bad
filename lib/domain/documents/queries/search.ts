import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import type { Passage } from '@/lib/protocol/mind'
import { strategies } from '../rules/retrieval'
import type { SearchAnswer, SearchQuery } from '../schema'
import { byCommas, wantedDocuments } from './read'
import { retrieve, type Searched } from './retrieve'

/** What a question retrieves from the documents that are named, by id or by tag; from all where none are. */
export async function searchDocuments(scope: WorkspaceScope, query: SearchQuery): Promise<SearchAnswer> {
  const wanted = { ids: byCommas(query.document_ids), tags: byCommas(query.tags) }
  const isNarrowed = wanted.ids.length > 0 || wanted.tags.length > 0
  const ids = isNarrowed ? (await wantedDocuments(scope, wanted)).ids : null
  const documents = await searched(scope.workspaceId, ids)
  const found = await retrieve(documents, query.question, query.strategy)
  return {
    strategy: query.strategy,
    data: found.map(({ documentId, documentName, number, place, text, score }) => ({
      document_id: documentId,
      document_name: documentName,
      number,
      place,
      text,
      score: Math.round(score * 10_000) / 10_000,
    })),
  }
}

/** What the documents of a conversation say of a question, the best first, by its own strategy. */
export async function recallPassages(
  _system: SystemScope,
  conversationId: string,
  question: string,
): Promise<Passage[]> {
  const row = await registry().database.conversation.findFirst({
    where: { id: conversationId, deletedAt: null },
    select: { workspaceId: true, documentIds: true, settings: true },
  })
  if (!row || row.documentIds.length === 0) return []
  const { document_retrieval_strategy: chosen } = row.settings as { document_retrieval_strategy?: unknown }
  const strategy = strategies.find((each) => each === chosen) ?? 'balanced'
  const found = await retrieve(await searched(row.workspaceId, row.documentIds), question, strategy)
  return found.map(({ documentId, documentName, place, text }) => ({ documentId, documentName, place, text }))
}

/** Those of a workspace's documents that have passages; all of them where `ids` is null. */
async function searched(workspaceId: string, ids: string[] | null): Promise<Searched[]> {
  const rows = await registry().database.document.findMany({
    where: { workspaceId, passageCount: { gt: 0 }, ...(ids && { id: { in: ids } }) },
    select: { id: true, name: true, language: true, passageCount: true },
  })
  return rows.map(({ id, name, language, passageCount }) => ({ id, name, language, passages: passageCount }))
}

import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Database, Transaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import type { GuidanceKind } from './rules'
import type { GuidanceListQuery } from './schema'
import type { GuidanceRow } from './serialize'

/** A page of the workspace's guidance of some kinds, newest first, and how much there is. */
export async function listGuidance(
  scope: WorkspaceScope,
  kinds: GuidanceKind[],
  { limit, page }: GuidanceListQuery,
): Promise<{ rows: GuidanceRow[]; total: number }> {
  const { database } = registry()
  const where = { workspaceId: scope.workspaceId, kind: { in: kinds } }
  const [rows, total] = await Promise.all([
    database.guidance.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * limit,
      take: limit,
    }),
    database.guidance.count({ where }),
  ])
  return { rows, total }
}

/** One of them; null when the workspace has none of this id and these kinds. */
export async function findGuidance(
  scope: WorkspaceScope,
  kinds: GuidanceKind[],
  id: string,
): Promise<GuidanceRow | null> {
  return await registry().database.guidance.findFirst({
    where: { id, workspaceId: scope.workspaceId, kind: { in: kinds } },
  })
}

/** Those of `ids` that the workspace does not have among these kinds. */
export async function missingGuidance(
  scope: WorkspaceScope,
  kinds: GuidanceKind[],
  ids: string[],
  db: Database | Transaction,
): Promise<string[]> {
  if (ids.length === 0) return []
  const found = await db.guidance.findMany({
    where: { id: { in: ids }, workspaceId: scope.workspaceId, kind: { in: kinds } },
    select: { id: true },
  })
  return ids.filter((id) => !found.some((row) => row.id === id))
}

import type * as z from 'zod'
import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Database, Transaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { modelName } from './rules'
import type { Replica, ReplicaListQuery, replicaList } from './schema'
import { serializeReplica } from './serialize'

/** What a workspace may use: the stock replicas and its own. */
const usable = (scope: WorkspaceScope) => [{ workspaceId: null }, { workspaceId: scope.workspaceId }]

/** A page of the replicas the workspace may use: its own first, newest first, then the stock ones by name. */
export async function listReplicas(
  scope: WorkspaceScope,
  query: ReplicaListQuery,
): Promise<z.infer<typeof replicaList>> {
  const { database } = registry()
  // All of ours have the same model.
  if (query.model_name !== undefined && query.model_name !== modelName) return { data: [], total_count: 0 }
  const kinds = { user: [{ workspaceId: scope.workspaceId }], system: [{ workspaceId: null }] }
  const where = {
    OR: query.replica_type ? kinds[query.replica_type] : usable(scope),
    ...(query.replica_ids && { id: { in: query.replica_ids } }),
  }
  const [rows, total] = await Promise.all([
    database.replica.findMany({
      where,
      orderBy: [
        { workspaceId: { sort: 'asc', nulls: 'last' } },
        { createdAt: 'desc' },
        { name: 'asc' },
        { id: 'asc' },
      ],
      skip: (query.page - 1) * query.limit,
      take: query.limit,
    }),
    database.replica.count({ where }),
  ])
  return { data: rows.map(serializeReplica), total_count: total }
}

/** One replica; null when there is none with this id, or only in another workspace. */
export async function findReplica(
  scope: WorkspaceScope,
  id: string,
  db: Database | Transaction = registry().database,
): Promise<Replica | null> {
  const row = await db.replica.findFirst({ where: { id, OR: usable(scope) } })
  return row && serializeReplica(row)
}

import { registry } from '@/lib/platform/registry'
import type { MemberScope } from '../scope'

export type ApiKeySummary = {
  id: string
  name: string
  /** The first characters of the key. */
  hint: string
  createdAt: Date
  usedAt: Date | null
  revokedAt: Date | null
}

/** The keys of the workspace that asks, newest first, revoked ones included. The keys themselves are not known. */
export async function listKeys(scope: MemberScope): Promise<ApiKeySummary[]> {
  return registry().database.apiKey.findMany({
    where: { workspaceId: scope.workspaceId },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    select: { id: true, name: true, hint: true, createdAt: true, usedAt: true, revokedAt: true },
  })
}

import { registry } from '@/lib/platform/registry'
import type { MemberScope } from '../scope'
import { keyStatus, mayRevoke } from './rules'

export type ApiKeySummary = {
  id: string
  name: string
  /** The first characters of the key. */
  hint: string
  scopes: string[]
  /** Addresses and networks it may be used from; empty: any. */
  addresses: string[]
  /** Who made it, and whose role it has, by name. */
  maker: string
  createdAt: Date
  expiresAt: Date | null
  usedAt: Date | null
  usedFrom: string | null
  revokedAt: Date | null
  status: ReturnType<typeof keyStatus>
  /** Made for minutes by a page that tries the API out. */
  isTryIt: boolean
  /** Whether the one who asks may revoke it. */
  isRevocable: boolean
}

/**
 * The keys of the workspace that asks, newest first, with those that expired or were revoked. Those made to try the API
 * out are listed while they work. The keys themselves are not known, so everybody of the workspace may see the list.
 */
export async function listKeys(scope: MemberScope): Promise<ApiKeySummary[]> {
  const { database, clock } = registry()
  const now = clock.now()
  const rows = await database.apiKey.findMany({
    where: {
      workspaceId: scope.workspaceId,
      OR: [{ isTryIt: false }, { revokedAt: null, expiresAt: { gt: now } }],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    include: { account: { select: { name: true } } },
  })
  return rows.map(({ accountId, account, workspaceId: _, hash: __, ...row }) => ({
    ...row,
    maker: account.name,
    status: keyStatus(row, now),
    isRevocable: mayRevoke(scope, accountId),
  }))
}

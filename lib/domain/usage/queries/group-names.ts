import type { WorkspaceScope } from '@/lib/domain/scope'
import type { UsageGroup } from '@/lib/domain/usage/schema'
import type { Transaction } from '@/lib/platform/database/client'

/** Names by group id. What is deleted has the name it had in its last conversation; a person who is gone has none. */
export async function groupNames(
  tx: Transaction,
  scope: WorkspaceScope,
  group: UsageGroup,
  ids: string[],
): Promise<Map<string, string>> {
  if (group === 'creator') return creatorNames(tx, scope, ids)
  if (group === 'key') return new Map([['', 'Without a key'], ...(await keyNames(tx, scope, ids))])
  const where = { id: { in: ids }, OR: [{ workspaceId: null }, { workspaceId: scope.workspaceId }] }
  const select = { id: true, name: true } as const
  const known =
    group === 'persona'
      ? await tx.persona.findMany({ where, select })
      : await tx.replica.findMany({ where, select })
  const names = new Map(known.map(({ id, name }) => [id, name]))
  for (const id of ids) {
    if (!names.has(id)) names.set(id, (await nameInHistory(tx, scope, group, id)) ?? id)
  }
  return names
}

async function nameInHistory(
  tx: Transaction,
  { workspaceId }: WorkspaceScope,
  group: 'persona' | 'replica',
  id: string,
): Promise<string | undefined> {
  const row = await tx.conversation.findFirst({
    where: { workspaceId, ...(group === 'persona' ? { personaId: id } : { replicaId: id }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { personaName: true, replicaName: true },
  })
  return group === 'persona' ? row?.personaName : row?.replicaName
}

/** Names of keys by id, also of those that were revoked. */
async function keyNames(
  tx: Transaction,
  { workspaceId }: WorkspaceScope,
  ids: string[],
): Promise<[string, string][]> {
  const where = { id: { in: ids }, workspaceId }
  const keys = await tx.apiKey.findMany({ where, select: { id: true, name: true } })
  return keys.map(({ id, name }) => [id, name])
}

async function creatorNames(
  tx: Transaction,
  scope: WorkspaceScope,
  ids: string[],
): Promise<Map<string, string>> {
  const { workspaceId } = scope
  const keys = await keyNames(tx, scope, ids)
  const people = await tx.account.findMany({
    // Whoever created a conversation here is known here, also after they left the workspace.
    where: {
      id: { in: ids },
      OR: [{ memberships: { some: { workspaceId } } }, { conversations: { some: { workspaceId } } }],
    },
    select: { id: true, name: true },
  })
  return new Map([
    ...ids.map((id) => [id, id === '' ? 'A deleted account' : id] as const),
    ...keys.map(([id, name]) => [id, `Key ${name}`] as const),
    ...people.map(({ id, name }) => [id, name] as const),
  ])
}

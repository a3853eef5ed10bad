import { createHash } from 'node:crypto'
import { base62Text, rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { touchEvery } from '../accounts/rules'
import { DomainError } from '../errors'
import type { MemberScope, Role, SystemScope } from '../scope'
import { mayWrite } from '../workspaces/rules'
import { composeKey, isKey, keyHint } from './rules'
import { type ApiKeyCreate, apiKeyCreate } from './schema'

/**
 * Makes a key that acts for the member in this workspace. The key is in the answer and nowhere else: only its SHA-256
 * is stored (190 random bits need no slow hash).
 * @throws DomainError `forbidden` for viewers, `invalid` with the field
 */
export async function createKey(
  scope: MemberScope,
  request: ApiKeyCreate,
): Promise<{ id: string; key: string }> {
  mayWrite(scope)
  const parsed = apiKeyCreate.safeParse(request)
  if (!parsed.success) {
    throw new DomainError('invalid', parsed.error.issues[0]?.message ?? 'Enter a name.', { field: 'name' })
  }
  const { database, clock } = registry()
  const id = rowId()
  const key = composeKey(base62Text(32))
  await database.apiKey.create({
    data: {
      id,
      workspaceId: scope.workspaceId,
      accountId: scope.accountId,
      name: parsed.data.name,
      hash: hashOf(key),
      hint: keyHint(key),
      createdAt: clock.now(),
    },
  })
  return { id, key }
}

/**
 * Makes a key of the workspace useless from now on; once more is fine.
 * @throws DomainError `forbidden` for viewers, `not-found` for one of another workspace
 */
export async function revokeKey(scope: MemberScope, id: string): Promise<void> {
  mayWrite(scope)
  const { database, clock } = registry()
  const where = { id, workspaceId: scope.workspaceId }
  const revoked = await database.apiKey.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: clock.now() },
  })
  if (revoked.count === 0 && (await database.apiKey.count({ where })) === 0) {
    throw new DomainError('not-found', 'There is no such API key.')
  }
}

/** For whom a key acts. */
export type KeyHolder = { apiKeyId: string; accountId: string; workspaceId: string; role: Role }

/**
 * For whom `key` acts; null when it is no key, unknown or revoked, or its maker has left the workspace. Its last use is
 * written down at most once a minute.
 */
export async function resolveKey(_scope: SystemScope, key: string): Promise<KeyHolder | null> {
  if (!isKey(key)) return null
  const { database, clock } = registry()
  const found = await database.apiKey.findUnique({ where: { hash: hashOf(key) } })
  if (!found || found.revokedAt) return null
  const { id: apiKeyId, accountId, workspaceId } = found
  const membership = await database.member.findUnique({
    where: { workspaceId_accountId: { workspaceId, accountId } },
    select: { role: true },
  })
  if (!membership) return null
  const now = clock.now()
  if (!found.usedAt || found.usedAt.getTime() <= now.getTime() - touchEvery) {
    await database.apiKey.update({ where: { id: apiKeyId }, data: { usedAt: now } })
  }
  return { apiKeyId, accountId, workspaceId, role: membership.role }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

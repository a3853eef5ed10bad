import { createHash } from 'node:crypto'
import { coalesce } from '@/lib/platform/coalesce'
import { base62Text, rowId } from '@/lib/platform/ids'
import { allowsAddress } from '@/lib/platform/networks'
import { registry } from '@/lib/platform/registry'
import { touchEvery } from '../accounts/rules'
import { DomainError } from '../errors'
import type { MemberScope, Role, SystemScope } from '../scope'
import { mayWrite } from '../workspaces/rules'
import { checkRevoke, composeKey, isKey, keyHint, keyStatus, tryItLife } from './rules'
import { type ApiKeyCreate, apiKeyCreate, type KeyAccess, keyScopes } from './schema'

type NewKey = { id: string; key: string }

/**
 * Makes a key that acts for the member in this workspace, with their role. The key is in the answer and nowhere else:
 * only its SHA-256 is stored (190 random bits need no slow hash).
 * @throws DomainError `forbidden` for viewers, `invalid` with the field
 */
export async function createKey(scope: MemberScope, request: ApiKeyCreate): Promise<NewKey> {
  mayWrite(scope)
  const parsed = apiKeyCreate.safeParse(request)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new DomainError('invalid', issue?.message ?? 'Enter a name.', {
      field: String(issue?.path[0] ?? 'name'),
    })
  }
  const { name, scopes, expires_at, addresses } = parsed.data
  const expiresAt = expires_at === null ? null : new Date(expires_at)
  if (expiresAt && expiresAt <= registry().clock.now()) {
    throw new DomainError('invalid', 'Choose a day that is not over.', { field: 'expires_at' })
  }
  return await store(scope, { name, scopes, expiresAt, addresses })
}

/**
 * Makes a key for a page that lets people try the API out: good for 15 minutes, for reading alone or for both. It
 * leaves the list by itself.
 * @throws DomainError `forbidden` for viewers where it is to write
 */
export async function createTryItKey(
  scope: MemberScope,
  access: KeyAccess,
): Promise<NewKey & { expiresAt: Date }> {
  if (access === 'write') mayWrite(scope)
  const expiresAt = new Date(registry().clock.now().getTime() + tryItLife)
  const scopes = access === 'write' ? [...keyScopes] : ['read']
  const made = await store(scope, { name: 'API reference', scopes, expiresAt, isTryIt: true })
  return { ...made, expiresAt }
}

type Columns = {
  name: string
  scopes: string[]
  expiresAt: Date | null
  addresses?: string[]
  isTryIt?: boolean
}

async function store({ workspaceId, accountId }: MemberScope, columns: Columns): Promise<NewKey> {
  const { database, clock } = registry()
  const id = rowId()
  const key = composeKey(base62Text(32))
  await database.apiKey.create({
    data: {
      id,
      workspaceId,
      accountId,
      ...columns,
      hash: hashOf(key),
      hint: keyHint(key),
      createdAt: clock.now(),
    },
  })
  return { id, key }
}

/**
 * Makes a key of the workspace useless from its next request on; once more is fine. Owners and admins revoke every key,
 * members those they made.
 * @throws DomainError `forbidden`, `not-found` for one of another workspace
 */
export async function revokeKey(scope: MemberScope, id: string): Promise<void> {
  mayWrite(scope)
  const { database, clock } = registry()
  const where = { id, workspaceId: scope.workspaceId }
  const found = await database.apiKey.findFirst({ where, select: { accountId: true } })
  if (!found) throw new DomainError('not-found', 'There is no such API key.')
  checkRevoke(scope, found.accountId)
  await database.apiKey.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: clock.now() },
  })
}

/** Which key of which workspace a request came with, whether or not it was let in. */
export type KnownKey = { apiKeyId: string; workspaceId: string }

/** For whom a key acts, and what it may do. */
export type KeyHolder = KnownKey & { accountId: string; role: Role; scopes: string[] }

/** Why a key that is known is refused. `left`: its maker is in the workspace no more. */
export type KeyRefusal = 'revoked' | 'expired' | 'address' | 'left'

/** What became of a key that is known. */
export type ResolvedKey = { holder: KeyHolder } | { refused: KeyRefusal; key: KnownKey }

type Found = {
  id: string
  accountId: string
  workspaceId: string
  scopes: string[]
  addresses: string[]
  expiresAt: Date | null
  revokedAt: Date | null
  usedAt: Date | null
  role: Role | null
}

/** Prepared once for each connection, and without Prisma, which would double what it takes. */
const lookUp = {
  name: 'api-key',
  text: `
    select k.id, k.account_id as "accountId", k.workspace_id as "workspaceId", k.scopes, k.addresses,
      k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.used_at as "usedAt", m.role::text
    from api_keys k left join members m on m.workspace_id = k.workspace_id and m.account_id = k.account_id
    where k.hash = $1`,
}

/** Asked for by everybody who comes with one key at once, after they came: one that is revoked is refused from then on. */
const findByHash = coalesce<undefined, Found | undefined>(async (hash, asked) => {
  const { rows } = await registry().pool.query<Found>({ ...lookUp, values: [hash] })
  return asked.map(() => rows[0])
})

/**
 * For whom `key` acts when it is used from `address`; null when it is no key or not known. Asked at every request, so it
 * is one statement on two unique indexes.
 */
export async function resolveKey(
  _scope: SystemScope,
  key: string,
  address: string,
): Promise<ResolvedKey | null> {
  if (!isKey(key)) return null
  const found = await findByHash(hashOf(key), undefined)
  if (!found) return null
  const now = registry().clock.now()
  const { id: apiKeyId, accountId, workspaceId, scopes, role } = found
  const status = keyStatus(found, now)
  const known = { apiKeyId, workspaceId }
  if (status !== 'active') return { refused: status, key: known }
  if (!role) return { refused: 'left', key: known }
  if (!allowsAddress(found.addresses, address)) return { refused: 'address', key: known }
  touch(found, address, now)
  return { holder: { ...known, accountId, role, scopes } }
}

/** Writes the use down, at most once a minute. Nobody waits for it, and nothing fails where it cannot be written. */
function touch({ id, usedAt }: Found, address: string, now: Date): void {
  const { database, log } = registry()
  const before = new Date(now.getTime() - touchEvery)
  if (usedAt && usedAt > before) return
  database.apiKey
    .updateMany({
      where: { id, OR: [{ usedAt: null }, { usedAt: { lte: before } }] },
      data: { usedAt: now, usedFrom: address },
    })
    .catch((error: unknown) =>
      log.warn({ error, apiKey: id }, 'The use of an API key could not be written down'),
    )
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

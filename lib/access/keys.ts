import { type KeyRefusal, type KnownKey, resolveKey } from '@/lib/domain/api-keys/service'
import type { KeyScope } from '@/lib/domain/scope'
import { callerAddress } from './origin'
import { keyScope, systemScope } from './scopes'

/** Whom a key lets in and what it may do; or why it is refused. `key` says which it is, for those it belongs to. */
export type KeyAnswer = { key: KnownKey } & ({ scope: KeyScope; scopes: string[] } | { refused: KeyRefusal })

/** The program behind `x-api-key` or `Authorization: Bearer`; null when neither names a key that we know. */
export async function keyFrom(headers: Headers): Promise<KeyAnswer | null> {
  const bearer = /^bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  const key = (headers.get('x-api-key') ?? bearer)?.trim()
  const found = key ? await resolveKey(systemScope('api key'), key, callerAddress(headers)) : null
  if (!found || 'refused' in found) return found
  const { holder } = found
  const { apiKeyId, workspaceId, scopes } = holder
  return { key: { apiKeyId, workspaceId }, scope: keyScope(holder), scopes }
}

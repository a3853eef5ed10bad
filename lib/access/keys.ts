import { resolveKey } from '@/lib/domain/api-keys/service'
import type { KeyScope } from '@/lib/domain/scope'
import { keyScope, systemScope } from './scopes'

/** The program behind `x-api-key` or `Authorization: Bearer`; null when neither names a key that is in use. */
export async function keyFrom(headers: Headers): Promise<KeyScope | null> {
  const bearer = /^bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  const key = (headers.get('x-api-key') ?? bearer)?.trim()
  const holder = key ? await resolveKey(systemScope('api key'), key) : null
  return holder && keyScope(holder)
}

'use server'

import { asMember } from '@/app/(dashboard)/as-member'
import type { MakeKey } from '@/components/reference/try-it'
import { createKey } from '@/lib/domain/api-keys/service'
import { registry } from '@/lib/platform/registry'

const lifetime = 15 * 60_000

/** Makes a key for trying calls on the reference page; it is in the answer and nowhere else. */
export async function makeTryItKey(): ReturnType<MakeKey> {
  let key = ''
  const answer = await asMember(async (scope) => {
    key = (await createKey(scope, { name: 'API reference' })).key
  })
  const expiresAt = new Date(registry().clock.now().getTime() + lifetime).toISOString()
  return answer.ok ? { ok: true, key, expiresAt } : answer
}

'use server'

import { asMember } from '@/app/(dashboard)/as-member'
import type { MakeKey } from '@/components/reference/try-it'
import { createKey } from '@/lib/domain/api-keys/service'

/** Makes a key for trying calls on the reference page; it is in the answer and nowhere else. */
export async function makeTryItKey(): ReturnType<MakeKey> {
  let made: { key: string; expiresAt: string | null } = { key: '', expiresAt: null }
  const answer = await asMember(async (scope) => {
    made = { expiresAt: null, ...(await createKey(scope, { name: 'API reference' })) }
  })
  return answer.ok ? { ok: true, key: made.key, expiresAt: made.expiresAt } : answer
}

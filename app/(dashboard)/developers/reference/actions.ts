'use server'

import { asMember } from '@/app/(dashboard)/as-member'
import type { MakeKey } from '@/components/reference/try-it-key'
import { createTryItKey } from '@/lib/domain/api-keys/service'

/** Makes a key for trying calls on the reference page; it is in the answer and nowhere else, and ends soon. */
export async function makeTryItKey(): ReturnType<MakeKey> {
  let made = { key: '', expiresAt: '' }
  const answer = await asMember(async (scope) => {
    const { key, expiresAt } = await createTryItKey(scope, scope.role === 'viewer' ? 'read' : 'write')
    made = { key, expiresAt: expiresAt.toISOString() }
  })
  return answer.ok ? { ok: true, ...made } : answer
}

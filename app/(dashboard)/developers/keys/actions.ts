'use server'

import { revalidatePath } from 'next/cache'
import { asMember, signedOut } from '@/app/(dashboard)/as-member'
import { currentMember } from '@/app/scope'
import type { CreateKeyAnswer } from '@/components/api-keys/create-key'
import type { ActionAnswer } from '@/components/shell/answers'
import type { ApiKeyCreate } from '@/lib/domain/api-keys/schema'
import { createKey, revokeKey } from '@/lib/domain/api-keys/service'
import { isDomainError } from '@/lib/domain/errors'

const page = '/developers/keys'

/** Makes an API key, which is in the answer and nowhere else; whatever is sent is checked by the service. */
export async function createKeyAction(request: ApiKeyCreate): Promise<CreateKeyAnswer> {
  const scope = await currentMember()
  if (!scope) return signedOut()
  try {
    const { key } = await createKey(scope, request)
    revalidatePath(page)
    return { ok: true, key }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { ok: false, message: error.message, field: error.field }
  }
}

/** Revokes an API key; again is fine. */
export async function revokeKeyAction(id: string): Promise<ActionAnswer> {
  const answer = await asMember((scope) => revokeKey(scope, String(id)))
  revalidatePath(page)
  return answer
}

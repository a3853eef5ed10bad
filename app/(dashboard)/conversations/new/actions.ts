'use server'

import * as z from 'zod'
import { requestOrigin } from '@/app/origin'
import { currentMember } from '@/app/scope'
import type { CreateAnswer } from '@/components/conversations/create-form'
import type { ConversationCreate } from '@/lib/domain/conversations/schema'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { isDomainError } from '@/lib/domain/errors'

const key = z.string().min(16).max(64)

/** Creates a conversation; the same `requestKey` again gives the one that was made first. */
export async function createConversationAction(
  requestKey: string,
  values: ConversationCreate,
): Promise<CreateAnswer> {
  const scope = await currentMember()
  if (!scope) return { ok: false, code: 'signed-out', message: 'Your session is over. Nothing was created.' }
  try {
    const { conversation_id } = await createConversation(scope, values, {
      requestKey: key.parse(requestKey),
      origin: await requestOrigin(),
    })
    return { ok: true, id: conversation_id }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { ok: false, code: error.code, message: error.message, field: error.field }
  }
}

'use server'

import * as z from 'zod'
import { savedBy } from '@/app/(dashboard)/as-member'
import { requestOrigin } from '@/app/origin'
import type { SaveAnswer } from '@/components/shell/answers'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { createConversation } from '@/lib/domain/conversations/service/create'

const key = z.string().min(16).max(64)

/** Creates a conversation; the same `requestKey` again gives the one that was made first. */
export async function createConversationAction(
  requestKey: string,
  values: ConversationCreate,
): Promise<SaveAnswer> {
  const origin = await requestOrigin()
  return savedBy(async (scope) => {
    const made = await createConversation(scope, values, { requestKey: key.parse(requestKey), origin })
    return made.conversation_id
  })
}

'use server'

import * as z from 'zod'
import { signedOut } from '@/app/(dashboard)/as-member'
import { requestOrigin } from '@/app/origin'
import { currentMember } from '@/app/scope'
import type { ActionAnswer, TokenAnswer } from '@/components/shell/answers'
import { memberMeetingToken } from '@/lib/access/meeting'
import { readAccount } from '@/lib/domain/accounts/queries'
import { interactWithReplica } from '@/lib/domain/conversations/service/interact'
import { joinConversation } from '@/lib/domain/conversations/service/join'
import { isDomainError } from '@/lib/domain/errors'

const conversationId = z.string().max(64)

function refused(error: unknown): { ok: false; message: string } {
  if (isDomainError(error)) return { ok: false, message: error.message }
  throw error
}

/** A token that admits once: every join asks for its own. */
export async function joinAction(id: string): Promise<TokenAnswer> {
  const scope = await currentMember()
  if (!scope) return signedOut()
  try {
    const [joinable, account] = await Promise.all([
      joinConversation(scope, conversationId.parse(id), await requestOrigin()),
      readAccount(scope),
    ])
    return {
      ok: true,
      token: await memberMeetingToken(scope, { ...joinable, name: account.name || account.email }),
    }
  } catch (error) {
    return refused(error)
  }
}

/** Gives the replica a message that is too long for the browser's channel, or comes from outside the room. */
export async function interactAction(id: string, message: unknown): Promise<ActionAnswer> {
  const scope = await currentMember()
  if (!scope) return signedOut()
  try {
    await interactWithReplica(scope, conversationId.parse(id), message)
    return { ok: true }
  } catch (error) {
    return refused(error)
  }
}

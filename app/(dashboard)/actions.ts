'use server'

import * as z from 'zod'
import { clearSessionCookie } from '@/app/(auth)/session-cookie'
import { asMember } from '@/app/(dashboard)/as-member'
import { requestOrigin } from '@/app/origin'
import { currentMember } from '@/app/scope'
import type { ActionAnswer } from '@/components/shell/answers'
import { signOutEverywhere as endSessions, switchWorkspace } from '@/lib/domain/accounts/service/sessions'
import type { OutsideProvider } from '@/lib/domain/connections/rules'
import { type AccountItem, accountItem, outsideProvider } from '@/lib/domain/connections/schema'
import { removeAtProvider } from '@/lib/domain/connections/service/manage'
import { renameAtProvider } from '@/lib/domain/connections/service/rename'
import { endAllConversations, endConversation } from '@/lib/domain/conversations/service/end'
import { endForeign } from '@/lib/domain/conversations/service/foreign'
import { deleteConversation, eraseConversation } from '@/lib/domain/conversations/service/remove'
import { isDomainError } from '@/lib/domain/errors'

// Arguments of an action come from the network, whatever TypeScript says.
const conversationId = z.string().max(64)
// A provider's own.
const foreignId = z.string().min(1).max(200)
const conversationIds = z.array(conversationId).max(1000)

/** Ends a conversation of the workspace; again is fine. */
export async function endAction(id: string): Promise<ActionAnswer> {
  return asMember(async (scope) => endConversation(scope, conversationId.parse(id), await requestOrigin()))
}

/** Ends several; one that cannot be ended does not keep the others. */
export async function endManyAction(ids: string[]): Promise<ActionAnswer> {
  const origin = await requestOrigin()
  return asMember((scope) => each(ids, (id) => endConversation(scope, id, origin)))
}

/** Ends every live conversation of the workspace. */
export async function endAllAction(): Promise<ActionAnswer> {
  return asMember((scope) => endAllConversations(scope))
}

/** Ends what was found in the workspace's account at a provider, by the provider's id; again is fine. */
export async function endForeignAction(provider: OutsideProvider, id: string): Promise<ActionAnswer> {
  return asMember((scope) => endForeign(scope, outsideProvider.parse(provider), foreignId.parse(id)))
}

/** Gives a persona or replica of the workspace's account at a provider another name; the same again is fine. */
export async function renameAccountItemAction(item: AccountItem, name: string): Promise<ActionAnswer> {
  return asMember((scope) => renameAtProvider(scope, accountItem.parse(item), name))
}

/** Deletes one at its provider, for good; again is fine. */
export async function deleteAccountItemAction(item: AccountItem): Promise<ActionAnswer> {
  return asMember((scope) => removeAtProvider(scope, accountItem.parse(item)))
}

/** Takes several out of the history; one that cannot be deleted does not keep the others. */
export async function deleteManyAction(ids: string[]): Promise<ActionAnswer> {
  return asMember((scope) => each(ids, (id) => deleteConversation(scope, id)))
}

/** Acts on each, and throws then what went wrong first. What is gone already needs nothing. */
async function each(ids: string[], act: (id: string) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = []
  for (const id of conversationIds.parse(ids)) {
    await act(id).catch((error) => {
      if (!isDomainError(error) || error.code !== 'not-found') failures.push(error)
    })
  }
  if (failures.length > 0) throw failures[0]
}

/** Takes a conversation out of the history, ending it first; `forGood` erases what was said in it, too. */
export async function deleteAction(id: string, forGood: boolean): Promise<ActionAnswer> {
  const act = forGood === true ? eraseConversation : deleteConversation
  return asMember((scope) => act(scope, conversationId.parse(id)))
}

/** Lets this browser look at another workspace of the person's. */
export async function switchWorkspaceAction(workspaceId: string): Promise<ActionAnswer> {
  return asMember((scope) => switchWorkspace(scope, z.string().max(64).parse(workspaceId)))
}

/** Signs out every browser of the account, this one too. */
export async function signOutEverywhere(): Promise<void> {
  const scope = await currentMember()
  if (scope) await endSessions(scope)
  await clearSessionCookie()
}

import type { OutsideProvider } from '@/lib/domain/connections/rules'
import type { ForeignConversation } from '@/lib/domain/connections/schema'
import { askAccount } from '@/lib/domain/connections/service/account'
import { timestamp } from '@/lib/domain/conversations/serialize'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { registry } from '@/lib/platform/registry'
import { conversationOfCallback } from './callback-address'
import { change } from './change'

/** Conversations of the workspace that run, or may run, at a provider now. */
const liveHere = ({ workspaceId }: WorkspaceScope, provider: OutsideProvider) =>
  registry().database.conversation.findMany({
    where: { workspaceId, provider, status: { not: 'ended' } },
    select: { id: true, providerId: true },
  })

/**
 * What is live in the workspace's account and is none of its conversations here: it holds slots all the same.
 * @throws DomainError `invalid` where the account is not connected, or in the provider's words
 */
export async function listForeign(
  scope: WorkspaceScope,
  provider: OutsideProvider,
): Promise<ForeignConversation[]> {
  const found = await askAccount(scope, provider, (account) => account.outside.live())
  const ours = await liveHere(scope, provider)
  const isOurs = ({ providerId, callbackUrl }: (typeof found)[number]) => {
    const id = callbackUrl && conversationOfCallback(callbackUrl)
    return ours.some((row) => row.providerId === providerId || (row.providerId === null && row.id === id))
  }
  return found
    .filter((each) => !isOurs(each))
    .map(({ providerId, name, createdAt }) => ({
      conversation_id: providerId,
      conversation_name: name,
      created_at: createdAt && timestamp(createdAt),
    }))
}

/**
 * Ends a conversation that was found in the workspace's account, by the provider's id; one of the workspace's own as well.
 * Again is fine.
 * @throws DomainError `forbidden`, `invalid` where the account is not connected, or in the provider's words
 */
export async function endForeign(
  scope: WorkspaceScope,
  provider: OutsideProvider,
  providerId: string,
): Promise<void> {
  mayWrite(scope)
  const own = (await liveHere(scope, provider)).find((row) => row.providerId === providerId)
  if (own) await change(own.id, { type: 'end-requested' })
  else await askAccount(scope, provider, (account) => account.outside.endFound(providerId))
}

import type { Joinable } from '@/lib/domain/conversations/service/join'
import type { MemberScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { mintMeetingToken } from './room-tokens'

/**
 * With what a signed-in person joins one conversation: a fresh token under their own name, which lives `tokenSeconds`; or
 * what its provider gave for a room that is not ours, undefined where that is open to whoever has its link.
 */
export async function memberMeetingToken(
  scope: MemberScope,
  meeting: Joinable & { name: string },
): Promise<string | undefined> {
  const { conversationId, tokenSeconds, name, isRemote, outsideToken } = meeting
  if (isRemote) return outsideToken ?? undefined
  const expiresAt = new Date(registry().clock.now().getTime() + tokenSeconds * 1000)
  return await mintMeetingToken({ conversationId, name, accountId: scope.accountId, expiresAt })
}

import type { MemberScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { mintMeetingToken } from './room-tokens'

/** A fresh token with which a signed-in person joins one conversation, under their own name. Lives `tokenSeconds`. */
export function memberMeetingToken(
  scope: MemberScope,
  meeting: { conversationId: string; tokenSeconds: number; name: string },
): Promise<string> {
  const { conversationId, tokenSeconds, name } = meeting
  const expiresAt = new Date(registry().clock.now().getTime() + tokenSeconds * 1000)
  return mintMeetingToken({ conversationId, name, accountId: scope.accountId, expiresAt })
}

import { type GuestView, toGuestView } from '@/lib/domain/conversations/serialize'
import type { GuestScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/** What somebody with the meeting link may know; null when there is no such conversation. */
export async function guestView(scope: GuestScope): Promise<GuestView | null> {
  const row = await registry().database.conversation.findFirst({
    where: { id: scope.conversationId, deletedAt: null, provider: 'studio' },
    include: {
      participants: { orderBy: [{ joinedAt: 'asc' }, { sessionId: 'asc' }] },
      workspace: { select: { allowedOrigins: true } },
    },
  })
  return row && toGuestView(row)
}

/** Origins beside our own that may frame a conversation's room; none for an unknown one. */
export async function framingOrigins(scope: GuestScope): Promise<string[]> {
  const row = await registry().database.conversation.findUnique({
    where: { id: scope.conversationId },
    select: { workspace: { select: { allowedOrigins: true } } },
  })
  return row?.workspace.allowedOrigins ?? []
}

/** Where a live conversation is joined that runs outside, as the origin of its room; null for every other. */
export async function outsideOrigin(scope: GuestScope): Promise<string | null> {
  const row = await registry().database.conversation.findFirst({
    where: {
      ...{ id: scope.conversationId, deletedAt: null },
      ...{ provider: { not: 'studio' }, status: { not: 'ended' } },
    },
    select: { meetingUrl: true },
  })
  return row?.meetingUrl && URL.canParse(row.meetingUrl) ? new URL(row.meetingUrl).origin : null
}

import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/** When the next conversation has to be looked at; null while none is live. */
export async function nextDeadlineAt(_system: SystemScope): Promise<Date | null> {
  const first = await registry().database.conversation.findFirst({
    where: { deadlineAt: { not: null } },
    orderBy: { deadlineAt: 'asc' },
    select: { deadlineAt: true },
  })
  return first?.deadlineAt ?? null
}

/** When the next provider outside has to be asked about a conversation; null while nothing is waited for. */
export async function nextLookAt(_system: SystemScope): Promise<Date | null> {
  const first = await registry().database.conversation.findFirst({
    where: { lookAt: { not: null }, status: { not: 'starting' } },
    orderBy: { lookAt: 'asc' },
    select: { lookAt: true },
  })
  return first?.lookAt ?? null
}

/** Ids of the live conversations whose rooms an instance holds, oldest first. */
export async function heldConversations(_system: SystemScope, instanceId: string): Promise<string[]> {
  const rows = await registry().database.conversation.findMany({
    where: { instanceId, status: { not: 'ended' } },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  })
  return rows.map((row) => row.id)
}

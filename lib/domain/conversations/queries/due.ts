import { presenceReasons } from '@/lib/domain/conversations/rules'
import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/** When the next conversation has to be looked at that is this server's to look at; null while there is none. */
export async function nextDeadlineAt(_system: SystemScope): Promise<Date | null> {
  const { database, instanceId } = registry()
  const first = await database.conversation.findFirst({
    where: {
      deadlineAt: { not: null },
      OR: [{ instanceId: null }, { instanceId }, { deadlineReason: { notIn: presenceReasons } }],
    },
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

/** The instance that holds a conversation's room, or held it; null where it runs outside, or there is none of that id. */
export async function instanceOfRoom(_system: SystemScope, id: string): Promise<string | null> {
  const row = await registry().database.conversation.findUnique({
    where: { id },
    select: { instanceId: true },
  })
  return row?.instanceId ?? null
}

import { timestamp } from '@/lib/domain/conversations/serialize'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { dayStart, groupIdOf } from '@/lib/domain/usage/rules'
import type { MeterEvent } from '@/lib/domain/usage/schema'
import { registry } from '@/lib/platform/registry'
import { longestConversation } from './rows'

const batch = 1000
const dayMs = 86_400_000

/**
 * What usage is made of, in batches: when each conversation began and when it ended, oldest beginning first, those that
 * were deleted included. Of every conversation that can have been live from the day `from` to the day `to`.
 */
export async function* readMeterLog(
  { workspaceId }: WorkspaceScope,
  { from, to }: { from: string; to: string },
): AsyncGenerator<MeterEvent[]> {
  const createdAt = {
    gte: new Date(dayStart(from).getTime() - longestConversation * dayMs),
    lt: new Date(dayStart(to).getTime() + dayMs),
  }
  let place: { createdAt: Date; id: string } | undefined
  do {
    const rows = await registry().database.conversation.findMany({
      where: {
        ...{ workspaceId, createdAt },
        ...(place && { OR: [{ createdAt: { gt: place.createdAt } }, { ...place, id: { gt: place.id } }] }),
      },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: batch,
      select: {
        ...{ id: true, createdAt: true, endedAt: true, endReason: true },
        ...{ personaId: true, replicaId: true, accountId: true, apiKeyId: true },
      },
    })
    yield rows.flatMap((row) => {
      const began: MeterEvent = {
        event: 'began',
        conversation_id: row.id,
        at: timestamp(row.createdAt),
        persona_id: row.personaId,
        replica_id: row.replicaId,
        creator_id: groupIdOf('creator', row),
        api_key_id: groupIdOf('key', row),
      }
      if (!row.endedAt) return [began]
      const ended = { event: 'ended', conversation_id: row.id, at: timestamp(row.endedAt) } as const
      return [began, { ...ended, cause: row.endReason ?? '' }]
    })
    place = rows.length === batch ? rows.at(-1) : undefined
    if (place) place = { createdAt: place.createdAt, id: place.id }
  } while (place)
}

import { presenceReasons } from '@/lib/domain/conversations/rules'
import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { providerNamed } from '@/lib/providers/port'
import { changeAll } from './change'
import { reportPresence } from './news'

/** How long a claimed deadline belongs to its claimer; it comes back by itself after a crash. */
const leaseMs = 10_000

export type DueConversation = { id: string; provider: string; reason: string }

/**
 * Takes up to `limit` conversations whose deadline has passed; where it depends on who is in the room, only those whose
 * rooms this server holds, as nobody else can ask. What is known of them does not change; only when to
 * look again moves ahead, so that nobody else looks meanwhile and a crash of ours loses none.
 */
export async function claimDue(_system: SystemScope, limit: number): Promise<DueConversation[]> {
  const { database, clock, instanceId } = registry()
  const now = clock.now()
  return await database.$queryRaw<DueConversation[]>`
    update conversations set deadline_at = ${new Date(now.getTime() + leaseMs)}
    where id in (
      select id from conversations
      where deadline_at <= ${now} and (instance_id is null or instance_id = ${instanceId}
        or deadline_reason <> all(${presenceReasons}))
      order by deadline_at limit ${limit} for update skip locked)
    returning id, provider, deadline_reason as reason`
}

/** Acts on deadlines that have passed. One that cannot be handled does not keep the others from it. */
export async function deadlinesReached(system: SystemScope, due: DueConversation[]): Promise<void> {
  await Promise.all(due.map((conversation) => askWhoIsThere(system, conversation)))
  const ids = due.map(({ id }) => id)
  try {
    await changeAll(ids, { type: 'due' })
  } catch (error) {
    if (ids.length === 1) throw error
    const results = await Promise.allSettled(ids.map((id) => changeAll([id], { type: 'due' })))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  }
}

/** Before anybody's absence ends a call the room is asked who is there: its news may be on the way. */
async function askWhoIsThere(system: SystemScope, { id, provider, reason }: DueConversation): Promise<void> {
  if (!presenceReasons.includes(reason)) return
  try {
    const state = await providerNamed(provider).snapshot?.(id)
    if (state) await reportPresence(system, id, state)
  } catch (error) {
    // A room that cannot be asked does not hold up the end: the rows are what is known.
    registry().log.warn({ error, conversationId: id }, 'A room could not be asked who is in it')
  }
}

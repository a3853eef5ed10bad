import { settingsOf } from '@/lib/domain/conversations/serialize'
import { memoriesIn } from '@/lib/domain/memories/queries'
import { announceRecording } from '@/lib/domain/recordings/service/announce'
import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { providerNamed } from '@/lib/providers/port'
import { change } from './change'
import { roomRequest } from './room-request'

/**
 * Opens the rooms of conversations again after a crash at `lostAt`, where they stopped. Those whose time was up
 * meanwhile end instead, at their deadline.
 */
export async function reopenRooms(system: SystemScope, ids: string[], lostAt: Date): Promise<void> {
  const { log } = registry()
  for (const id of ids) {
    try {
      await reopen(system, id, lostAt)
    } catch (error) {
      log.error({ error, conversationId: id }, 'A room could not be opened again')
    }
  }
}

async function reopen(system: SystemScope, id: string, lostAt: Date): Promise<void> {
  // Reopened first: nobody could return while the room was away, so nobody's wait has passed meanwhile.
  const row = await change(id, async () => [{ type: 'reopened', lostAt }, { type: 'due' }])
  // A start that was under way is its own request's to confirm, or its deadline's to end.
  if (row?.status !== 'active') return
  const utterances = await registry().database.utterance.findMany({
    where: { conversationId: id },
    orderBy: { seq: 'asc' },
  })
  const memories = await memoriesIn(system, row.workspaceId, settingsOf(row).memory_stores)
  await providerNamed(row.provider).start(roomRequest({ ...row, utterances }, memories))
  await announceRecording(system, id)
}

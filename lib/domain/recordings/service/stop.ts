import { hastenEffect } from '@/lib/domain/effects/service'
import type { ParticipantScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { close, joinEffectId } from './close'
import { lockOwn } from './permission'

/**
 * Ends the recording that this participant makes, all of which has come: its file can be made. Again for one that has
 * ended is fine.
 * @throws DomainError `not-found`, `forbidden`
 */
export async function stopRecording(scope: ParticipantScope, recordingId: string): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const row = await lockOwn(tx, scope, recordingId)
    const now = clock.now()
    if (row.status !== 'recording') return await hastenEffect(tx, joinEffectId(recordingId), now)
    await close(tx, [{ ...row, stoppedAt: now }], now, 0)
    const { id, workspaceId } = await tx.conversation.findUniqueOrThrow({
      where: { id: scope.conversationId },
    })
    await notify(tx, { topic: 'conversation', id, workspaceId })
  })
}

import { lineToWire } from '@/lib/domain/conversations/serialize'
import { hastenEffect } from '@/lib/domain/effects/service'
import { rememberEffectId } from '@/lib/domain/memories/rules/limits'
import type { SystemScope } from '@/lib/domain/scope'
import { publish } from '@/lib/domain/webhooks/service/publish'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'

/** Notes, once, that the room of an ended conversation is closed and its transcript whole. */
export async function roomClosed(_system: SystemScope, id: string): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const row = await tx.conversation.findFirst({
      where: { id, erasedAt: null },
      select: {
        workspaceId: true,
        replicaId: true,
        createdAt: true,
        utterances: { orderBy: { seq: 'asc' } },
      },
    })
    if (!row) return
    const transcript = row.utterances.map((line) => {
      const { speaker: _speaker, ...entry } = lineToWire(line, row.createdAt)
      return entry
    })
    const noted = await publish(tx, [
      {
        id: `${id}-transcript`,
        conversationId: id,
        type: 'application.transcription_ready',
        at: clock.now(),
        properties: { replica_id: row.replicaId, face_id: row.replicaId, transcript },
      },
    ])
    await hastenEffect(tx, rememberEffectId(id), clock.now())
    if (noted.length > 0) await notify(tx, { topic: 'conversation', id, workspaceId: row.workspaceId })
  })
}

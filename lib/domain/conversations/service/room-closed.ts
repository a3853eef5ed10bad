import { spokenLine } from '@/lib/domain/conversations/serialize'
import type { SystemScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction } from '@/lib/platform/database/client'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { lockConversation } from './change'

const type = 'application.transcription_ready'

/** Notes, once, that the room of an ended conversation is closed and its transcript whole. */
export async function roomClosed(_system: SystemScope, id: string): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const row = await lockConversation(tx, id)
    if (!row || (await tx.conversationEvent.findFirst({ where: { conversationId: id, type } }))) return
    const lines = await tx.utterance.findMany({ where: { conversationId: id }, orderBy: { seq: 'asc' } })
    const transcript = lines.map(spokenLine).map((line) => ({
      role: line.role === 'user' ? 'user' : 'assistant',
      content: line.text,
      timestamp: line.at.getTime() / 1000,
    }))
    await tx.conversationEvent.create({
      data: {
        id: rowId(),
        conversationId: id,
        type,
        at: clock.now(),
        properties: { replica_id: row.replicaId, transcript },
      },
    })
    await notify(tx, { topic: 'conversation', id, workspaceId: row.workspaceId })
  })
}

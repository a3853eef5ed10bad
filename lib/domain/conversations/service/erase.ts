import { forgetConversations } from '@/lib/domain/memories/service/forget'
import { eraseSubjects } from '@/lib/domain/requests/service/erase-subjects'
import type { Transaction } from '@/lib/platform/database/client'
import { Prisma } from '@/lib/platform/database/generated/client'
import { settle } from '../schema/request'

/** What a conversation without a past runs with; the row has to stay readable for news that come late. */
const nothing = settle({ conversation_name: '' }, 0)

/**
 * Takes everything out of conversations that people said, were or wrote, under the rows' lock. The rows stay, empty and
 * deleted: the effects that close the room and remove the files hang on them, and the peaks of past days count them.
 */
export async function erase(tx: Transaction, rows: { id: string; workspaceId: string }[]): Promise<void> {
  const ids = rows.map(({ id }) => id)
  const where = { conversationId: { in: ids } }
  await eraseSubjects(tx, rows)
  await forgetConversations(tx, rows)
  await tx.webhookDelivery.deleteMany({ where })
  await tx.utterance.deleteMany({ where })
  await tx.turn.deleteMany({ where })
  await tx.conversationEvent.deleteMany({ where })
  await tx.participant.deleteMany({ where })
  await tx.recording.deleteMany({ where })
  await tx.conversation.updateMany({
    where: { id: { in: ids } },
    data: {
      name: '',
      personaName: '',
      replicaName: '',
      settings: nothing,
      cast: {},
      models: Prisma.DbNull,
      documentIds: [],
      callbackUrl: null,
      meetingUrl: null,
      meetingToken: null,
      endDetail: null,
      lookAt: null,
      liveContext: null,
    },
  })
}

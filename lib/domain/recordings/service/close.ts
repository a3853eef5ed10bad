import { enqueueEffects } from '@/lib/domain/effects/service'
import { lastPartsMs } from '@/lib/domain/recordings/rules'
import { mayBeRecorded } from '@/lib/domain/recordings/serialize'
import type { Transaction } from '@/lib/platform/database/client'
import type { Conversation, Participant, Recording } from '@/lib/platform/database/generated/client'

/** One for each recording, so that it can be found again. */
export const joinEffectId = (recordingId: string) => `join-${recordingId}`

/** Ends recordings: the room is told, and their files are made when what is on the way has come, in `wait` ms. */
export async function close(
  tx: Transaction,
  recordings: Recording[],
  now: Date,
  wait: number,
): Promise<void> {
  for (const { id, conversationId, instanceId, stoppedAt } of recordings) {
    await tx.recording.update({ where: { id }, data: { status: 'processing', stoppedAt } })
    await enqueueEffects(
      tx,
      [
        { kind: 'announce-recording', conversationId, instanceId, payload: {} },
        {
          kind: 'join-recording',
          id: joinEffectId(id),
          conversationId,
          instanceId,
          payload: { recordingId: id },
          dueAt: new Date(now.getTime() + wait),
        },
      ],
      now,
    )
  }
}

type Changed = Conversation & { participants: Participant[] }

/** Ends the recordings of those who have left, and of conversations that have ended. */
export async function closeRecordings(tx: Transaction, changed: Changed[], now: Date): Promise<void> {
  const recorded = changed.filter(mayBeRecorded)
  if (recorded.length === 0) return
  const running = await tx.recording.findMany({
    where: { conversationId: { in: recorded.map(({ id }) => id) }, status: 'recording' },
  })
  const over = running.flatMap((recording) => {
    const conversation = recorded.find(({ id }) => id === recording.conversationId)
    const recorder = conversation?.participants.find(({ sessionId }) => sessionId === recording.sessionId)
    const stoppedAt = conversation?.endedAt ?? recorder?.leftAt
    return stoppedAt ? [{ ...recording, stoppedAt }] : []
  })
  // What the browser still holds may come until then, however late the end was noticed.
  await close(tx, over, now, lastPartsMs)
}

/** The files of conversations that were deleted go too, wherever they are. */
export async function discardRecordings(tx: Transaction, deleted: Changed[], now: Date): Promise<void> {
  const recordings = await tx.recording.findMany({
    where: { conversationId: { in: deleted.filter(mayBeRecorded).map(({ id }) => id) } },
    distinct: ['conversationId', 'instanceId'],
  })
  await enqueueEffects(
    tx,
    recordings.map(({ conversationId, instanceId }) => ({
      kind: 'remove-recordings' as const,
      conversationId,
      instanceId,
      payload: {},
    })),
    now,
  )
}

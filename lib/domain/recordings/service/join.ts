import { enqueueEffects } from '@/lib/domain/effects/service'
import { bucketOf, mostJoins, takesOf } from '@/lib/domain/recordings/rules'
import { recordingSettings } from '@/lib/domain/recordings/serialize'
import type { SystemScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import {
  draftOf,
  filePath,
  moveTo,
  partPath,
  partsFolder,
  recordingsFolder,
  remove,
} from '@/lib/platform/storage/folder'
import { joinTakes } from '@/lib/platform/storage/join'
import { tellReady } from './tell'

/** What an effect says to do, how often that was tried with this one, and when to leave off. */
export type Task = { conversationId: string; recordingId: string; attempts: number; signal: AbortSignal }

/**
 * Makes one file of what has come of a recording that has ended. Again for one that has its file changes nothing.
 * @throws Error when the disk fails and it is worth trying again
 */
export async function joinRecording(_system: SystemScope, task: Task): Promise<void> {
  const row = await seal(task.recordingId)
  // Erased, and perhaps while its file was being made.
  if (!row) return await remove(recordingsFolder(task.conversationId))
  const place = { conversationId: row.conversationId, recordingId: row.id }
  if (row.conversation.deletedAt) return await remove(recordingsFolder(row.conversationId))
  if (row.status === 'processing' && row.bytes === null) {
    const made = await join(row, task)
    // What came is kept then, for whoever runs this server.
    if (made === 'given up')
      return await fail(row.id, 'The server could not make its file; its log says why.')
    if (made) await storeJoined(row.id, made)
    else await fail(row.id, 'Nothing that can be played has arrived.')
  }
  await remove(partsFolder(place))
  await registry().database.recordingPart.deleteMany({ where: { recordingId: row.id } })
}

/** From here on no part is taken any more; the recording with those that have come. */
async function seal(id: string) {
  const { database, clock } = registry()
  return await inTransaction(database, async (tx) => {
    await tx.$queryRaw`select 1 from recordings where id = ${id} for update`
    await tx.recording.updateMany({ where: { id, sealedAt: null }, data: { sealedAt: clock.now() } })
    return await tx.recording.findUnique({
      where: { id },
      include: { conversation: true, parts: { where: { storedAt: { not: null } } } },
    })
  })
}

type Sealed = NonNullable<Awaited<ReturnType<typeof seal>>>
type Made = { duration: number; bytes: number }

async function join(row: Sealed, { attempts, signal }: Task): Promise<Made | 'given up' | null> {
  const place = { conversationId: row.conversationId, recordingId: row.id }
  const takes = takesOf(row.parts).map((take) =>
    take.map(({ take, number, bytes }) => ({ path: partPath(place, take, number), bytes })),
  )
  const draft = draftOf(filePath(place))
  try {
    const mimeType = row.mimeType === 'video/mp4' ? 'video/mp4' : 'video/webm'
    const made = await joinTakes({ takes, mimeType, path: draft, signal })
    if (!made) return null
    await moveTo(filePath(place), draft)
    return { duration: Math.round(made.seconds * 1000), bytes: made.bytes }
  } catch (error) {
    if (attempts < mostJoins || signal.aborted) throw error
    registry().log.error({ error, recording: row.id }, 'The parts of a recording could not be joined')
    return 'given up'
  } finally {
    await remove(draft)
  }
}

/** The file is there: it is ready, or has to be brought to its bucket first. */
async function storeJoined(id: string, { duration, bytes }: Made): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const row = await tx.recording.update({
      where: { id },
      data: { duration, bytes },
      include: { conversation: true },
    })
    const { conversationId, instanceId, conversation } = row
    if (!bucketOf(recordingSettings(conversation))) return await tellReady(tx, row, clock.now())
    const copy = { kind: 'copy-recording', conversationId, instanceId, payload: { recordingId: id } } as const
    await enqueueEffects(tx, [copy], clock.now())
  })
}

async function fail(id: string, problem: string): Promise<void> {
  await inTransaction(registry().database, async (tx) => {
    const { conversation } = await tx.recording.update({
      where: { id },
      data: { status: 'failed', problem },
      include: { conversation: true },
    })
    await notify(tx, { topic: 'conversation', id: conversation.id, workspaceId: conversation.workspaceId })
  })
}

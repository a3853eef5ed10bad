import { bucketKey, bucketOf, mostCopies } from '@/lib/domain/recordings/rules'
import { recordingSettings, storedObject } from '@/lib/domain/recordings/serialize'
import type { SystemScope } from '@/lib/domain/scope'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { filePath, recordingsFolder, remove } from '@/lib/platform/storage/folder'
import { putFile, type StorageError } from '@/lib/platform/storage/s3'
import type { Task } from './join'
import { tellEvent, tellReady, wholeSeconds } from './tell'

/**
 * Brings a recording to the bucket its conversation names. One that cannot be brought there after some tries stays on
 * this server, and both are told.
 * @throws Error when it is worth trying again
 */
export async function copyRecording(_system: SystemScope, task: Task): Promise<void> {
  const row = await find(task.recordingId)
  const bucket = row && bucketOf(recordingSettings(row.conversation))
  if (!row || !bucket || row.status !== 'processing') return
  const { conversationId } = row
  if (row.conversation.deletedAt) return await remove(recordingsFolder(conversationId))
  const path = filePath({ conversationId, recordingId: row.id })
  const key = bucketKey(conversationId, row.startedAt)
  const bytes = Number(row.bytes ?? 0)
  try {
    await putFile({ bucket, key, path, bytes, contentType: row.mimeType, signal: task.signal })
  } catch (error) {
    if (!isStorageError(error) || task.attempts < mostCopies) throw error
    return await keepHere(row, key, error)
  }
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const stored = await tx.recording.update({
      where: { id: row.id },
      data: { bucket: storedObject({ ...bucket, key }) },
      include: { conversation: true },
    })
    await tellReady(tx, stored, clock.now())
  })
  await remove(path)
}

const find = (id: string) =>
  registry().database.recording.findUnique({ where: { id }, include: { conversation: true } })
type Found = NonNullable<Awaited<ReturnType<typeof find>>>

async function keepHere(row: Found, key: string, { code, message }: StorageError): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    await tx.recording.update({ where: { id: row.id }, data: { status: 'ready', problem: message } })
    await tellEvent(tx, row, {
      type: 'application.recording_copy_failed',
      at: clock.now(),
      properties: {
        recording_id: row.id,
        s3_key: key,
        duration: wholeSeconds(row),
        storage_provider: 's3',
        error_code: code,
        error_message: message,
      },
    })
  })
}

const isStorageError = (error: unknown): error is StorageError =>
  error instanceof Error && error.name === 'StorageError'

import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { objectOf, type StoredObject } from './serialize'

/** A file that can be had, and where it lies: in a bucket, or (null) on the disk of `instanceId`. */
export type RecordingFile = {
  recordingId: string
  conversationId: string
  startedAt: Date
  mimeType: string
  bytes: number
  instanceId: string
  object: StoredObject | null
}

/** The file of one of the workspace's recordings; null when there is none. */
export async function findRecordingFile(scope: WorkspaceScope, id: string): Promise<RecordingFile | null> {
  const row = await registry().database.recording.findFirst({
    where: { id, status: 'ready', conversation: { workspaceId: scope.workspaceId, deletedAt: null } },
  })
  if (!row || row.bytes === null) return null
  const { conversationId, startedAt, mimeType, bytes, instanceId } = row
  return {
    recordingId: id,
    conversationId,
    startedAt,
    mimeType,
    bytes: Number(bytes),
    instanceId,
    object: objectOf(row),
  }
}

/** The instance on whose disk a recording lies; null where it lies in a bucket, or there is none of that id. */
export async function instanceOfRecording(_system: SystemScope, id: string): Promise<string | null> {
  const row = await registry().database.recording.findUnique({ where: { id } })
  return row && !objectOf(row) ? row.instanceId : null
}

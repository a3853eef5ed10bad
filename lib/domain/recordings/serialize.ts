import type { Prisma, Recording as Row } from '@/lib/platform/database/generated/client'
import { type RecordingSettings, whoRecords } from './rules'
import type { Recording } from './schema'

/** Where in whose bucket a recording lies. */
export type StoredObject = { name: string; region: string; roleArn: string; externalId: string; key: string }

/** Null: on the disk of the instance that recorded it. */
export const objectOf = (row: Pick<Row, 'bucket'>) => row.bucket as StoredObject | null

/** A bucket's object as it is stored. */
export const storedObject = (object: StoredObject): Prisma.InputJsonObject => object

/** What of a conversation's stored settings is about recordings. */
export const recordingSettings = (row: { settings: unknown }) =>
  (row.settings as { properties: RecordingSettings }).properties

export const mayBeRecorded = (row: { settings: unknown }) => whoRecords(recordingSettings(row)) !== 'nobody'

const timestamp = (instant: Date) => instant.toISOString().replace('Z', '000Z')

/** Where this server answers with the file. */
export const fileUrl = (id: string) => `/v2/recordings/${id}/file`

/** Where a recording lies, as events and answers of the API say it. */
export function storageOnWire(row: Pick<Row, 'id' | 'bucket'>) {
  const object = objectOf(row)
  return object
    ? { storage_provider: 's3' as const, storage_uri: `s3://${object.name}/${object.key}` }
    : { storage_provider: 'local' as const, storage_uri: fileUrl(row.id) }
}

/** A recording as the API tells it. */
export function toWire(row: Row): Recording {
  const there = row.status === 'ready'
  const storage = storageOnWire(row)
  return {
    recording_id: row.id,
    status: row.status,
    started_at: timestamp(row.startedAt),
    stopped_at: row.stoppedAt && timestamp(row.stoppedAt),
    recorded_by: row.name,
    mime_type: row.mimeType,
    duration: row.duration === null ? null : row.duration / 1000,
    bytes: row.bytes === null ? null : Number(row.bytes),
    storage_provider: storage.storage_provider,
    storage_uri: there ? storage.storage_uri : null,
    url: there ? fileUrl(row.id) : null,
    problem: row.problem,
  }
}

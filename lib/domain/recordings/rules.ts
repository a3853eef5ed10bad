import type { RecordingStorage } from './schema'

/** What of a conversation's settings decides about recordings; some are missing in those of older versions. */
export type RecordingSettings = {
  enable_recording: boolean
  guests_may_record?: boolean
  recording_storage?: RecordingStorage | null
}

/** Who may start a recording; `members` are those who joined with an account. */
export function whoRecords(settings: RecordingSettings): 'nobody' | 'members' | 'everybody' {
  if (!settings.enable_recording) return 'nobody'
  return settings.guests_may_record ? 'everybody' : 'members'
}

/** The external id where none is given, as the compatible API has it. */
const defaultExternalId = 'tavus'

/** The bucket a conversation's recordings go to; null: they stay here. */
export function bucketOf({ recording_storage: storage }: RecordingSettings) {
  if (!storage) return null
  return {
    name: storage.bucket_name,
    region: storage.bucket_region,
    roleArn: storage.assume_role_arn,
    externalId: storage.external_id ?? defaultExternalId,
  }
}

/** The key of a recording in a bucket, as the compatible API has it. */
export const bucketKey = (conversationId: string, startedAt: Date) =>
  `tavus/${conversationId}/${startedAt.getTime()}`

/** Milliseconds that the recorder's browser has to hand in what it holds when it did not stop the recording itself. */
export const lastPartsMs = 15_000

/** Bytes of one part, parts of one take, takes and recordings of one conversation: more than any browser makes. */
export const mostBytesOfPart = 16 * 1024 * 1024
export const mostParts = 100_000
export const mostTakes = 1000
export const mostRecordings = 200

/** Eight megabits a second. */
const bytesPerMs = 1000
const burst = { bytes: 8 * 1024 * 1024, parts: 20 }

/** What a recording that has run for `elapsed` milliseconds may have sent at most. */
export const allowance = (elapsed: number) => ({
  bytes: burst.bytes + elapsed * bytesPerMs,
  parts: burst.parts + Math.floor(elapsed / 1000),
})

/** When a recording that began at `startedAt` may have sent as much. */
export function allowedAt(startedAt: Date, sent: { bytes: number; parts: number }): Date {
  const ms = Math.max((sent.bytes - burst.bytes) / bytesPerMs, (sent.parts - burst.parts) * 1000)
  return new Date(startedAt.getTime() + Math.max(0, Math.ceil(ms)))
}

/** Tries, after which what failed is given up. */
export const mostJoins = 8
export const mostCopies = 6

type Part = { take: number; number: number; bytes: number }

/** Parts by takes, each in order and up to the first one that is missing: what comes after a gap cannot be read. */
export function takesOf<P extends Part>(parts: P[]): P[][] {
  const takes = new Map<number, P[]>()
  const sorted = [...parts].sort((a, b) => a.take - b.take || a.number - b.number)
  for (const part of sorted) {
    const take = takes.get(part.take) ?? []
    if (part.number === take.length) take.push(part)
    takes.set(part.take, take)
  }
  return [...takes.values()].filter((take) => take.length > 0)
}

import type { ReadableStream } from 'node:stream/web'
import { DomainError } from '@/lib/domain/errors'
import { allowance, allowedAt, mostBytesOfPart, mostParts } from '@/lib/domain/recordings/rules'
import type { ParticipantScope } from '@/lib/domain/scope'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { partPath, storeFile } from '@/lib/platform/storage/folder'
import { lockOwn, stillTakesParts } from './permission'
import { bytesSent } from './sent'

/** A part as it is announced: which, and how many bytes its body has. */
export type NewPart = { recordingId: string; take: number; number: number; bytes: number }

/**
 * Stores a part of a recording; one that is there already is left as it is.
 * @throws DomainError `not-found`, `forbidden`, `conflict` when the recording has ended or the conversation has as
 * much as it may have, `throttled` above 8 Mbit/s, `invalid` when the body is not what was announced, `unavailable`
 * when the disk is full
 */
export async function storePart(scope: ParticipantScope, part: NewPart, body: ReadableStream): Promise<void> {
  const { database } = registry()
  const isNew = await inTransaction(database, (tx) => reserve(tx, scope, part))
  if (!isNew) {
    await body.cancel()
    return
  }
  const { conversationId } = scope
  const { recordingId, take, number, bytes } = part
  const path = partPath({ conversationId, recordingId }, take, number)
  const key = { recordingId_take_number: { recordingId, take, number } }
  try {
    if (!(await storeFile(body, path, bytes))) {
      throw new DomainError(
        'invalid',
        `The body of this part has not the ${bytes} bytes it was said to have.`,
      )
    }
    await inTransaction(database, async (tx) => {
      const row = await lockOwn(tx, scope, recordingId)
      stillTakesParts(row)
      await tx.recordingPart.update({ where: key, data: { storedAt: registry().clock.now() } })
    })
  } catch (error) {
    await giveUp(part)
    if (error instanceof Error && error.name === 'DiskFullError') {
      throw new DomainError('unavailable', 'The disk of the server is full; what is recorded cannot be kept.')
    }
    throw error
  }
}

/** Counts the part before it comes, so that several at once cannot be more than one may be. False: it has come before. */
async function reserve(tx: Transaction, scope: ParticipantScope, part: NewPart): Promise<boolean> {
  const { clock, env } = registry()
  const { recordingId, take, number, bytes } = part
  const now = clock.now()
  const row = await lockOwn(tx, scope, recordingId)
  stillTakesParts(row)
  if (take >= row.takes || number >= mostParts) {
    throw new DomainError('invalid', 'There is no such take, or no part can have this number.')
  }
  if (bytes < 1 || bytes > mostBytesOfPart) {
    throw new DomainError('invalid', `A part may have from 1 to ${mostBytesOfPart} bytes.`)
  }
  const key = { recordingId_take_number: { recordingId, take, number } }
  const before = await tx.recordingPart.findUnique({ where: key })
  if (before?.storedAt) return false
  const { _sum, _count } = await tx.recordingPart.aggregate({
    where: { recordingId, NOT: { take, number } },
    _sum: { bytes: true },
    _count: true,
  })
  const sent = { bytes: (_sum.bytes ?? 0) + bytes, parts: _count + 1 }
  const allowed = allowance(now.getTime() - row.startedAt.getTime())
  if (sent.bytes > allowed.bytes || sent.parts > allowed.parts) {
    throw new DomainError('throttled', 'A recording may have at most 8 Mbit/s.', {
      retryAt: allowedAt(row.startedAt, sent),
    })
  }
  const total = (await bytesSent(tx, scope.conversationId)) - (before?.bytes ?? 0) + bytes
  if (total > env.RECORDING_MAX_BYTES) {
    throw new DomainError('conflict', 'The recordings of this conversation have reached their largest size.')
  }
  await tx.recordingPart.upsert({
    where: key,
    create: { recordingId, take, number, bytes },
    update: { bytes },
  })
  return true
}

/** A part that did not come whole counts no more. */
async function giveUp({ recordingId, take, number }: NewPart): Promise<void> {
  await registry().database.recordingPart.deleteMany({
    where: { recordingId, take, number, storedAt: null },
  })
}

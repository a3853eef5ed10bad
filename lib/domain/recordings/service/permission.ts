import { DomainError } from '@/lib/domain/errors'
import { whoRecords } from '@/lib/domain/recordings/rules'
import { recordingSettings } from '@/lib/domain/recordings/serialize'
import type { ParticipantScope } from '@/lib/domain/scope'
import type { Transaction } from '@/lib/platform/database/client'
import type { Recording } from '@/lib/platform/database/generated/client'
import { registry } from '@/lib/platform/registry'

/** @throws DomainError `forbidden`, in words, for a participant who may not start a recording */
export function mayStart(scope: ParticipantScope, conversation: { settings: unknown }): void {
  const who = whoRecords(recordingSettings(conversation))
  if (who === 'nobody') {
    throw new DomainError('forbidden', 'This conversation was created without recording.')
  }
  if (who === 'members' && scope.accountId === null) {
    throw new DomainError(
      'forbidden',
      'Guests may not record this conversation; only those who joined with an account may.',
    )
  }
  if (!scope.present) throw new DomainError('forbidden', 'Only somebody who is in the call can record it.')
}

/**
 * Locks the recording that this participant makes.
 * @throws DomainError `not-found`, `forbidden`, or `unavailable` when another server holds it
 */
export async function lockOwn(tx: Transaction, scope: ParticipantScope, id: string): Promise<Recording> {
  await tx.$queryRaw`select 1 from recordings where id = ${id} for update`
  const row = await tx.recording.findFirst({ where: { id, conversationId: scope.conversationId } })
  if (!row) throw new DomainError('not-found', 'There is no such recording in this conversation.')
  if (row.sessionId !== scope.sessionId) {
    throw new DomainError(
      'forbidden',
      `${row.name} makes this recording; only the same browser can go on with it.`,
    )
  }
  if (row.instanceId !== registry().instanceId) {
    throw new DomainError('unavailable', 'Another server of this installation holds this recording.')
  }
  return row
}

/**
 * What was recorded before the end may still come after it, until the file is made.
 * @throws DomainError `conflict`
 */
export function stillTakesParts(row: Recording): void {
  if (row.sealedAt) throw new DomainError('conflict', 'This recording has ended.')
}

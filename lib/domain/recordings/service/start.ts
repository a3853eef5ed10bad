import { enqueueEffects } from '@/lib/domain/effects/service'
import { DomainError } from '@/lib/domain/errors'
import { mostRecordings, mostTakes } from '@/lib/domain/recordings/rules'
import type { ParticipantScope, SystemScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { announceRecording } from './announce'
import { lockOwn, mayStart } from './permission'
import { bytesSent } from './sent'

type MimeType = 'video/webm' | 'video/mp4'
/** Where parts go. */
export type Take = { recordingId: string; take: number }

/**
 * Begins a recording and tells everybody in the room. Asked again by whoever records already, it begins another take
 * of the same.
 * @throws DomainError `forbidden`, `not-found`, `conflict` when somebody else records or there is no room for more,
 * `unavailable` when the room could not be told: nobody is recorded unknowingly
 */
export async function startRecording(
  system: SystemScope,
  scope: ParticipantScope,
  mimeType: MimeType,
): Promise<Take> {
  const { conversationId } = scope
  const begun = await inTransaction(registry().database, (tx) => begin(tx, scope, mimeType))
  try {
    await announceRecording(system, conversationId)
  } catch (error) {
    registry().log.warn({ error, conversationId }, 'A recording could not be announced, and does not begin')
    if (begun.take === 0) await withdraw(begun.recordingId)
    throw new DomainError(
      'unavailable',
      'The room could not be told of the recording. Try again in a moment.',
    )
  }
  return begun
}

/** Takes back what did not begin. The room may have been told of it, and only the answer to that been lost. */
async function withdraw(id: string): Promise<void> {
  const { database, clock, instanceId } = registry()
  await inTransaction(database, async (tx) => {
    const { conversation } = await tx.recording.delete({
      where: { id },
      select: { conversation: { select: { id: true, workspaceId: true } } },
    })
    const conversationId = conversation.id
    await enqueueEffects(
      tx,
      [{ kind: 'announce-recording', conversationId, instanceId, payload: {} }],
      clock.now(),
    )
    await notify(tx, { topic: 'conversation', ...conversation })
  })
}

async function begin(tx: Transaction, scope: ParticipantScope, mimeType: MimeType): Promise<Take> {
  const { clock, env, instanceId } = registry()
  const { conversationId: id } = scope
  await tx.$queryRaw`select 1 from conversations where id = ${id} for update`
  const conversation = await tx.conversation.findFirst({
    where: { id, deletedAt: null },
    include: { recordings: true },
  })
  if (!conversation) throw new DomainError('not-found', 'There is no conversation with this id.')
  if (conversation.status === 'ended') throw new DomainError('conflict', 'The conversation has ended.')
  mayStart(scope, conversation)
  const { recordings, workspaceId } = conversation
  const running = recordings.find(({ status }) => status === 'recording')
  if (running?.sessionId === scope.sessionId) return await nextTake(tx, scope, running.id, mimeType)
  if (running) throw new DomainError('conflict', `${running.name} is recording already.`)
  if (recordings.length >= mostRecordings || (await bytesSent(tx, id)) >= env.RECORDING_MAX_BYTES) {
    throw new DomainError('conflict', 'This conversation has as much recorded as it may have.')
  }
  const recordingId = rowId()
  await tx.recording.create({
    data: {
      id: recordingId,
      conversationId: id,
      sessionId: scope.sessionId,
      name: scope.name,
      instanceId,
      mimeType,
      status: 'recording',
      startedAt: clock.now(),
      takes: 1,
    },
  })
  await notify(tx, { topic: 'conversation', id, workspaceId })
  return { recordingId, take: 0 }
}

/**
 * Begins another take of a recording that runs: the recorder's page was reloaded.
 * @throws DomainError `not-found`, `forbidden`, `conflict` when it has ended
 */
export function beginTake(scope: ParticipantScope, recordingId: string, mimeType: MimeType): Promise<Take> {
  return inTransaction(registry().database, (tx) => nextTake(tx, scope, recordingId, mimeType))
}

async function nextTake(
  tx: Transaction,
  scope: ParticipantScope,
  id: string,
  mimeType: MimeType,
): Promise<Take> {
  const row = await lockOwn(tx, scope, id)
  if (row.status !== 'recording') throw new DomainError('conflict', 'This recording has ended.')
  if (row.mimeType !== mimeType) {
    throw new DomainError('conflict', `This recording is ${row.mimeType}, and cannot go on as ${mimeType}.`)
  }
  if (row.takes >= mostTakes) throw new DomainError('conflict', 'This recording has too many takes.')
  await tx.recording.update({ where: { id }, data: { takes: row.takes + 1 } })
  return { recordingId: id, take: row.takes }
}

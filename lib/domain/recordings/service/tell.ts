import { objectOf, storageOnWire } from '@/lib/domain/recordings/serialize'
import { publish } from '@/lib/domain/webhooks/service/publish'
import { notify } from '@/lib/platform/database/bus'
import type { Transaction } from '@/lib/platform/database/client'
import type { Conversation, Prisma, Recording } from '@/lib/platform/database/generated/client'

type Whole = Recording & { conversation: Conversation }

/** Whole seconds, as the compatible API has them. */
export const wholeSeconds = ({ duration }: Pick<Recording, 'duration'>) => Math.round((duration ?? 0) / 1000)

/** Writes an event of the conversation, once for each recording and type. */
export async function tellEvent(
  tx: Transaction,
  { id, conversation }: Whole,
  event: { type: string; at: Date; properties: Prisma.InputJsonObject },
): Promise<void> {
  // A webhook's id has no "." in it.
  await publish(tx, [
    { id: `${id}-${event.type.replaceAll('.', '-')}`, conversationId: conversation.id, ...event },
  ])
  await notify(tx, { topic: 'conversation', id: conversation.id, workspaceId: conversation.workspaceId })
}

/** The recording can be had: where `row.bucket` says. */
export async function tellReady(tx: Transaction, row: Whole, at: Date): Promise<void> {
  const object = objectOf(row)
  await tx.recording.update({ where: { id: row.id }, data: { status: 'ready' } })
  await tellEvent(tx, row, {
    type: 'application.recording_ready',
    at,
    properties: {
      recording_id: row.id,
      bucket_name: object?.name ?? null,
      s3_key: object?.key ?? null,
      duration: wholeSeconds(row),
      ...storageOnWire(row),
    },
  })
}

import type { Transaction } from '@/lib/platform/database/client'

/** Bytes of all recordings of a conversation: of those that are joined the file, of the others what has come. */
export async function bytesSent(tx: Transaction, conversationId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ bytes: bigint }[]>`
    select coalesce(sum(bytes), 0)::bigint as bytes from (
      select bytes::bigint from recordings where conversation_id = ${conversationId} and bytes is not null
      union all
      select p.bytes::bigint from recording_parts p join recordings r on r.id = p.recording_id
      where r.conversation_id = ${conversationId} and r.bytes is null) as sent`
  return Number(row?.bytes ?? 0)
}

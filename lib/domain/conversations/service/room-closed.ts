import type { SystemScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'

/** Notes, once, that the room of an ended conversation is closed and its transcript whole. */
export async function roomClosed(_system: SystemScope, id: string): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const noted = await tx.$queryRaw<{ workspaceId: string }[]>`
      with noted as (
        insert into conversation_events (id, conversation_id, type, at, properties)
        select ${`${id}-transcript`}, c.id, 'application.transcription_ready', ${clock.now()},
          jsonb_build_object('replica_id', c.replica_id, 'transcript', coalesce((
            select jsonb_agg(jsonb_build_object(
              'role', case role when 'user' then 'user' else 'assistant' end, 'content', text,
              'timestamp', extract(epoch from at)) order by seq)
            from utterances where conversation_id = c.id), '[]'))
        from conversations c where c.id = ${id} and c.erased_at is null
        on conflict (id) do nothing returning conversation_id)
      select workspace_id as "workspaceId" from conversations join noted on conversations.id = noted.conversation_id`
    for (const { workspaceId } of noted) await notify(tx, { topic: 'conversation', id, workspaceId })
  })
}

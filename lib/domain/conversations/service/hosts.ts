import { heldConversations } from '@/lib/domain/conversations/queries/due'
import { isSilentSince } from '@/lib/domain/instances/queries'
import type { Heartbeat } from '@/lib/domain/instances/rules'
import { forgetInstance } from '@/lib/domain/instances/service'
import type { SystemScope } from '@/lib/domain/scope'
import { change } from './change'

/**
 * Ends what an instance held that is gone, dated at its last sign of life, and forgets it. One that comes back meanwhile
 * keeps what has not ended yet.
 */
export async function endOrphans(system: SystemScope, gone: Heartbeat): Promise<void> {
  for (const id of await heldConversations(system, gone.id)) {
    await change(id, async (_row, tx) =>
      (await isSilentSince(tx, gone)) ? [{ type: 'host-lost', at: gone.heartbeatAt }] : null,
    )
  }
  await forgetInstance(system, gone)
}

import { heldConversations } from '@/lib/domain/conversations/queries/due'
import { goneInstances } from '@/lib/domain/instances/queries'
import { forgetInstance } from '@/lib/domain/instances/service'
import type { SystemScope } from '@/lib/domain/scope'
import { change } from './change'

/** Ends what instances held that are gone for good, dated at the last sign of life. */
export async function endOrphans(system: SystemScope): Promise<void> {
  for (const { id, heartbeatAt } of await goneInstances(system)) {
    for (const conversation of await heldConversations(system, id)) {
      await change(conversation, { type: 'host-lost', at: heartbeatAt })
    }
    await forgetInstance(system, id)
  }
}

import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { deliveriesWhere, findDelivery, findWebhook } from '../queries'
import { testType } from '../rules'
import type { Delivery, ReplayRequest } from '../schema'
import { announceDeliveries } from './publish'
import { checkTarget } from './targets'

const unknown = () => new DomainError('not-found', 'There is no delivery with this id.')

/** The schedule begins anew; the id and the body stay what they are. */
const again = (now: Date) =>
  ({ status: 'pending', round: 0, nextAttemptAt: now, claimedAt: null, doneAt: null, problem: null }) as const

/**
 * Sends a delivery again, whatever became of it, under the id it had: a receiver that has it already can tell. One that
 * waits for its next attempt is sent now; one that is being sent is left alone.
 * @throws DomainError `forbidden`, `not-found`, `invalid` for an address that is refused now, or `conflict` when its
 * endpoint is paused or gone
 */
export async function replayDelivery(scope: WorkspaceScope, id: string): Promise<Delivery> {
  mayWrite(scope)
  const { database, clock } = registry()
  const before = await findDelivery(scope, id)
  if (!before) throw unknown()
  checkTarget(before.url, 'url')
  if (before.webhook_id && before.event_type !== testType) {
    const endpoint = await findWebhook(scope, before.webhook_id)
    if (!endpoint) throw new DomainError('conflict', 'Its endpoint was deleted.')
    if (!endpoint.enabled) throw new DomainError('conflict', 'Its endpoint is paused. Enable it first.')
  }
  const now = clock.now()
  await inTransaction(database, async (tx) => {
    const { count } = await tx.webhookDelivery.updateMany({
      where: { id, workspaceId: scope.workspaceId, claimedAt: null },
      data: again(now),
    })
    if (count > 0) await announceDeliveries(tx, [scope.workspaceId], now)
  })
  const after = await findDelivery(scope, id)
  if (!after) throw unknown()
  const { body: _body, history: _history, ...delivery } = after
  return delivery
}

/**
 * Sends again what failed, or what the filters leave of it, except to endpoints that are paused or gone. How many.
 * @throws DomainError `forbidden`
 */
export async function replayFailed(scope: WorkspaceScope, filters: ReplayRequest): Promise<number> {
  mayWrite(scope)
  const { database, clock } = registry()
  const now = clock.now()
  return await inTransaction(database, async (tx) => {
    const open = await tx.webhookEndpoint.findMany({
      where: { workspaceId: scope.workspaceId, disabledAt: null },
      select: { id: true },
    })
    const ids = open.map(({ id }) => id)
    const { count } = await tx.webhookDelivery.updateMany({
      where: {
        AND: [
          deliveriesWhere(scope, filters),
          { status: 'failed', eventType: { not: testType } },
          { OR: [{ endpointId: null }, { endpointId: { in: ids } }] },
        ],
      },
      data: again(now),
    })
    if (count > 0) await announceDeliveries(tx, [scope.workspaceId], now)
    return count
  })
}

import type * as z from 'zod'
import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { keyedId, rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { findWebhook } from '../queries'
import { limits, testType } from '../rules'
import {
  type Webhook,
  type WebhookChange,
  type WebhookRequest,
  webhookChange,
  webhookRequest,
} from '../schema'
import { toEnvelope, toWebhook } from '../serialize'
import { stoppedNow } from './deliver'
import { announceDeliveries, enqueueDeliveries } from './publish'
import { checkTarget } from './targets'

/**
 * Registers an endpoint: what happens in the workspace from now on is sent there. Asked again under the same `requestKey`
 * it returns the one that was made.
 * @throws DomainError `forbidden`, `conflict` when there are too many, or `invalid` with the field
 */
export async function createWebhook(
  scope: WorkspaceScope,
  request: WebhookRequest,
  requestKey: string,
): Promise<Webhook> {
  mayWrite(scope)
  const { url, description, event_types: eventTypes } = parsed(webhookRequest, request)
  checkTarget(url, 'url')
  const { database, clock } = registry()
  const { workspaceId } = scope
  const now = clock.now()
  const id = keyedId('w', `${workspaceId} ${requestKey}`)
  return await inTransaction(database, async (tx) => {
    await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId} for update`
    const earlier = await findWebhook(scope, id, tx)
    if (earlier) return earlier
    if ((await tx.webhookEndpoint.count({ where: { workspaceId } })) >= limits.endpoints) {
      throw new DomainError(
        'conflict',
        `This workspace has ${limits.endpoints} endpoints already. Delete one that is not needed any more.`,
      )
    }
    const data = { id, workspaceId, url, description, eventTypes, createdAt: now, updatedAt: now }
    const made = await tx.webhookEndpoint.create({ data })
    await announceDeliveries(tx, [workspaceId], null)
    return toWebhook(made)
  })
}

/**
 * Changes an endpoint. What waits for one that is paused is not sent any more; it can be replayed. What waits for one
 * that moves goes to where it was addressed.
 * @throws DomainError `forbidden`, `not-found`, or `invalid` with the field
 */
export async function updateWebhook(
  scope: WorkspaceScope,
  id: string,
  request: WebhookChange,
): Promise<Webhook> {
  mayWrite(scope)
  const { url, description, event_types, enabled } = parsed(webhookChange, request)
  if (url !== undefined) checkTarget(url, 'url')
  const { database, clock } = registry()
  const now = clock.now()
  return await inTransaction(database, async (tx) => {
    await known(tx, scope, id)
    const row = await tx.webhookEndpoint.update({
      where: { id },
      data: {
        ...{ url, description, eventTypes: event_types, updatedAt: now },
        ...(enabled === true && { disabledAt: null, disabledReason: null }),
      },
    })
    if (enabled === false && row.disabledAt === null) {
      const paused = { disabledAt: now, disabledReason: 'Paused by a member of the workspace.' }
      Object.assign(row, await tx.webhookEndpoint.update({ where: { id }, data: paused }))
      await stopWaiting(tx, id, now, 'The endpoint was paused before it was sent.')
    }
    await announceDeliveries(tx, [scope.workspaceId], null)
    return toWebhook(row)
  })
}

/**
 * Deletes an endpoint; one that is gone already is fine. What was sent to it stays in the log.
 * @throws DomainError `forbidden`, or `not-found` for one that the workspace never had
 */
export async function deleteWebhook(scope: WorkspaceScope, id: string): Promise<void> {
  mayWrite(scope)
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    await known(tx, scope, id)
    await tx.webhookEndpoint.delete({ where: { id } })
    await stopWaiting(tx, id, clock.now(), 'The endpoint was deleted before it was sent.')
    await announceDeliveries(tx, [scope.workspaceId], null)
  })
}

/**
 * Sends an event that says it is a test, to see whether the endpoint answers; one that is paused, too. The id of the
 * delivery, which is tried once.
 * @throws DomainError `forbidden`, `not-found`, or `invalid` for an address that is refused now
 */
export async function testWebhook(scope: WorkspaceScope, id: string): Promise<string> {
  mayWrite(scope)
  const { database, clock } = registry()
  const now = clock.now()
  return await inTransaction(database, async (tx) => {
    const { url } = await known(tx, scope, id)
    checkTarget(url, 'url')
    const message = 'This is a test. It is about no conversation.'
    const event = { conversationId: null, type: testType, at: now, properties: { test: true, message } }
    const [delivery = ''] = await enqueueDeliveries(
      tx,
      [
        {
          ...{ workspaceId: scope.workspaceId, conversationId: null, endpointId: id, url },
          ...{ eventId: rowId(), eventType: testType, body: toEnvelope(event, url) },
        },
      ],
      now,
    )
    return delivery
  })
}

async function known(tx: Transaction, scope: WorkspaceScope, id: string): Promise<Webhook> {
  const found = await findWebhook(scope, id, tx)
  if (!found) throw new DomainError('not-found', 'There is no endpoint with this id.')
  return found
}

/** What waits for an endpoint is not sent any more; what is under way now may arrive. */
async function stopWaiting(tx: Transaction, endpointId: string, now: Date, problem: string): Promise<void> {
  await tx.webhookDelivery.updateMany({
    where: { endpointId, status: 'pending', claimedAt: null, eventType: { not: testType } },
    data: stoppedNow(now, problem),
  })
}

function parsed<Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> {
  const result = schema.safeParse(request)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new DomainError('invalid', issue?.message ?? 'This is not usable.', { field: issue?.path.join('.') })
}

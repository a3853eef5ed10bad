import { notify } from '@/lib/platform/database/bus'
import type { Transaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { wants } from '../rules'
import { toEnvelope } from '../serialize'

/** Something that happened in a conversation. */
export type NewEvent = {
  /** Chosen where it must not be told twice; without "." in it, which separates what is signed. */
  id?: string
  conversationId: string
  type: string
  at: Date
  properties: Prisma.InputJsonObject
}

type Destination = {
  conversationId: string
  workspaceId: string
  url: string
  endpointId: string | null
  types: string[]
}

/**
 * Adds to the logs of conversations, and sends what is new there: to the conversation's callback, and to every endpoint
 * of its workspace that wants it. All that is told of conversations goes through here. Ids of those that were new.
 */
export async function publish(tx: Transaction, events: NewEvent[]): Promise<string[]> {
  if (events.length === 0) return []
  const now = registry().clock.now()
  const identified = events.map((event) => ({ ...event, id: event.id ?? rowId() }))
  const written = await tx.conversationEvent.createManyAndReturn({
    data: identified,
    skipDuplicates: true,
    select: { id: true },
  })
  const ids = new Set(written.map(({ id }) => id))
  const fresh = identified.filter(({ id }) => ids.has(id))
  const destinations = await destinationsOf(tx, [...new Set(fresh.map((event) => event.conversationId))])
  const deliveries = fresh.flatMap((event) =>
    destinations
      .filter(
        ({ conversationId, types }) => conversationId === event.conversationId && wants(types, event.type),
      )
      .map(({ workspaceId, url, endpointId }) => ({
        workspaceId,
        conversationId: event.conversationId,
        eventId: event.id,
        endpointId,
        url,
        eventType: event.type,
        body: toEnvelope(event, url),
      })),
  )
  await enqueueDeliveries(tx, deliveries, now)
  return [...ids]
}

/** Where what happens in these conversations goes. */
async function destinationsOf(tx: Transaction, conversationIds: string[]): Promise<Destination[]> {
  if (conversationIds.length === 0) return []
  return await tx.$queryRaw<Destination[]>`
    select c.id as "conversationId", c.workspace_id as "workspaceId", d.url, d.endpoint_id as "endpointId", d.types
    from conversations c cross join lateral (
      select c.callback_url as url, null as endpoint_id, '{}'::text[] as types
      where c.callback_url is not null and c.callback_gone_at is null
      union all
      select url, id, event_types from webhook_endpoints
      where workspace_id = c.workspace_id and disabled_at is null) d
    where c.id = any(${conversationIds})`
}

type NewDelivery = Pick<
  Prisma.WebhookDeliveryCreateManyInput,
  'workspaceId' | 'conversationId' | 'eventId' | 'endpointId' | 'url' | 'eventType' | 'body'
>

/** Stores deliveries that are due now; the engine carries them out at least once. Their ids. */
export async function enqueueDeliveries(
  tx: Transaction,
  deliveries: NewDelivery[],
  now: Date,
): Promise<string[]> {
  if (deliveries.length === 0) return []
  const rows = deliveries.map((delivery) => ({
    id: rowId(),
    ...delivery,
    destination: originOf(delivery.url),
    status: 'pending' as const,
    nextAttemptAt: now,
    createdAt: now,
  }))
  await tx.webhookDelivery.createMany({ data: rows })
  await announceDeliveries(
    tx,
    deliveries.map(({ workspaceId }) => workspaceId),
    now,
  )
  return rows.map(({ id }) => id)
}

/** Tells the engine that deliveries are due at `at` (null: none are), and pages that those of workspaces changed. */
export async function announceDeliveries(
  tx: Transaction,
  workspaceIds: string[],
  at: Date | null,
): Promise<void> {
  await notify(
    tx,
    ...(at ? [{ topic: 'deliveries' as const, id: at.toISOString() }] : []),
    ...[...new Set(workspaceIds)].map((id) => ({ topic: 'webhooks' as const, id })),
  )
}

/** Rows of long ago may hold what is no address; each is a destination of its own, and refused. */
const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : url)

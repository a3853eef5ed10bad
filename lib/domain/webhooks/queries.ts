import { timestamp } from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import type { Database, Transaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { registry } from '@/lib/platform/registry'
import { deliveryCursor } from './rules'
import type {
  DeliveryList,
  DeliveryListQuery,
  DeliveryVerbose,
  ReplayRequest,
  SecretState,
  Webhook,
} from './schema'
import { attemptSummary, toDelivery, toDeliveryVerbose, toWebhook } from './serialize'

/** Every endpoint of the workspace, the newest first. */
export async function listWebhooks(scope: WorkspaceScope): Promise<Webhook[]> {
  const rows = await registry().database.webhookEndpoint.findMany({
    where: { workspaceId: scope.workspaceId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return rows.map(toWebhook)
}

/** One of them; null when the workspace has none of that id. */
export async function findWebhook(
  scope: WorkspaceScope,
  id: string,
  db: Database | Transaction = registry().database,
): Promise<Webhook | null> {
  const row = await db.webhookEndpoint.findFirst({ where: { id, workspaceId: scope.workspaceId } })
  return row && toWebhook(row)
}

/** Deliveries of the workspace that the filters leave. */
export function deliveriesWhere(
  { workspaceId }: WorkspaceScope,
  { event_type, webhook_id, conversation_id }: ReplayRequest,
): Prisma.WebhookDeliveryWhereInput {
  return {
    workspaceId,
    ...(event_type && { eventType: event_type }),
    ...(conversation_id && { conversationId: conversation_id }),
    ...(webhook_id && { endpointId: webhook_id === 'callback' ? null : webhook_id }),
  }
}

/**
 * A page of the log, newest first.
 * @throws DomainError `invalid` for a cursor that is not one of ours
 */
export async function listDeliveries(scope: WorkspaceScope, query: DeliveryListQuery): Promise<DeliveryList> {
  const place = query.cursor ? deliveryCursor.read(query.cursor) : null
  if (query.cursor && !place) {
    throw new DomainError(
      'invalid',
      'This cursor is not one that a list returned. Leave it out to begin anew.',
      { field: 'cursor' },
    )
  }
  const where = { ...deliveriesWhere(scope, query), ...(query.status && { status: query.status }) }
  const after = place && {
    OR: [{ createdAt: { lt: place.createdAt } }, { createdAt: place.createdAt, id: { lt: place.id } }],
  }
  const rows = await registry().database.webhookDelivery.findMany({
    where: after ? { AND: [where, after] } : where,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    // Transcripts are long, and the list does not show them.
    omit: { body: true },
    include: { history: { select: attemptSummary, orderBy: { number: 'asc' } } },
  })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    data: page.map(toDelivery),
    next_cursor: rows.length > query.limit && last ? deliveryCursor.write(last) : null,
  }
}

/** One delivery with every attempt; null when the workspace has none of that id. */
export async function findDelivery(scope: WorkspaceScope, id: string): Promise<DeliveryVerbose | null> {
  const row = await registry().database.webhookDelivery.findFirst({
    where: { id, workspaceId: scope.workspaceId },
    include: { history: { orderBy: { number: 'asc' } } },
  })
  return row && toDeliveryVerbose(row)
}

/** When the next delivery is due, those to the destinations of `except` aside; null when there is none. */
export async function nextDeliveryAt(_system: SystemScope, except: string[]): Promise<Date | null> {
  const first = await registry().database.webhookDelivery.findFirst({
    where: { nextAttemptAt: { not: null }, destination: { notIn: except } },
    orderBy: { nextAttemptAt: 'asc' },
    select: { nextAttemptAt: true },
  })
  return first?.nextAttemptAt ?? null
}

/** Of the signing secret what anybody of the workspace may know: since when it is the current one, and the others too. */
export async function secretState(scope: WorkspaceScope): Promise<SecretState> {
  const { database, clock } = registry()
  const rows = await database.webhookSecret.findMany({
    where: { workspaceId: scope.workspaceId, OR: [{ expiresAt: null }, { expiresAt: { gt: clock.now() } }] },
    orderBy: { version: 'desc' },
    select: { createdAt: true, expiresAt: true },
  })
  const [current, ...previous] = rows
  return {
    created_at: current ? timestamp(current.createdAt) : null,
    previous_until: previous.flatMap(({ expiresAt }) => (expiresAt ? [timestamp(expiresAt)] : [])),
  }
}

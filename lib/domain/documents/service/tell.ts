import { wants } from '@/lib/domain/webhooks/rules'
import { toEnvelope } from '@/lib/domain/webhooks/serialize'
import { enqueueDeliveries } from '@/lib/domain/webhooks/service/publish'
import { notify } from '@/lib/platform/database/bus'
import type { Transaction } from '@/lib/platform/database/client'
import type { Document as Row } from '@/lib/platform/database/generated/client'
import { toDocument } from '../serialize'

/** Tells pages that a document is not what it was. */
export async function announce(
  tx: Transaction,
  { id, workspaceId }: Pick<Row, 'id' | 'workspaceId'>,
): Promise<void> {
  await notify(tx, { topic: 'document', id, workspaceId })
}

/**
 * Tells the document's callback, and every endpoint of the workspace that wants it, that it is ready or why it is not:
 * once for each time it was read.
 */
export async function tellOutcome(tx: Transaction, row: Row, at: Date): Promise<void> {
  const type = row.status === 'ready' ? 'application.document_ready' : 'application.document_failed'
  const { document_id, document_name, document_url, status, progress, error_message, error_detail, tags } =
    toDocument(row)
  const event = {
    conversationId: null,
    type,
    at,
    properties: {
      document_id,
      document_name,
      document_url,
      status,
      progress,
      error_message,
      error_detail,
      tags,
    },
  }
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { workspaceId: row.workspaceId, disabledAt: null },
    select: { id: true, url: true, eventTypes: true },
  })
  const destinations = [
    ...(row.callbackUrl ? [{ endpointId: null, url: row.callbackUrl }] : []),
    ...endpoints
      .filter(({ eventTypes }) => wants(eventTypes, type))
      .map(({ id, url }) => ({ endpointId: id, url })),
  ]
  const deliveries = destinations.map(({ endpointId, url }) => ({
    ...{ workspaceId: row.workspaceId, conversationId: null, eventId: `${row.id}-${row.round}` },
    ...{ endpointId, url, eventType: type, body: toEnvelope(event, url) },
  }))
  await enqueueDeliveries(tx, deliveries, at)
}

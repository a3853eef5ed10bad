import { DomainError } from '@/lib/domain/errors'
import { findDelivery, findWebhook, listDeliveries, listWebhooks } from '@/lib/domain/webhooks/queries'
import {
  delivery,
  deliveryList,
  deliveryListQuery,
  deliveryVerbose,
  replayed,
  replayRequest,
  secretRotation,
  webhook,
  webhookChange,
  webhookList,
  webhookRequest,
  webhookSecret,
} from '@/lib/domain/webhooks/schema'
import {
  createWebhook,
  deleteWebhook,
  testWebhook,
  updateWebhook,
} from '@/lib/domain/webhooks/service/endpoints'
import { replayDelivery, replayFailed } from '@/lib/domain/webhooks/service/replay'
import { revealSecret, rotateSecret } from '@/lib/domain/webhooks/service/secrets'
import { type Route, route } from '../route'

const unknownWebhook = { unknownId: 'Invalid webhook_id', unknownStatus: 404 } as const
const unknownDelivery = { unknownId: 'Invalid delivery_id', unknownStatus: 404 } as const

/** Webhooks: endpoints, their secret, and the log of what was sent. Our own, beside the compatible API's callback_url. */
export const webhookRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/webhooks/deliveries',
    access: 'read',
    query: deliveryListQuery,
    answer: deliveryList,
    handle: ({ scope, query }) => listDeliveries(scope, query),
  }),
  route({
    method: 'POST',
    path: '/v2/webhooks/deliveries/replay-failed',
    access: 'write',
    blanks: 1,
    body: replayRequest,
    answer: replayed,
    handle: async ({ scope, body }) => ({ replayed: await replayFailed(scope, body) }),
  }),
  route({
    ...unknownDelivery,
    method: 'GET',
    path: '/v2/webhooks/deliveries/:id',
    access: 'read',
    answer: deliveryVerbose,
    async handle({ scope, id }) {
      const found = await findDelivery(scope, id)
      if (!found) throw new DomainError('not-found', unknownDelivery.unknownId)
      return found
    },
  }),
  route({
    ...unknownDelivery,
    method: 'POST',
    path: '/v2/webhooks/deliveries/:id/replay',
    access: 'write',
    answer: delivery,
    handle: ({ scope, id }) => replayDelivery(scope, id),
  }),
  route({
    method: 'GET',
    path: '/v2/webhooks/secret',
    access: 'read',
    answer: webhookSecret,
    handle: ({ scope }) => revealSecret(scope),
  }),
  route({
    method: 'POST',
    path: '/v2/webhooks/secret/rotate',
    access: 'write',
    blanks: 1,
    body: secretRotation,
    answer: webhookSecret,
    handle: ({ scope, body }) => rotateSecret(scope, body),
  }),
  route({
    method: 'POST',
    path: '/v2/webhooks',
    access: 'write',
    blanks: 1,
    body: webhookRequest,
    answer: webhook,
    handle: ({ scope, body, requestKey }) => createWebhook(scope, body, requestKey),
  }),
  route({
    method: 'GET',
    path: '/v2/webhooks',
    access: 'read',
    answer: webhookList,
    async handle({ scope }) {
      const data = await listWebhooks(scope)
      return { data, total_count: data.length }
    },
  }),
  route({
    ...unknownWebhook,
    method: 'GET',
    path: '/v2/webhooks/:id',
    access: 'read',
    answer: webhook,
    async handle({ scope, id }) {
      const found = await findWebhook(scope, id)
      if (!found) throw new DomainError('not-found', unknownWebhook.unknownId)
      return found
    },
  }),
  route({
    ...unknownWebhook,
    method: 'PATCH',
    path: '/v2/webhooks/:id',
    access: 'write',
    body: webhookChange,
    answer: webhook,
    handle: ({ scope, id, body }) => updateWebhook(scope, id, body),
  }),
  route({
    ...unknownWebhook,
    method: 'DELETE',
    path: '/v2/webhooks/:id',
    access: 'write',
    answer: null,
    async handle({ scope, id }) {
      await deleteWebhook(scope, id)
      return undefined
    },
  }),
  route({
    ...unknownWebhook,
    method: 'POST',
    path: '/v2/webhooks/:id/test',
    access: 'write',
    answer: deliveryVerbose,
    async handle({ scope, id }) {
      const found = await findDelivery(scope, await testWebhook(scope, id))
      if (!found) throw new DomainError('not-found', unknownDelivery.unknownId)
      return found
    },
  }),
]

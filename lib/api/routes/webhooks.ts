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
import { exampleDelivery, exampleDeliveryVerbose, exampleSecret, exampleWebhook } from '../openapi/examples'
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
    reference: {
      id: 'listDeliveries',
      tag: 'Webhooks',
      summary: 'List deliveries',
      description:
        'What was sent or waits to be, to endpoints and to callbacks of conversations, newest first.',
      query: { status: 'failed' },
      answer: { data: [exampleDelivery], next_cursor: null },
    },
    handle: ({ scope, query }) => listDeliveries(scope, query),
  }),
  route({
    method: 'POST',
    path: '/v2/webhooks/deliveries/replay-failed',
    access: 'write',
    blanks: 1,
    body: replayRequest,
    answer: replayed,
    reference: {
      id: 'replayFailedDeliveries',
      tag: 'Webhooks',
      summary: 'Send again what failed',
      description:
        'All of it, or what the filters leave. Each event keeps its id, so that receivers know it again.',
      body: { conversation_id: 'c477c9dd7aa6e4fe' },
      answer: { replayed: 3 },
    },
    handle: async ({ scope, body }) => ({ replayed: await replayFailed(scope, body) }),
  }),
  route({
    ...unknownDelivery,
    method: 'GET',
    path: '/v2/webhooks/deliveries/:id',
    access: 'read',
    answer: deliveryVerbose,
    reference: {
      id: 'getDelivery',
      tag: 'Webhooks',
      summary: 'Read a delivery with its attempts',
      answer: exampleDeliveryVerbose,
    },
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
    reference: {
      id: 'replayDelivery',
      tag: 'Webhooks',
      summary: 'Send a delivery again',
      description: 'Under the same event id, with a signature of now.',
      answer: exampleDelivery,
    },
    handle: ({ scope, id }) => replayDelivery(scope, id),
  }),
  route({
    method: 'GET',
    path: '/v2/webhooks/secret',
    // Whoever knows the secret can sign: no browser and no key that only reads.
    access: 'write',
    answer: webhookSecret,
    reference: {
      id: 'getWebhookSecret',
      tag: 'Webhooks',
      summary: 'Read the signing secret',
      description: 'Needs a key that may write: whoever has the secret can sign in your name.',
      answer: exampleSecret,
    },
    handle: ({ scope }) => revealSecret(scope),
  }),
  route({
    method: 'POST',
    path: '/v2/webhooks/secret/rotate',
    access: 'write',
    blanks: 1,
    body: secretRotation,
    answer: webhookSecret,
    reference: {
      id: 'rotateWebhookSecret',
      tag: 'Webhooks',
      summary: 'Replace the signing secret',
      description: 'The one before goes on signing beside it for a while, so that receivers can change over.',
      destroys: 'Ends the present signing secret after a while, or at once with 0 hours.',
      body: { previous_for_hours: 24 },
      answer: exampleSecret,
    },
    handle: ({ scope, body }) => rotateSecret(scope, body),
  }),
  route({
    method: 'POST',
    path: '/v2/webhooks',
    access: 'write',
    blanks: 1,
    body: webhookRequest,
    answer: webhook,
    reference: {
      id: 'createWebhook',
      tag: 'Webhooks',
      summary: 'Create an endpoint',
      description:
        'It gets the events of all conversations of the workspace. Addresses in private networks are refused, unless the operator allows them.',
      body: { url: exampleWebhook.url, event_types: ['system.shutdown', 'application.transcription_ready'] },
      answer: exampleWebhook,
    },
    handle: ({ scope, body, requestKey }) => createWebhook(scope, body, requestKey),
  }),
  route({
    method: 'GET',
    path: '/v2/webhooks',
    access: 'read',
    answer: webhookList,
    reference: {
      id: 'listWebhooks',
      tag: 'Webhooks',
      summary: 'List endpoints',
      answer: { data: [exampleWebhook], total_count: 1 },
    },
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
    reference: {
      id: 'getWebhook',
      tag: 'Webhooks',
      summary: 'Read an endpoint',
      answer: exampleWebhook,
    },
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
    reference: {
      id: 'patchWebhook',
      tag: 'Webhooks',
      summary: 'Change an endpoint, pause it or take it up again',
      description: 'A JSON merge patch: what is left out stays as it is.',
      body: { enabled: false },
      answer: exampleWebhook,
    },
    handle: ({ scope, id, body }) => updateWebhook(scope, id, body),
  }),
  route({
    ...unknownWebhook,
    method: 'DELETE',
    path: '/v2/webhooks/:id',
    access: 'write',
    answer: null,
    reference: {
      id: 'deleteWebhook',
      tag: 'Webhooks',
      summary: 'Delete an endpoint',
      destroys: 'Removes the endpoint. What waits to be sent to it is not sent any more.',
      sends: 'nothing',
    },
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
    reference: {
      id: 'testWebhook',
      tag: 'Webhooks',
      summary: 'Send a test event',
      answer: exampleDeliveryVerbose,
    },
    async handle({ scope, id }) {
      const found = await findDelivery(scope, await testWebhook(scope, id))
      if (!found) throw new DomainError('not-found', unknownDelivery.unknownId)
      return found
    },
  }),
]

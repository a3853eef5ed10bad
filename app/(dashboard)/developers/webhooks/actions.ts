'use server'

import * as z from 'zod'
import { asMember, savedBy } from '@/app/(dashboard)/as-member'
import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import type { ReplayedAnswer, SecretAnswer } from '@/components/webhooks/answers'
import { replayRequest, type WebhookChange, type WebhookRequest } from '@/lib/domain/webhooks/schema'
import {
  createWebhook,
  deleteWebhook,
  testWebhook,
  updateWebhook,
} from '@/lib/domain/webhooks/service/endpoints'
import { replayDelivery, replayFailed } from '@/lib/domain/webhooks/service/replay'
import { revealSecret, rotateSecret } from '@/lib/domain/webhooks/service/secrets'

const id = z.string().max(64)
const key = z.string().min(16).max(64)

/** Registers an endpoint, or changes the one of `webhookId`; the same `requestKey` again gives what was made first. */
export async function saveWebhookAction(
  webhookId: string | null,
  requestKey: string,
  request: WebhookRequest,
): Promise<SaveAnswer> {
  return await savedBy(async (scope) => {
    const saved = webhookId
      ? await updateWebhook(scope, id.parse(webhookId), request)
      : await createWebhook(scope, request, key.parse(requestKey))
    return saved.webhook_id
  })
}

/** Pauses an endpoint, or enables it again. */
export async function enableWebhookAction(
  webhookId: string,
  enabled: WebhookChange['enabled'],
): Promise<ActionAnswer> {
  return await asMember((scope) => updateWebhook(scope, id.parse(webhookId), { enabled }))
}

/** Deletes an endpoint. */
export async function deleteWebhookAction(webhookId: string): Promise<ActionAnswer> {
  return await asMember((scope) => deleteWebhook(scope, id.parse(webhookId)))
}

/** Sends a test; the answer has the id of its delivery. */
export async function testWebhookAction(webhookId: string): Promise<SaveAnswer> {
  return await savedBy((scope) => testWebhook(scope, id.parse(webhookId)))
}

/** The signing secret, which is in the answer and on no page. */
export async function revealSecretAction(): Promise<SecretAnswer> {
  let secret = ''
  const answer = await asMember(async (scope) => {
    secret = (await revealSecret(scope)).secret
  })
  return answer.ok ? { ok: true, secret } : answer
}

/** Makes a new signing secret; those before sign for as many hours. */
export async function rotateSecretAction(previousForHours: number): Promise<SecretAnswer> {
  let secret = ''
  const answer = await asMember(async (scope) => {
    secret = (await rotateSecret(scope, { previous_for_hours: previousForHours })).secret
  })
  return answer.ok ? { ok: true, secret } : answer
}

/** Sends a delivery again. */
export async function replayAction(deliveryId: string): Promise<ActionAnswer> {
  return await asMember((scope) => replayDelivery(scope, id.parse(deliveryId)))
}

/** Sends again what failed, as far as the filters leave it. */
export async function replayFailedAction(filters: unknown): Promise<ReplayedAnswer> {
  let count = 0
  const answer = await asMember(async (scope) => {
    count = await replayFailed(scope, replayRequest.parse(filters))
  })
  return answer.ok ? { ok: true, count } : answer
}

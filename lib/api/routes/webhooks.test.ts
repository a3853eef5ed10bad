import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { systemScope } from '@/lib/access/scopes'
import { deleteConversation } from '@/lib/domain/conversations/service/remove'
import {
  delivery,
  deliveryList,
  deliveryVerbose,
  replayed,
  webhook,
  webhookList,
  webhookSecret,
} from '@/lib/domain/webhooks/schema'
import { forgetDeliveries } from '@/lib/domain/webhooks/service/forget'

let api: TestApi
let me: Person
beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
  me = await api.person('Ann')
})
afterAll(() => api.close())

async function ask<Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: unknown) {
  const answer = await api.call(`/v2/webhooks${path}`, { method, key: me.key, body })
  const json = await answer.json()
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(json)}`)
  return schema.parse(json) as z.output<Schema>
}
const register = (body: object = {}) => ask(webhook, 'POST', '', { url: 'https://example.org/hook', ...body })
const refused = async (method: string, path: string, body?: unknown) => {
  const answer = await api.call(`/v2/webhooks${path}`, { method, key: me.key, body })
  return { status: answer.status, ...((await answer.json()) as object) }
}

describe('endpoints', () => {
  it('are registered, read, changed, paused, enabled and deleted', async () => {
    const made = await register({ description: ' CRM ', event_types: ['system.shutdown'] })
    expect(made).toMatchObject({ description: 'CRM', event_types: ['system.shutdown'], enabled: true })
    expect(await ask(webhook, 'GET', `/${made.webhook_id}`)).toEqual(made)
    expect((await ask(webhookList, 'GET', '')).data).toContainEqual(made)
    const changed = await ask(webhook, 'PATCH', `/${made.webhook_id}`, { event_types: [], description: '' })
    expect(changed).toMatchObject({ url: made.url, event_types: [], description: '' })
    expect(await ask(webhook, 'PATCH', `/${made.webhook_id}`, { enabled: false })).toMatchObject({
      enabled: false,
      disabled_reason: 'Paused by a member of the workspace.',
    })
    expect(await ask(webhook, 'PATCH', `/${made.webhook_id}`, { enabled: true })).toMatchObject({
      enabled: true,
      disabled_at: null,
      disabled_reason: null,
    })
    const gone = await api.call(`/v2/webhooks/${made.webhook_id}`, { method: 'DELETE', key: me.key })
    expect(gone.status).toBe(204)
    expect((await refused('GET', `/${made.webhook_id}`)).status).toBe(404)
  })

  it.each([
    [{}, /url must be text|url/],
    [{ url: 'example.org' }, /^url must be an address/],
    [{ url: 'http://10.0.0.1/' }, /10\.0\.0\.1 is in a private network.*OUTBOUND_ALLOW/],
    [{ url: 'https://colloquy.test/hook' }, /is this installation itself/],
    [{ url: 'https://a:b@example.org/' }, /name or a password/],
    [
      { url: 'https://example.org/', event_types: ['system.everything'] },
      /"system.everything" is not a type of event/,
    ],
    [{ url: 'https://example.org/', event_types: ['system.shutdown', 'system.shutdown'] }, /twice/],
    [{ url: 'https://example.org/', description: 'x'.repeat(201) }, /at most 200/],
  ])('%j is refused in words', async (body, words) => {
    expect(await refused('POST', '', body)).toMatchObject({
      status: 400,
      message: expect.stringMatching(words),
    })
  })

  it('are at most fifty', async () => {
    const other = await api.person('Many')
    const now = api.clock.now()
    await api.database.webhookEndpoint.createMany({
      data: Array.from({ length: 50 }, (_, n) => ({
        ...{
          id: `w-many-${n}`,
          workspaceId: other.workspaceId,
          url: 'https://example.org/',
          description: '',
        },
        ...{ createdAt: now, updatedAt: now },
      })),
    })
    const answer = await api.call('/v2/webhooks', {
      method: 'POST',
      key: other.key,
      body: { url: 'https://example.org/' },
    })
    expect(answer.status).toBe(409)
  })
})

describe('the secret', () => {
  it('is shown to whoever may write, and rotated', async () => {
    const { secret } = await ask(webhookSecret, 'GET', '/secret')
    const rotated = await ask(webhookSecret, 'POST', '/secret/rotate', {})
    expect(rotated.secret).not.toBe(secret)
    expect(rotated).toMatchObject({
      expires_at: null,
      previous: [{ secret, expires_at: '2026-01-21T12:00:00.000000Z' }],
    })
    expect(await ask(webhookSecret, 'GET', '/secret')).toEqual(rotated)
    expect(await refused('POST', '/secret/rotate', { previous_for_hours: -1 })).toMatchObject({
      status: 400,
      field: 'previous_for_hours',
    })
    expect(JSON.stringify(api.lines)).not.toContain('whsec_')
  })

  it('is nothing that a viewer sees', async () => {
    const viewer = await api.person('Viewer')
    const { workspaceId, accountId } = viewer
    await api.database.member.update({
      where: { workspaceId_accountId: { workspaceId, accountId } },
      data: { role: 'viewer' },
    })
    for (const who of [{ key: viewer.key }, { cookie: viewer.cookie }]) {
      expect((await api.call('/v2/webhooks/secret', who)).status).toBe(403)
      expect((await api.call('/v2/webhooks', who)).status).toBe(200)
    }
  })
})

describe('deliveries', () => {
  it('are listed newest first by a cursor, and narrowed', async () => {
    const { webhook_id } = await register()
    const ids: string[] = []
    for (let count = 0; count < 5; count++) {
      ids.unshift((await ask(deliveryVerbose, 'POST', `/${webhook_id}/test`)).delivery_id)
      api.clock.advance(1_000)
    }
    const first = await ask(deliveryList, 'GET', `/deliveries?limit=3&webhook_id=${webhook_id}`)
    const second = await ask(
      deliveryList,
      'GET',
      `/deliveries?limit=3&webhook_id=${webhook_id}&cursor=${first.next_cursor}`,
    )
    expect([...first.data, ...second.data].map((each) => each.delivery_id)).toEqual(ids)
    expect(second.next_cursor).toBeNull()
    const count = async (query: string) =>
      (await ask(deliveryList, 'GET', `/deliveries?webhook_id=${webhook_id}&${query}`)).data.length
    expect(await count('status=pending')).toBe(5)
    expect(await count('status=failed')).toBe(0)
    expect(await count('event_type=webhook.test')).toBe(5)
    expect(await count('event_type=system.shutdown')).toBe(0)
    expect(await count('conversation_id=c0123456789abcde')).toBe(0)
    for (const query of ['cursor=x', 'status=lost', 'event_type=x', 'limit=0', 'limit=101'])
      expect((await refused('GET', `/deliveries?${query}`)).status).toBe(400)
  })

  it('show what is sent, and are replayed', async () => {
    const { webhook_id } = await register()
    const { delivery_id, body } = await ask(deliveryVerbose, 'POST', `/${webhook_id}/test`)
    expect(JSON.parse(body)).toMatchObject({
      event_type: 'webhook.test',
      webhook_url: 'https://example.org/hook',
    })
    await api.database.webhookDelivery.update({
      where: { id: delivery_id },
      data: { status: 'failed', nextAttemptAt: null, doneAt: api.clock.now() },
    })
    expect(await ask(delivery, 'POST', `/deliveries/${delivery_id}/replay`)).toMatchObject({
      status: 'pending',
      next_attempt_at: expect.any(String),
      done_at: null,
    })
    expect(await ask(replayed, 'POST', '/deliveries/replay-failed', {})).toEqual({ replayed: 0 })
  })

  it('go with their conversation, and with time, as long as they are done', async () => {
    const made = await api.call('/v2/conversations', {
      method: 'POST',
      key: me.key,
      body: { persona_id: 'pdced222244b', callback_url: 'https://example.org/callback' },
    })
    const { conversation_id: id } = (await made.json()) as { conversation_id: string }
    const mine = () => api.database.webhookDelivery.count({ where: { conversationId: id } })
    expect(await mine()).toBeGreaterThanOrEqual(2)
    await deleteConversation(me.scope, id)
    await api.database.webhookDelivery.updateMany({
      where: { conversationId: id, eventType: 'system.shutdown' },
      data: { status: 'delivered', nextAttemptAt: null },
    })
    const before = await mine()
    api.clock.advance(30 * 86_400_000)
    expect(await forgetDeliveries(systemScope('test'))).toBe(0)
    api.clock.advance(1)
    await forgetDeliveries(systemScope('test'))
    expect(await mine()).toBeLessThan(before)
    expect(await mine()).toBeGreaterThan(0)
    await api.database.conversation.delete({ where: { id } })
    expect(await mine()).toBe(0)
  })
})

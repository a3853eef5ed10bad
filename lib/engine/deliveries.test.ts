import { beforeEach, describe, expect, it } from 'vitest'
import { verified } from '@/e2e/support/receiver'
import { webhookWorld } from '@/e2e/support/webhooks'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { recordLine, reportPresence } from '@/lib/domain/conversations/service/news'
import { delays, leaseMs } from '@/lib/domain/webhooks/rules'
import {
  createWebhook,
  deleteWebhook,
  testWebhook,
  updateWebhook,
} from '@/lib/domain/webhooks/service/endpoints'
import { replayDelivery, replayFailed } from '@/lib/domain/webhooks/service/replay'
import { revealSecret, rotateSecret } from '@/lib/domain/webhooks/service/secrets'

const world = webhookWorld()
const { hook } = world
const origin = 'http://localhost:3000'

const received = async (count: number) => {
  const come = () => {
    world.letAlarmsRing()
    return world.receiver.got.length
  }
  await expect.poll(come, { timeout: 5_000, interval: 10 }).toBe(count)
  return world.receiver.got
}

describe('a callback', () => {
  const somebody = { sessionId: 'ana', name: 'Ana', accountId: null, tokenId: null }
  const endings: [string, string, (id: string) => Promise<unknown> | unknown][] = [
    ['the end endpoint', 'end_conversation_endpoint_hit', (id) => endConversation(world.me, id, origin)],
    ['the longest duration', 'max_call_duration reached', () => world.clock.advance(3_600_000)],
    ['the last participant leaving', 'participant_left_timeout reached', () => world.clock.advance(20_000)],
    ['nobody joining', 'participant_absent_timeout reached', () => world.clock.advance(300_000)],
  ]
  it.each(endings)('hears of a conversation that is ended by %s, once each', async (how, reason, end) => {
    const { conversation_id: id, replica_id } = await world.create({
      properties: {
        participant_left_timeout: 20,
        participant_absent_timeout: how === 'nobody joining' ? 300 : 86_400,
      },
    })
    const present = { ...somebody, joinedAt: world.clock.now(), lostAt: null, leftAt: null }
    if (how !== 'nobody joining') {
      await reportPresence(world.system, id, { version: 1, presence: [present] })
      const line = { seq: 1, role: 'replica' as const, speaker: 'Nathan', text: 'Hello “Ana” 👋', turn: 1 }
      await recordLine(world.system, id, {
        ...line,
        at: world.clock.now(),
        inferenceId: 'i1',
        revision: 1,
        duration: null,
        interrupted: false,
        sources: [],
      })
    }
    if (how === 'the last participant leaving') {
      await reportPresence(world.system, id, {
        version: 2,
        presence: [{ ...present, leftAt: world.clock.now() }],
      })
      world.provider.states.set(id, { version: 2, presence: [{ ...present, leftAt: world.clock.now() }] })
    }
    await received(2)
    await end(id)
    const got = await received(4)
    expect(new Set(got.map((each) => each.id)).size).toBe(4)
    const secret = await world.secret()
    const events = got.map((each) => verified(each, secret))
    const named = Object.fromEntries(events.map((event) => [event.event_type, event]))
    expect(Object.keys(named).sort()).toEqual([
      ...['application.transcription_ready', 'system.pal_joined', 'system.replica_joined', 'system.shutdown'],
    ])
    for (const event of events) {
      expect(event).toMatchObject({
        conversation_id: id,
        webhook_url: hook(),
        message_type: event.event_type.split('.')[0],
        timestamp: expect.stringMatching(/^2026-.*\.\d{6}Z$/),
        properties: { replica_id, face_id: replica_id },
      })
    }
    expect(named['system.shutdown']?.properties).toMatchObject({ shutdown_reason: reason, reason })
    const transcript = named['application.transcription_ready']?.properties.transcript
    expect(transcript).toEqual(
      how === 'nobody joining'
        ? []
        : [
            {
              role: 'assistant',
              content: 'Hello “Ana” 👋',
              timestamp: expect.any(Number),
              seconds_from_start: expect.any(Number),
              ...{ duration: null, interrupted: false, sources: [] },
              inference_id: 'i1',
            },
          ],
    )
    const [one] = got
    expect(one?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Colloquy-Webhooks/1',
    })
    for (const { id } of got) expect(id).not.toContain('.')
  })

  it('hears nothing of a conversation that has another, and the log says what it got', async () => {
    await world.create({ callback_url: hook('/one') })
    await world.create({ callback_url: hook('/two') })
    const got = await received(4)
    for (const each of got) expect(each.event.webhook_url).toBe(hook(each.path))
    await expect
      .poll(() => world.log())
      .toMatchObject(
        Array.from({ length: 4 }, () => ({ status: 'delivered', attempts: 1, webhook_id: null })),
      )
  })
})

describe('an endpoint', () => {
  it('gets what it chose, under the same id as the callback', async () => {
    const some = await createWebhook(
      world.me,
      { url: hook('/some'), event_types: ['system.shutdown'] },
      'some',
    )
    await createWebhook(world.me, { url: hook('/all') }, 'all')
    const { conversation_id: id } = await world.create()
    await received(4)
    await endConversation(world.me, id, origin)
    const got = await received(9)
    const shutdown = got.filter(({ event }) => event.event_type === 'system.shutdown')
    expect(shutdown.map(({ path }) => path).sort()).toEqual(['/all', '/hook', '/some'])
    expect(new Set(shutdown.map((each) => each.id)).size).toBe(1)
    await expect
      .poll(() => world.log({ webhook_id: some.webhook_id }))
      .toMatchObject([{ status: 'delivered' }])
  })

  it('of another workspace gets nothing', async () => {
    await createWebhook(await world.member(), { url: hook('/theirs') }, 'theirs')
    await world.create()
    expect((await received(2)).map(({ path }) => path)).toEqual(['/hook', '/hook'])
  })

  it('that is paused gets nothing, and what waited for it can be replayed', async () => {
    const { webhook_id } = await createWebhook(world.me, { url: hook('/paused') }, 'paused')
    world.receiver.answer = (_got, response) => void response.writeHead(500).end()
    await world.create({ callback_url: undefined })
    await received(2)
    await expect.poll(() => world.log()).toMatchObject([{ attempts: 1 }, { attempts: 1 }])
    await updateWebhook(world.me, webhook_id, { enabled: false })
    await world.create({ callback_url: undefined })
    world.clock.advance(5_000)
    const [one] = await world.log()
    expect(await world.log()).toHaveLength(2)
    expect(one).toMatchObject({ status: 'failed', problem: expect.stringContaining('paused') })
    await expect(replayDelivery(world.me, one?.delivery_id ?? '')).rejects.toMatchObject({ code: 'conflict' })
    expect(await replayFailed(world.me, {})).toBe(0)
    await updateWebhook(world.me, webhook_id, { enabled: true })
    world.receiver.answer = (_got, response) => void response.writeHead(200).end()
    expect(await replayFailed(world.me, {})).toBe(2)
    await received(4)
  })

  it('that is deleted leaves its log', async () => {
    const { webhook_id } = await createWebhook(world.me, { url: hook('/gone') }, 'gone')
    await world.create({ callback_url: undefined })
    await received(2)
    await expect.poll(() => world.log()).toMatchObject([{ status: 'delivered' }, { status: 'delivered' }])
    await deleteWebhook(world.me, webhook_id)
    const [one] = await world.log({ webhook_id })
    await expect(replayDelivery(world.me, one?.delivery_id ?? '')).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is tested once, paused or not, by an event that says so', async () => {
    const { webhook_id } = await createWebhook(world.me, { url: hook() }, 'tested')
    await updateWebhook(world.me, webhook_id, { enabled: false })
    world.receiver.answer = (_got, response) => void response.writeHead(500).end()
    const id = await testWebhook(world.me, webhook_id)
    const [got] = await received(1)
    expect(got?.event).toMatchObject({
      event_type: 'webhook.test',
      conversation_id: null,
      properties: { test: true },
    })
    await world.settled(id, { status: 'failed', attempts: 1, conversation_id: null })
  })
})

describe('what fails', () => {
  it('is tried ten times over 75 hours, under one id and with the time of each attempt, and stored', async () => {
    world.receiver.answer = (_got, response) =>
      void response.writeHead(500, { 'x-why': 'broken', 'set-cookie': 'a=b' }).end('Not \0 now')
    const id = await world.insert(hook())
    world.receiver.got.length = 0
    const began = world.clock.now().getTime()
    let at = 0
    const expected: number[] = []
    for (const [index, delay] of delays.entries()) {
      at += delay
      expected.push(Math.floor((began + at) / 1000))
      if (delay > 0) {
        world.clock.advance(delay - 1)
        expect((await world.settled(id, { status: 'pending' })).attempts).toBe(index)
        world.clock.advance(1)
      }
      await world.settled(id, { attempts: index + 1 })
    }
    const { got } = world.receiver
    expect(got.map(({ headers }) => Number(headers['webhook-timestamp']))).toEqual(expected)
    expect(new Set(got.map((each) => each.id)).size).toBe(1)
    const log = await world.settled(id, { status: 'failed', next_attempt_at: null })
    expect(log.history.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(log.history[0]).toMatchObject({
      status_code: 500,
      error: null,
      request_headers: { 'webhook-id': got[0]?.id, 'webhook-signature': expect.stringMatching(/^v1,/) },
      answer_headers: { 'x-why': 'broken' },
      answer_body: 'Not \ufffd now',
    })
    expect(log.history[0]?.answer_headers).not.toHaveProperty('set-cookie')
    expect(JSON.stringify(log)).not.toContain('whsec_')
    world.clock.advance(1_000 * 86_400_000)
    await world.settled(id, { attempts: 10 })
  }, 40_000)

  it('is replayed under the same id, and the schedule begins anew', async () => {
    world.receiver.answer = (_got, response) => void response.writeHead(400).end()
    const id = await world.insert(hook())
    await world.settled(id, { attempts: 1 })
    await replayDelivery(world.me, id)
    const again = await world.settled(id, { attempts: 2, status: 'pending' })
    expect(Date.parse(again.next_attempt_at ?? '') - world.clock.now().getTime()).toBe(5_000)
    world.receiver.answer = (_got, response) => void response.writeHead(200).end('Thanks')
    await replayDelivery(world.me, id)
    await world.settled(id, { attempts: 3, status: 'delivered' })
    await replayDelivery(world.me, id)
    const done = await world.settled(id, { attempts: 4, status: 'delivered' })
    expect(done.history.map(({ status_code }) => status_code)).toEqual([400, 400, 200, 200])
    expect(new Set(world.receiver.got.map((each) => each.id)).size).toBe(1)
  })

  it('is replayed all at once, or what filters leave of it', async () => {
    world.receiver.answer = ({ path }, response) =>
      void response.writeHead(path === '/gone' ? 410 : 200).end()
    const ids = await Promise.all([world.insert(hook('/gone')), world.insert(hook('/gone'))])
    for (const id of ids) await world.settled(id, { status: 'failed' })
    expect(await replayFailed(world.me, { event_type: 'system.pal_joined' })).toBe(0)
    expect(await replayFailed(world.me, { webhook_id: 'callback' })).toBe(2)
    for (const id of ids) await world.settled(id, { status: 'failed', attempts: 2 })
    expect(await replayFailed(await world.member(), {})).toBe(0)
  })

  it('with 410 ends what goes to a callback of that conversation, and disables an endpoint', async () => {
    world.receiver.answer = (_got, response) => void response.writeHead(410).end()
    const { conversation_id: id } = await world.create()
    await expect.poll(() => world.log()).toMatchObject([{ status: 'failed' }, { status: 'failed' }])
    await endConversation(world.me, id, origin)
    await expect.poll(() => world.database.conversationEvent.count({ where: { conversationId: id } })).toBe(4)
    const { length: before } = world.receiver.got
    const { webhook_id } = await createWebhook(world.me, { url: hook('/endpoint') }, 'gone')
    const other = await world.create({ callback_url: undefined })
    await expect
      .poll(() => world.database.webhookEndpoint.findUniqueOrThrow({ where: { id: webhook_id } }))
      .toMatchObject({ disabledAt: world.clock.now(), disabledReason: expect.stringContaining('410') })
    await endConversation(world.me, other.conversation_id, origin)
    await expect
      .poll(() => world.provider.ended.map((each) => each.conversationId))
      .toContain(other.conversation_id)
    expect(world.receiver.got.length - before).toBeLessThanOrEqual(2)
    expect(await world.log({ conversation_id: id, webhook_id: 'callback' })).toHaveLength(2)
  })

  it('with Retry-After waits as long as it says, and so does what else goes there', async () => {
    const id = await world.insert(hook())
    await world.settled(id, { status: 'delivered' })
    world.receiver.answer = (_got, response) => void response.writeHead(500).end()
    const other = await world.insert(hook())
    await replayDelivery(world.me, other)
    await world.settled(other, { status: 'pending', attempts: 1 })
    world.receiver.answer = (_got, response) => void response.writeHead(429, { 'retry-after': '60' }).end()
    await replayDelivery(world.me, id)
    const until = new Date(world.clock.now().getTime() + 60_000).toISOString().slice(0, 23)
    for (const each of [id, other])
      await world.settled(each, { status: 'pending', next_attempt_at: expect.stringContaining(until) })
  })
})

describe('the secret', () => {
  it('is made once, however many ask at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => world.secret()))
    expect(new Set(all).size).toBe(1)
    expect(all[0]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const [row] = await world.database.webhookSecret.findMany({
      where: { workspaceId: world.me.workspaceId },
    })
    expect(row?.sealed).not.toContain(all[0]?.slice(6))
  })

  it('is rotated with both signing for a day, and the old one no longer', async () => {
    const old = await world.secret()
    const { secret, previous } = await rotateSecret(world.me, {})
    expect(previous).toMatchObject([{ secret: old }])
    const both = await world.insert(hook())
    await world.settled(both, { status: 'delivered' })
    const [first] = world.receiver.got
    if (!first) throw new Error('Nothing came.')
    expect(String(first.headers['webhook-signature']).split(' ')).toHaveLength(2)
    for (const each of [secret, old]) expect(verified(first, each)).toEqual(first.event)
    world.clock.advance(86_400_000)
    await world.settled(await world.insert(hook()), { status: 'delivered' })
    const second = world.receiver.got.at(-1)
    if (!second) throw new Error('Nothing came.')
    expect(verified(second, secret)).toEqual(second.event)
    expect(() => verified(second, old)).toThrow()
    expect((await revealSecret(world.me)).previous).toEqual([])
  })

  it('can be ended at once, and does not pile up', async () => {
    const { previous } = await rotateSecret(world.me, { previous_for_hours: 0 })
    expect(previous).toEqual([])
    for (let count = 0; count < 4; count++) await rotateSecret(world.me, {})
    await expect(rotateSecret(world.me, {})).rejects.toMatchObject({ code: 'conflict' })
    await expect(rotateSecret(world.me, { previous_for_hours: 1000 })).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  it('is rotated by one of those who do it at once', async () => {
    await world.secret()
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => rotateSecret(world.me, {})))
    const made = results.filter((result) => result.status === 'fulfilled')
    expect(made.length).toBeGreaterThan(0)
    expect(await world.database.webhookSecret.count({ where: { workspaceId: world.me.workspaceId } })).toBe(
      made.length + 1,
    )
  })
})

describe('a receiver that hangs', () => {
  beforeEach(() => {
    world.receiver.answer = ({ path }, response) => {
      if (path !== '/hang') response.writeHead(204).end()
    }
  })

  it('is given up after 15 seconds, and holds up nobody else', async () => {
    const stuck = await Promise.all(Array.from({ length: 80 }, () => world.insert(hook('/hang'))))
    await received(4)
    const rest = await Promise.all(
      Array.from({ length: 40 }, () => world.insert(`http://other.test:${world.receiver.port}/quick`)),
    )
    for (const id of rest) await world.settled(id, { status: 'delivered' })
    expect(world.receiver.got.filter(({ path }) => path === '/hang')).toHaveLength(4)
    const once = () => world.database.webhookDelivery.findMany({ where: { id: { in: stuck }, attempts: 1 } })
    world.clock.advance(14_999)
    expect(await once()).toEqual([])
    world.clock.advance(1)
    await expect.poll(once).toHaveLength(4)
    const [late] = await once()
    await world.settled(late?.id ?? '', {
      status: 'pending',
      last_attempt: { status_code: null, error: 'No answer within 15 s.', duration_ms: 15_000 },
    })
    // Known as slow now, it gets one at a time.
    await received(4 + 40 + 1)
  })
})

describe('a server', () => {
  it('that dies in an attempt leaves it to whoever looks when its lease is over', async () => {
    const id = await world.insert('http://nowhere.test/')
    await world.settled(id, { attempts: 1 })
    const now = world.clock.now()
    const claimed = { nextAttemptAt: new Date(now.getTime() + leaseMs), claimedAt: now }
    await world.database.webhookDelivery.update({ where: { id }, data: claimed })
    await replayDelivery(world.me, id)
    expect(await world.settled(id, { status: 'pending' })).toMatchObject({ attempts: 1 })
    world.clock.advance(leaseMs)
    await world.settled(id, { attempts: 2 })
  })

  // The last one: nobody carries anything out afterwards.
  it('that stops gives up what is under way, for the next one to send at once', async () => {
    world.receiver.answer = () => {}
    const id = await world.insert(hook('/hang'))
    await received(1)
    await world.engine.stop()
    const row = await world.database.webhookDelivery.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({ status: 'pending', attempts: 0, claimedAt: null })
    expect(row.nextAttemptAt).toEqual(world.clock.now())
  })
})

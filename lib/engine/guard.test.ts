import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostileAnswers, hostileTargets } from '@/e2e/support/hostile-targets'
import { webhookWorld } from '@/e2e/support/webhooks'
import { createWebhook, testWebhook, updateWebhook } from '@/lib/domain/webhooks/service/endpoints'
import { replayDelivery, replayFailed } from '@/lib/domain/webhooks/service/replay'

const world = webhookWorld()

/** On the port of every hostile target that names this machine, by IPv4 and IPv6: whatever connects is a hit. */
let canary: Server
let port = 0
let hits = 0
beforeAll(async () => {
  canary = createServer((socket) => {
    hits++
    socket.destroy()
  })
  await new Promise<void>((resolve) => canary.listen(0, '::', resolve))
  const address = canary.address()
  port = typeof address === 'object' && address ? address.port : 0
  // The canary sings: without this, none of what follows says anything.
  await fetch(`http://127.0.0.1:${port}/`).catch(() => {})
  await fetch(`http://[::1]:${port}/`).catch(() => {})
  expect(hits).toBe(2)
  hits = 0
})
afterAll(() => {
  canary.close()
  expect(hits).toBe(0)
})

const targets = () => hostileTargets(port).filter((url) => !/talk\.example\.org/i.test(url))
const invalid = { name: 'DomainError', code: 'invalid' }

describe('hostile targets, none of which anything connects to', () => {
  it('are more than sixty', () => {
    expect(targets().length).toBeGreaterThan(60)
  })

  it('are refused as callback_url, as the words say', async () => {
    for (const url of targets()) {
      await expect(world.create({ callback_url: url }), url).rejects.toMatchObject({
        ...invalid,
        field: 'callback_url',
      })
    }
    await expect(world.create({ callback_url: `http://127.0.0.1:${port}/` })).rejects.toThrow(
      'callback_url cannot be used. 127.0.0.1 is in a private network. Whoever runs this installation can allow it by the setting OUTBOUND_ALLOW.',
    )
    expect(await world.database.conversation.count({ where: { workspaceId: world.me.workspaceId } })).toBe(0)
  })

  it('are refused when an endpoint is registered or moved', async () => {
    const { webhook_id } = await createWebhook(world.me, { url: world.hook() }, 'fine')
    for (const url of targets()) {
      await expect(createWebhook(world.me, { url }, url), url).rejects.toMatchObject({
        ...invalid,
        field: 'url',
      })
      await expect(updateWebhook(world.me, webhook_id, { url }), url).rejects.toMatchObject(invalid)
    }
    expect(
      await world.database.webhookEndpoint.findMany({ where: { workspaceId: world.me.workspaceId } }),
    ).toMatchObject([{ url: world.hook() }])
  })

  it('are refused when they are to be sent to, tested or replayed, at once and for good', async () => {
    for (const url of targets()) {
      const id = await world.insert(url)
      const { history } = await world.settled(id, { status: 'failed', attempts: 1, next_attempt_at: null })
      expect(history[0], url).toMatchObject({
        status_code: null,
        error: expect.stringMatching(/Nothing was sent\.$/),
      })
      await expect(replayDelivery(world.me, id), url).rejects.toMatchObject(invalid)
    }
    const count = targets().length
    expect(await replayFailed(world.me, {})).toBe(count)
    await expect
      .poll(
        () =>
          world.database.webhookDelivery.count({
            where: { workspaceId: world.me.workspaceId, status: 'failed', attempts: 2 },
          }),
        {
          timeout: 10_000,
        },
      )
      .toBe(count)
    const data = {
      id: 'w-hostile',
      workspaceId: world.me.workspaceId,
      url: targets()[0] ?? '',
      description: '',
    }
    const now = world.clock.now()
    await world.database.webhookEndpoint.create({ data: { ...data, createdAt: now, updatedAt: now } })
    await expect(testWebhook(world.me, data.id)).rejects.toMatchObject(invalid)
  }, 60_000)
})

describe('a name', () => {
  const toName = () => `http://hooks.example.org:${port}/hook`

  it.each(hostileAnswers)(
    'that leads to %s is not connected to, and tried again: where it leads can change',
    async (address) => {
      for (const answers of [[address], ['8.8.8.8', address]]) {
        world.names.set('hooks.example.org', answers)
        const { history } = await world.settled(await world.insert(toName()), {
          status: 'pending',
          attempts: 1,
        })
        expect(history[0]?.error).toMatch(/private network. Nothing was sent\..*OUTBOUND_ALLOW/)
      }
    },
  )

  it('is looked up once, and connected to where it was looked at: what it leads to afterwards is never asked', async () => {
    let lookups = 0
    const answers = () => (lookups++ === 0 ? ['127.0.0.1'] : ['127.0.0.2'])
    world.names = { get: answers } as unknown as Map<string, string[]>
    await world.settled(await world.insert(world.hook()), { status: 'delivered' })
    expect(world.receiver.got).toHaveLength(1)
    expect(lookups).toBe(1)
  })

  it('that nobody knows is told in words', async () => {
    const { history } = await world.settled(await world.insert('https://nowhere.example.org/'), {
      attempts: 1,
    })
    expect(history[0]?.error).toBe('Its name could not be found (DNS).')
  })
})

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    '%i to a private target is a failure, and not followed',
    async (status) => {
      for (const url of targets().slice(0, 12)) {
        world.receiver.answer = (_got, response) =>
          void response
            .writeHead(status, { location: encodeURI(url), refresh: `0; url=${encodeURI(url)}` })
            .end()
        const { history } = await world.settled(await world.insert(world.hook()), {
          attempts: 1,
          status: 'pending',
        })
        expect(history[0]?.status_code).toBe(status)
      }
    },
  )

  it('by a Refresh header is none', async () => {
    world.receiver.answer = (_got, response) =>
      void response.writeHead(200, { refresh: `0; url=http://127.0.0.1:${port}/` }).end()
    await world.settled(await world.insert(world.hook()), { attempts: 1, status: 'delivered' })
  })
})

it('no proxy of the environment is asked', async () => {
  const before = { ...process.env }
  Object.assign(process.env, {
    ...{ HTTP_PROXY: `http://127.0.0.1:${port}`, http_proxy: `http://127.0.0.1:${port}` },
    ...{ ALL_PROXY: `http://127.0.0.1:${port}`, NODE_USE_ENV_PROXY: '1' },
  })
  try {
    await world.settled(await world.insert(world.hook()), { status: 'delivered' })
  } finally {
    process.env = before
  }
})

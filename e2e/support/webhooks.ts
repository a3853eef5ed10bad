import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { createConversation } from '@/lib/domain/conversations/service/create'
import type { MemberScope } from '@/lib/domain/scope'
import { findDelivery, listDeliveries } from '@/lib/domain/webhooks/queries'
import { deliveryListQuery, deliveryVerbose } from '@/lib/domain/webhooks/schema'
import { toEnvelope } from '@/lib/domain/webhooks/serialize'
import { enqueueDeliveries } from '@/lib/domain/webhooks/service/publish'
import { revealSecret } from '@/lib/domain/webhooks/service/secrets'
import { type Engine, startEngine } from '@/lib/engine/index'
import { rowId } from '@/lib/platform/ids'
import { createLog } from '@/lib/platform/log'
import type { Resolve } from '@/lib/platform/outbound'
import type { HandClock } from './hand-clock'
import { type Receiver, startReceiver } from './receiver'
import { type TestRegistry, testRegistry } from './registry'

export type WebhookWorld = TestRegistry<HandClock> & {
  me: MemberScope
  receiver: Receiver
  engine: Engine
  /** Where names lead. `receiver.test` and `other.test` lead to this machine, and may. */
  names: Map<string, string[]>
  /** Alarms that the engine set for instants of before, while time moved on without it. */
  letAlarmsRing(): void
  /** The receiver under the name that is allowed. */
  hook(path?: string): string
  create(body?: object): ReturnType<typeof createConversation>
  /** A delivery that is due now, of something that nobody has checked. */
  insert(url: string): Promise<string>
  log(query?: Record<string, string>): Promise<Awaited<ReturnType<typeof listDeliveries>>['data']>
  /** A delivery once it is what is expected of it. */
  settled(id: string, expected: object): Promise<ReturnType<typeof deliveryVerbose.parse>>
  secret(): Promise<string>
}

/** The engine over a database of its own, with a clock that stands still, a receiver, and names that lead where tests say. */
export function webhookWorld(): WebhookWorld {
  const world = {} as WebhookWorld
  const resolve: Resolve = (name, _options, callback) => {
    const found = world.names.get(name)
    if (!found)
      return callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }), [])
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  beforeAll(async () => {
    Object.assign(world, await testRegistry())
    const { system, clock, bus } = world
    world.engine = startEngine(system, { clock, bus, log: createLog('silent'), resolve, random: () => 0 })
  })
  beforeEach(async () => {
    world.me = await world.member()
    world.names = new Map(['receiver.test', 'other.test'].map((name) => [name, ['127.0.0.1']]))
    await world.receiver?.close()
    world.receiver = await startReceiver(world.clock.now)
  })
  afterAll(async () => {
    await world.engine.stop()
    await world.receiver.close()
    await world.close()
  })
  return Object.assign(world, {
    letAlarmsRing: () => world.clock.advance(0),
    hook: (path = '/hook') => `http://receiver.test:${world.receiver.port}${path}`,
    create: (body: object = {}) =>
      createConversation(
        world.me,
        { persona_id: 'pdced222244b', callback_url: world.hook(), ...body },
        { origin: 'http://localhost:3000' },
      ),
    async insert(url: string) {
      const now = world.clock.now()
      const event = { conversationId: null, type: 'system.shutdown', at: now, properties: {} }
      const delivery = {
        ...{ workspaceId: world.me.workspaceId, conversationId: null, endpointId: null, url },
        ...{ eventId: rowId(), eventType: event.type, body: toEnvelope(event, url) },
      }
      const [id = ''] = await world.database.$transaction((tx) => enqueueDeliveries(tx, [delivery], now))
      return id
    },
    log: async (query: Record<string, string> = {}) =>
      (await listDeliveries(world.me, deliveryListQuery.parse({ limit: '100', ...query }))).data,
    async settled(id: string, expected: object) {
      const read = async () => {
        world.letAlarmsRing()
        return deliveryVerbose.parse(await findDelivery(world.me, id))
      }
      await expect.poll(read, { timeout: 5_000, interval: 10 }).toMatchObject(expected)
      return await read()
    },
    secret: async () => (await revealSecret(world.me)).secret,
  })
}

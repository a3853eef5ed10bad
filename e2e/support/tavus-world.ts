import { afterAll, beforeAll, beforeEach, onTestFinished, vi } from 'vitest'
import type { Conversation } from '@/lib/domain/conversations/schema/response'
import { heardOutside } from '@/lib/domain/conversations/service/outside'
import { type Engine, startEngine } from '@/lib/engine/index'
import { registry } from '@/lib/platform/registry'
import { conversationWorld, type World } from './conversations'
import { inTime } from './hand-clock'
import type { startTavus } from './tavus'
import { connectAccount } from './tavus-account'

type Tavus = Awaited<ReturnType<typeof startTavus>>

export type TavusWorld = World & {
  /** The account of whoever acts. Its callbacks are held until a test tells them. */
  tavus: Tavus
  /** Creates a conversation there, time going on meanwhile. */
  start(changes?: object, requestKey?: string): Promise<Conversation>
  /** Tells what these callbacks say, by their places, as the route does for Tavus. */
  tell(id: string, ...places: number[]): Promise<void>
  /** Waits until `check` does not throw any more, while time goes on by a second at a time. */
  comesTrue<T>(check: () => Promise<T> | T): Promise<T>
  /** Lets time pass in small steps, so that whatever comes due on the way is done in between. */
  passes(seconds: number): Promise<void>
}

/** What tests of conversations outside act in: a workspace connected to a Tavus on loopback, and the engine at work. */
export function tavusWorld(): TavusWorld {
  const world = conversationWorld() as TavusWorld
  let engine: Engine
  beforeAll(() => {
    const { log } = registry()
    engine = startEngine(world.system, { clock: world.clock, log, bus: world.bus })
  })
  afterAll(() => inTime(world.clock, engine.stop()))
  beforeEach(async () => {
    world.tavus = await connectAccount(world.me, { now: world.clock.now })
    world.tavus.callbacks = 'held'
    // What a test leaves behind must not be asked about in the next one.
    onTestFinished(async () => {
      await world.database.conversation.updateMany({ data: { lookAt: null } })
      await world.database.effect.deleteMany()
      await world.database.providerConnection.deleteMany()
    })
  })
  return Object.assign(world, {
    start: (changes: object = {}, requestKey?: string) =>
      inTime(
        world.clock,
        world.create({ provider: 'tavus', persona_id: 'p0a1b2c3d4e5', ...changes }, requestKey),
      ),
    async tell(id: string, ...places: number[]) {
      for (const place of places) await heardOutside(world.system, id, world.tavus.held[place]?.body)
    },
    comesTrue: async <T>(check: () => Promise<T> | T) =>
      await vi.waitFor(
        async () => {
          try {
            return await check()
          } catch (error) {
            world.clock.advance(1000)
            throw error
          }
        },
        { timeout: 10_000, interval: 20 },
      ),
    async passes(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 5) {
        world.clock.advance(5000)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
  })
}

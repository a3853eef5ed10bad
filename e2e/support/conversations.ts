import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { getConversationVerbose } from '@/lib/domain/conversations/queries/read'
import { conversationVerbose } from '@/lib/domain/conversations/schema/response'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { claimDue, deadlinesReached } from '@/lib/domain/conversations/service/due'
import type { MemberScope } from '@/lib/domain/scope'
import type { Presence } from '@/lib/providers/port'
import type { HandClock } from './hand-clock'
import { type Limits, type TestRegistry, testRegistry } from './registry'

export const origin = 'http://localhost:3000'

export type World = TestRegistry<HandClock> & {
  /** Who acts: a new person with a workspace of their own in each test. */
  me: MemberScope
  become(limits: Limits, role?: MemberScope['role']): Promise<void>
  create(body?: object, requestKey?: string): ReturnType<typeof createConversation>
  /** A conversation as the wire tells it; fails when that is not what the contract says. */
  read(id: string): Promise<ReturnType<typeof conversationVerbose.parse>>
  /** Moves time, then does what the engine does: acts on every deadline that has passed. */
  letTimePass(ms: number): Promise<void>
  usedSeconds(): Promise<number>
  /** Somebody in a room, present since now unless told otherwise. */
  somebody(sessionId: string, instants?: Partial<Presence>): Presence
}

/** What tests of conversations act in; filled before the first of them runs. */
export function conversationWorld(): World {
  const world = {} as World
  beforeAll(async () => {
    Object.assign(world, await testRegistry())
  })
  afterAll(() => world.close())
  beforeEach(() => world.become({}))
  return Object.assign(world, {
    async become(limits: Limits, role?: MemberScope['role']) {
      world.me = await world.member(limits, role)
    },
    create: (body: object = { persona_id: 'pdced222244b' }, requestKey?: string) =>
      createConversation(world.me, body, { origin, requestKey }),
    read: async (id: string) => conversationVerbose.parse(await getConversationVerbose(world.me, id, origin)),
    async letTimePass(ms: number) {
      world.clock.advance(ms)
      for (;;) {
        const due = await claimDue(world.system, 50)
        if (due.length === 0) return
        await deadlinesReached(world.system, due)
      }
    },
    async usedSeconds() {
      const sum = await world.database.usageDay.aggregate({
        where: { workspaceId: world.me.workspaceId, groupedBy: '' },
        _sum: { seconds: true },
      })
      return Number(sum._sum.seconds ?? 0)
    },
    somebody: (sessionId: string, instants: Partial<Presence> = {}): Presence => ({
      sessionId,
      name: sessionId,
      accountId: null,
      tokenId: null,
      joinedAt: world.clock.now(),
      lostAt: null,
      leftAt: null,
      ...instants,
    }),
  })
}

/** A refusal of the domain with this code. */
export const refusal = (code: string) => expect.objectContaining({ name: 'DomainError', code })

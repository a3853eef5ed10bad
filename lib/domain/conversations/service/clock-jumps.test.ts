import fc from 'fast-check'
import { expect, it } from 'vitest'
import { conversationWorld, origin } from '@/e2e/support/conversations'
import type { Presence } from '@/lib/providers/port'
import { endConversation } from './end'
import { reportPresence } from './news'

const world = conversationWorld()

/** Seconds a call may last here. */
const longest = 600

const step = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 60 }) }),
  // A clock that was wrong and is set, by hand or by NTP: by seconds, hours, days, either way.
  fc.record({
    do: fc.constant('jump' as const),
    seconds: fc.oneof(
      fc.integer({ min: -90, max: 90 }),
      fc.integer({ min: -7_200, max: 7_200 }),
      fc.integer({ min: -172_800, max: 172_800 }),
    ),
  }),
  fc.record({ do: fc.constantFrom('join' as const, 'lose' as const, 'leave' as const) }),
  fc.record({ do: fc.constant('end' as const) }),
)

it('a wall clock that jumps leaves nothing open, bills nothing twice, and nothing beyond the longest call', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      await world.become({})
      const { conversation_id: id } = await world.create({
        persona_id: 'pdced222244b',
        properties: {
          max_call_duration: longest,
          participant_absent_timeout: 120,
          participant_left_timeout: 5,
        },
      })
      let ana: Presence | undefined
      let version = 0
      const report = async (next: Presence) => {
        ana = next
        await reportPresence(world.system, id, { version: ++version, presence: [next] })
      }
      for (const each of steps) {
        const now = world.clock.now()
        if (each.do === 'wait') await world.letTimePass(each.seconds * 1000)
        else if (each.do === 'jump') world.clock.advance(each.seconds * 1000)
        else if (each.do === 'end') await endConversation(world.me, id, origin)
        else if (each.do === 'join') await report(ana ? { ...ana, lostAt: null } : world.somebody('ana'))
        else if (ana) await report(each.do === 'lose' ? { ...ana, lostAt: now } : { ...ana, leftAt: now })
      }
      // However far back it was set, time goes on.
      for (let days = 0; days < 30; days++) await world.letTimePass(86_400_000)

      const row = await world.database.conversation.findUniqueOrThrow({
        where: { id },
        include: { participants: true },
      })
      expect(row).toMatchObject({ status: 'ended', deadlineAt: null, minutesEndAt: null })
      const endedAt = row.endedAt ?? row.createdAt
      const lasted = Math.ceil((endedAt.getTime() - row.createdAt.getTime()) / 1000)
      expect(lasted).toBeGreaterThanOrEqual(0)
      expect(lasted).toBeLessThanOrEqual(longest)
      expect(row.duration).toBe(lasted)
      expect(await world.usedSeconds()).toBe(lasted)
      for (const { leftAt } of row.participants) expect(leftAt).not.toBeNull()
      const effects = await world.database.effect.findMany({ where: { conversationId: id } })
      expect(effects.map(({ kind }) => kind)).toEqual(['end-at-provider'])
    }),
    { numRuns: 40 },
  )
}, 120_000)

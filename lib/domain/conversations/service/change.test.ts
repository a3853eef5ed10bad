import { describe, expect, it } from 'vitest'
import { conversationWorld, origin, refusal } from '@/e2e/support/conversations'
import { getConversation } from '@/lib/domain/conversations/queries/read'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { recordLine, reportPresence, roomLost } from '@/lib/domain/conversations/service/news'
import { deleteConversation } from '@/lib/domain/conversations/service/remove'
import { reopenRooms } from '@/lib/domain/conversations/service/reopen'
import { updateWorkspace } from '@/lib/domain/workspaces/service/update'

const world = conversationWorld()

describe('usage', () => {
  it('of a conversation nobody joins is exactly its absent timeout', async () => {
    const made = await world.create({
      persona_id: 'pdced222244b',
      properties: { participant_absent_timeout: 70 },
    })
    await world.letTimePass(75_000)
    expect(await world.read(made.conversation_id)).toMatchObject({
      status: 'ended',
      end_cause: 'absent',
      shutdown_reason: 'participant_absent_timeout reached',
      duration: 70,
    })
    expect(await world.usedSeconds()).toBe(70)
  })

  it('of one joined after 40 s and ended at 100 s is 100', async () => {
    const { conversation_id: id } = await world.create()
    await world.letTimePass(40_000)
    await reportPresence(world.system, id, { version: 1, presence: [world.somebody('ana')] })
    await world.letTimePass(60_000)
    const ended = await endConversation(world.me, id, origin)
    expect(ended).toMatchObject({ duration: 100, end_cause: 'requested' })
    expect(await endConversation(world.me, id, origin)).toEqual(ended)
    expect(await world.usedSeconds()).toBe(100)
  })

  it('is split at midnight', async () => {
    const midnight = new Date('2026-03-11T00:00:00.000Z')
    const before = midnight.getTime() - world.clock.now().getTime() - 2_500
    if (before > 0) world.clock.advance(before)
    const start = world.clock.now()
    const { conversation_id: id } = await world.create()
    world.clock.advance(86_400_000 - (start.getTime() % 86_400_000) + 7_000)
    await endConversation(world.me, id, origin)
    const { duration } = await world.read(id)
    const days = await world.database.usageDay.findMany({
      where: { workspaceId: world.me.workspaceId, groupedBy: '' },
      orderBy: { day: 'asc' },
    })
    expect(days.reduce((sum, day) => sum + Number(day.seconds), 0)).toBe(duration)
    expect(days.map((day) => day.conversations).reduce((a, b) => a + b, 0)).toBe(1)
  })

  it('stays when the conversation is deleted', async () => {
    const { conversation_id: id } = await world.create()
    await world.letTimePass(10_000)
    await deleteConversation(world.me, id)
    expect(await getConversation(world.me, id, origin)).toBeNull()
    expect(await world.usedSeconds()).toBe(10)
  })

  it('ends when the budget of the month is spent, and nothing new begins then', async () => {
    // 50 cents at 10 cents a minute.
    await world.become({ pricePerMinute: 1000, monthlyBudget: 50 })
    const { conversation_id: id } = await world.create()
    await world.letTimePass(60_000)
    await reportPresence(world.system, id, { version: 1, presence: [world.somebody('ana')] })
    await world.letTimePass(239_999)
    expect(await world.read(id)).toMatchObject({ status: 'active' })
    await world.letTimePass(1)
    expect(await world.read(id)).toMatchObject({ status: 'ended', end_cause: 'minutes', duration: 300 })
    await expect(world.create()).rejects.toMatchObject({
      code: 'minutes',
      message: expect.stringMatching(/^The budget of this month is spent\./),
    })
  })

  it('is bounded by the minutes of the month, shared by those who talk', async () => {
    await world.become({ monthlyMinutes: 2 })
    const long = { persona_id: 'pdced222244b', properties: { participant_absent_timeout: 3600 } }
    const first = await world.create(long)
    await world.letTimePass(20_000)
    const second = await world.create(long)
    // 100 seconds are left for two: fifty each.
    await world.letTimePass(60_000)
    for (const { conversation_id } of [first, second]) {
      expect(await world.read(conversation_id)).toMatchObject({
        end_cause: 'minutes',
        shutdown_reason: 'max_call_duration reached',
      })
    }
    expect(await world.usedSeconds()).toBe(120)
    await expect(world.create()).rejects.toEqual(refusal('minutes'))
  })

  it('is bounded anew when the limit is changed while somebody talks', async () => {
    const { conversation_id: id } = await world.create({
      persona_id: 'pdced222244b',
      properties: { participant_absent_timeout: 3600 },
    })
    await world.letTimePass(30_000)
    await updateWorkspace(world.me, {
      name: 'Test',
      max_concurrent: 5,
      monthly_minutes: 1,
      max_call_duration: 3600,
    })
    await world.letTimePass(60_000)
    expect(await world.read(id)).toMatchObject({ end_cause: 'minutes', duration: 60 })
  })
})

describe('presence', () => {
  it('of an older version is ignored', async () => {
    const { conversation_id: id } = await world.create({
      persona_id: 'pdced222244b',
      properties: { participant_left_timeout: 60 },
    })
    await reportPresence(world.system, id, {
      version: 5,
      presence: [world.somebody('ana', { leftAt: world.clock.now() })],
    })
    await reportPresence(world.system, id, { version: 4, presence: [world.somebody('ana')] })
    expect((await world.read(id)).deadline?.reason).toBe('left')
  })

  it('is asked for again before a call ends by it', async () => {
    const { conversation_id: id } = await world.create()
    world.provider.states.set(id, { version: 3, presence: [world.somebody('late')] })
    await world.letTimePass(301_000)
    const still = await world.read(id)
    expect(still.status).toBe('active')
    expect(still.participants.map((person) => person.name)).toEqual(['late'])
  })

  it('lost with the room after a crash ends the call at the crash, if nobody returns', async () => {
    const { conversation_id: id } = await world.create()
    await reportPresence(world.system, id, { version: 1, presence: [world.somebody('ana')] })
    await world.letTimePass(50_000)
    const crash = world.clock.now()
    world.clock.advance(20_000)
    await reopenRooms(world.system, [id], crash)
    expect(world.provider.rooms.get(id)?.resume).toMatchObject({
      presenceVersion: 1,
      presence: [{ sessionId: 'ana' }],
    })
    expect((await world.read(id)).deadline?.reason).toBe('reconnecting')
    await world.letTimePass(16_000)
    expect(await world.read(id)).toMatchObject({ status: 'ended', end_cause: 'left', duration: 50 })
  })

  it('lost shortly before a crash is waited for anew, as nobody could return meanwhile', async () => {
    const { conversation_id: id } = await world.create()
    await reportPresence(world.system, id, { version: 1, presence: [world.somebody('ana')] })
    await world.letTimePass(50_000)
    const lostAt = world.clock.now()
    await reportPresence(world.system, id, { version: 2, presence: [world.somebody('ana', { lostAt })] })
    world.clock.advance(5_000)
    const crash = world.clock.now()
    world.clock.advance(20_000)
    await reopenRooms(world.system, [id], crash)
    expect((await world.read(id)).deadline?.reason).toBe('reconnecting')
    await reportPresence(world.system, id, { version: 3, presence: [world.somebody('ana')] })
    await world.letTimePass(16_000)
    expect((await world.read(id)).status).toBe('active')
  })

  it('ends with the room when it cannot be kept open', async () => {
    const { conversation_id: id } = await world.create()
    await world.letTimePass(5_000)
    await roomLost(world.system, id)
    expect(await world.read(id)).toMatchObject({ end_cause: 'room_lost', duration: 5 })
  })
})

describe('the transcript', () => {
  it('keeps each line once', async () => {
    const { conversation_id: id } = await world.create()
    const line = {
      seq: 1,
      role: 'user' as const,
      speaker: 'Ana',
      text: 'Hello',
      at: world.clock.now(),
      turn: 1,
      inferenceId: null,
      revision: 1,
      duration: null,
      interrupted: false,
      sources: [],
    }
    await recordLine(world.system, id, line)
    await recordLine(world.system, id, { ...line, text: 'Hello again' })
    expect((await world.read(id)).transcript).toMatchObject([
      { role: 'user', content: 'Hello', speaker: 'Ana' },
    ])
  })
})

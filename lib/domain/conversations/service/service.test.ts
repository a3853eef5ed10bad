import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { guestScope } from '@/lib/access/scopes'
import {
  getConversation,
  getConversationVerbose,
  guestView,
  listConversations,
} from '@/lib/domain/conversations/queries'
import { conversation, conversationVerbose } from '@/lib/domain/conversations/schema'
import type { MemberScope } from '@/lib/domain/scope'
import { updateWorkspace } from '@/lib/domain/workspaces/service'
import type { Presence } from '@/lib/providers/port'
import { createConversation } from './create'
import { claimDue, deadlinesReached } from './due'
import { endConversation } from './end'
import { recordLine, reportPresence, roomLost } from './news'
import { deleteConversation } from './remove'
import { reopenRooms } from './reopen'

const origin = 'http://localhost:3000'
let test: TestRegistry<HandClock>
let me: MemberScope

beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())
beforeEach(async () => {
  me = await test.member()
})

const create = (body: object = { persona_id: 'pdced222244b' }, requestKey?: string) =>
  createConversation(me, body, { origin, requestKey })

const read = async (id: string) => {
  const found = await getConversationVerbose(me, id, origin)
  return conversationVerbose.parse(found)
}

/** What the engine does: acts on every deadline that has passed. */
async function letTimePass(ms: number) {
  test.clock.advance(ms)
  for (;;) {
    const due = await claimDue(test.system, 50)
    if (due.length === 0) return
    await deadlinesReached(test.system, due)
  }
}

const somebody = (sessionId: string, instants: Partial<Presence> = {}): Presence => ({
  sessionId,
  name: sessionId,
  accountId: null,
  tokenId: null,
  joinedAt: test.clock.now(),
  lostAt: null,
  leftAt: null,
  ...instants,
})

const usedSeconds = async () => {
  const sum = await test.database.usageDay.aggregate({
    where: { workspaceId: me.workspaceId },
    _sum: { seconds: true },
  })
  return Number(sum._sum.seconds ?? 0)
}

const code = (expected: string) => expect.objectContaining({ name: 'DomainError', code: expected })

describe('creating', () => {
  it('opens a room with everything that was asked for', async () => {
    const made = await create({
      persona_id: 'pdac61133ac5',
      replica_id: 'r79e1c033f',
      conversation_name: 'Practice 🎙️ مرحبا',
      conversational_context: 'Be brief.',
      custom_greeting: 'Good morning.',
      max_participants: 2,
      require_auth: true,
      properties: { max_call_duration: 600, participant_left_timeout: 5, language: 'Spanish' },
    })
    conversation.parse(made)
    expect(made).toMatchObject({
      status: 'active',
      conversation_name: 'Practice 🎙️ مرحبا',
      replica_id: 'r79e1c033f',
      persona_id: 'pdac61133ac5',
      conversation_url: `${origin}/rooms/${made.conversation_id}`,
      duration: null,
    })
    expect(made.conversation_id).toMatch(/^c[0-9a-f]{15}$/)
    expect(test.provider.rooms.get(made.conversation_id)).toMatchObject({
      greeting: 'Good morning.',
      conversationalContext: 'Be brief.',
      language: 'spanish',
      maxParticipants: 2,
      requireAuth: true,
      participantLeftTimeout: 5,
    })
    expect((await read(made.conversation_id)).events.map((event) => event.event_type)).toEqual([
      'system.replica_joined',
    ])
  })

  it('twice with one key makes one', async () => {
    const [first, second] = await Promise.all([create(undefined, 'once'), create(undefined, 'once')])
    expect(second.conversation_id).toBe(first.conversation_id)
    expect((await listConversations(me, { limit: 10 }, origin)).total_count).toBe(1)
  })

  it('shortens the call to what the workspace allows', async () => {
    me = await test.member({ maxCallDuration: 120 })
    const made = await create({ persona_id: 'pdced222244b', properties: { max_call_duration: 3600 } })
    expect((await read(made.conversation_id)).settings).toMatchObject({
      properties: { max_call_duration: 120 },
    })
  })

  it('as a test takes no slot, opens no room and uses nothing', async () => {
    me = await test.member({ maxConcurrent: 1 })
    await create()
    const made = await create({ persona_id: 'pdced222244b', test_mode: true })
    expect(made).toMatchObject({ status: 'ended', duration: 0, test_mode: true })
    expect(test.provider.rooms.has(made.conversation_id)).toBe(false)
    expect(await usedSeconds()).toBe(0)
  })

  it('that the provider cannot start frees its slot, uses nothing, and may be tried again with the same key', async () => {
    me = await test.member({ maxConcurrent: 1 })
    test.provider.onStart(async () => {
      throw new Error('There is no room left.')
    })
    await expect(create(undefined, 'again')).rejects.toEqual(code('unavailable'))
    test.provider.onStart(async () => {})
    expect(await create(undefined, 'again')).toMatchObject({ status: 'active' })
    expect(await usedSeconds()).toBe(0)
  })

  it('that is confirmed after its end is ended at the provider', async () => {
    let release = () => {}
    test.provider.onStart(() => new Promise<void>((resolve) => (release = resolve)))
    const creating = create()
    await expect.poll(() => release.name).not.toBe('release')
    test.provider.onStart(async () => {})
    await letTimePass(31_000)
    release()
    const made = await creating
    expect(made).toMatchObject({ status: 'ended', end_cause: 'start_failed', duration: 0 })
    const effects = await test.database.effect.findMany({ where: { conversationId: made.conversation_id } })
    expect(effects.map((effect) => effect.kind)).toEqual(['end-at-provider', 'end-at-provider'])
  })

  it('is refused to viewers', async () => {
    me = await test.member({}, 'viewer')
    await expect(create()).rejects.toEqual(code('forbidden'))
  })

  it.each([
    [{}, 'invalid', 'Choose a persona or a replica.'],
    [{ persona_id: 'p0000000' }, 'not-found', 'There is no persona "p0000000". Choose one of the list.'],
    [
      { replica_id: 'pdced222244b' },
      'not-found',
      '"pdced222244b" looks like the id of a persona. Ids of replicas begin with "r".',
    ],
    [{ replica_id: 'r00' }, 'not-found', 'There is no replica "r00". Choose one of the list.'],
    [
      { persona_id: 'pdced222244b', properties: { language: 'es' } },
      'invalid',
      '"es" is not a language name. Write the full English name, for example "spanish", or "multilingual".',
    ],
    [
      { persona_id: 'pdced222244b', properties: { max_call_duration: -1 } },
      'invalid',
      'max_call_duration must be a whole number of seconds from 1 to 86400.',
    ],
    [
      { persona_id: 'pdced222244b', properties: { max_call_duration: 1.5 } },
      'invalid',
      'max_call_duration must be a whole number of seconds from 1 to 86400.',
    ],
    [
      { persona_id: 'pdced222244b', conversational_context: 'x'.repeat(40_001) },
      'invalid',
      'The context may have at most 40,000 characters.',
    ],
    [
      { persona_id: 'pdced222244b', callback_url: 'ftp://example.com' },
      'invalid',
      'callback_url must be an address that begins with https:// or http://.',
    ],
  ])('refuses what does not work (%#)', async (body, expected, message) => {
    await expect(create(body)).rejects.toMatchObject({ name: 'DomainError', code: expected, message })
  })
})

describe('persona and replica', () => {
  let without: string
  let withOne: string
  beforeEach(async () => {
    ;[without, withOne] = [`p${me.workspaceId.slice(0, 7)}`, `p${me.workspaceId.slice(9, 13)}abc`]
    for (const [id, replica] of [
      [without, null],
      [withOne, 'rf4e9d9790f0'],
    ] as const) {
      await test.database.persona.create({
        data: {
          id,
          workspaceId: me.workspaceId,
          name: id,
          systemPrompt: '',
          context: '',
          defaultReplicaId: replica,
          createdAt: test.clock.now(),
          updatedAt: test.clock.now(),
        },
      })
    }
  })

  it.each([
    ['absent', 'absent', 'Choose a persona or a replica.'],
    ['absent', 'valid', { persona: 'default', replica: 'r79e1c033f' }],
    ['absent', 'unknown', 'There is no replica "r00". Choose one of the list.'],
    ['with', 'absent', { persona: 'with', replica: 'rf4e9d9790f0' }],
    ['with', 'valid', { persona: 'with', replica: 'r79e1c033f' }],
    ['with', 'unknown', 'There is no replica "r00". Choose one of the list.'],
    ['without', 'absent', 'has no replica of its own. Choose a replica too.'],
    ['without', 'valid', { persona: 'without', replica: 'r79e1c033f' }],
    ['without', 'unknown', 'There is no replica "r00". Choose one of the list.'],
  ] as const)('persona %s, replica %s', async (persona, replica, expected) => {
    const ids = { absent: undefined, with: withOne, without, default: 'pdced222244b' }
    const body = {
      persona_id: ids[persona],
      replica_id: { absent: undefined, valid: 'r79e1c033f', unknown: 'r00' }[replica],
    }
    if (typeof expected === 'string') {
      await expect(create(body)).rejects.toMatchObject({ message: expect.stringContaining(expected) })
    } else {
      const made = await create(body)
      expect(made).toMatchObject({ persona_id: ids[expected.persona], replica_id: expected.replica })
    }
  })
})

describe('slots', () => {
  it('admit exactly one of fifty that race for the last', async () => {
    me = await test.member({ maxConcurrent: 3 })
    await create()
    await create()
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => create()))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toEqual(code('concurrency'))
  }, 30_000)

  it('admit one of fifty under keys of their own, without one waiting for a connection of another', async () => {
    me = await test.member({ maxConcurrent: 1 })
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) => create(undefined, `key ${n}`)),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toEqual(code('concurrency'))
  }, 30_000)

  it('are free again after an end', async () => {
    me = await test.member({ maxConcurrent: 1 })
    const first = await create()
    await expect(create()).rejects.toEqual(code('concurrency'))
    await endConversation(me, first.conversation_id, origin)
    expect(await create()).toMatchObject({ status: 'active' })
  })
})

describe('usage', () => {
  it('of a conversation nobody joins is exactly its absent timeout', async () => {
    const made = await create({ persona_id: 'pdced222244b', properties: { participant_absent_timeout: 70 } })
    await letTimePass(75_000)
    expect(await read(made.conversation_id)).toMatchObject({
      status: 'ended',
      end_cause: 'absent',
      shutdown_reason: 'participant_absent_timeout reached',
      duration: 70,
    })
    expect(await usedSeconds()).toBe(70)
  })

  it('of one joined after 40 s and ended at 100 s is 100', async () => {
    const { conversation_id: id } = await create()
    await letTimePass(40_000)
    await reportPresence(test.system, id, { version: 1, presence: [somebody('ana')] })
    await letTimePass(60_000)
    const ended = await endConversation(me, id, origin)
    expect(ended).toMatchObject({ duration: 100, end_cause: 'requested' })
    expect(await endConversation(me, id, origin)).toEqual(ended)
    expect(await usedSeconds()).toBe(100)
  })

  it('is split at midnight', async () => {
    const midnight = new Date('2026-03-11T00:00:00.000Z')
    const before = midnight.getTime() - test.clock.now().getTime() - 2_500
    if (before > 0) test.clock.advance(before)
    const start = test.clock.now()
    const { conversation_id: id } = await create()
    test.clock.advance(86_400_000 - (start.getTime() % 86_400_000) + 7_000)
    await endConversation(me, id, origin)
    const { duration } = await read(id)
    const days = await test.database.usageDay.findMany({
      where: { workspaceId: me.workspaceId },
      orderBy: { day: 'asc' },
    })
    expect(days.reduce((sum, day) => sum + Number(day.seconds), 0)).toBe(duration)
    expect(days.map((day) => day.conversations).reduce((a, b) => a + b, 0)).toBe(1)
  })

  it('stays when the conversation is deleted', async () => {
    const { conversation_id: id } = await create()
    await letTimePass(10_000)
    await deleteConversation(me, id)
    expect(await getConversation(me, id, origin)).toBeNull()
    expect(await usedSeconds()).toBe(10)
  })

  it('is bounded by the minutes of the month, shared by those who talk', async () => {
    me = await test.member({ monthlyMinutes: 2 })
    const long = { persona_id: 'pdced222244b', properties: { participant_absent_timeout: 3600 } }
    const first = await create(long)
    await letTimePass(20_000)
    const second = await create(long)
    // 100 seconds are left for two: fifty each.
    await letTimePass(60_000)
    for (const { conversation_id } of [first, second]) {
      expect(await read(conversation_id)).toMatchObject({
        end_cause: 'minutes',
        shutdown_reason: 'max_call_duration reached',
      })
    }
    expect(await usedSeconds()).toBe(120)
    await expect(create()).rejects.toEqual(code('minutes'))
  })

  it('is bounded anew when the limit is changed while somebody talks', async () => {
    const { conversation_id: id } = await create({
      persona_id: 'pdced222244b',
      properties: { participant_absent_timeout: 3600 },
    })
    await letTimePass(30_000)
    await updateWorkspace(me, {
      name: 'Test',
      max_concurrent: 5,
      monthly_minutes: 1,
      max_call_duration: 3600,
    })
    await letTimePass(60_000)
    expect(await read(id)).toMatchObject({ end_cause: 'minutes', duration: 60 })
  })
})

describe('presence', () => {
  it('of an older version is ignored', async () => {
    const { conversation_id: id } = await create({
      persona_id: 'pdced222244b',
      properties: { participant_left_timeout: 60 },
    })
    await reportPresence(test.system, id, {
      version: 5,
      presence: [somebody('ana', { leftAt: test.clock.now() })],
    })
    await reportPresence(test.system, id, { version: 4, presence: [somebody('ana')] })
    expect((await read(id)).deadline?.reason).toBe('left')
  })

  it('is asked for again before a call ends by it', async () => {
    const { conversation_id: id } = await create()
    test.provider.states.set(id, { version: 3, presence: [somebody('late')] })
    await letTimePass(301_000)
    const still = await read(id)
    expect(still.status).toBe('active')
    expect(still.participants.map((person) => person.name)).toEqual(['late'])
  })

  it('lost with the room after a crash ends the call at the crash, if nobody returns', async () => {
    const { conversation_id: id } = await create()
    await reportPresence(test.system, id, { version: 1, presence: [somebody('ana')] })
    await letTimePass(50_000)
    const crash = test.clock.now()
    test.clock.advance(20_000)
    await reopenRooms(test.system, [id], crash)
    expect(test.provider.rooms.get(id)?.resume).toMatchObject({
      presenceVersion: 1,
      presence: [{ sessionId: 'ana' }],
    })
    expect((await read(id)).deadline?.reason).toBe('reconnecting')
    await letTimePass(16_000)
    expect(await read(id)).toMatchObject({ status: 'ended', end_cause: 'left', duration: 50 })
  })

  it('ends with the room when it cannot be kept open', async () => {
    const { conversation_id: id } = await create()
    await letTimePass(5_000)
    await roomLost(test.system, id)
    expect(await read(id)).toMatchObject({ end_cause: 'room_lost', duration: 5 })
  })
})

describe('the transcript', () => {
  it('keeps each line once', async () => {
    const { conversation_id: id } = await create()
    const line = {
      seq: 1,
      role: 'user' as const,
      speaker: 'Ana',
      text: 'Hello',
      at: test.clock.now(),
      turn: 1,
      inferenceId: null,
    }
    await recordLine(test.system, id, line)
    await recordLine(test.system, id, { ...line, text: 'Hello again' })
    expect((await read(id)).transcript).toMatchObject([{ role: 'user', content: 'Hello', speaker: 'Ana' }])
  })
})

describe('other workspaces', () => {
  it('see nothing of it and cannot touch it', async () => {
    const { conversation_id: id } = await create()
    const stranger = await test.member()
    expect(await getConversation(stranger, id, origin)).toBeNull()
    expect(await getConversationVerbose(stranger, id, origin)).toBeNull()
    expect((await listConversations(stranger, { limit: 10 }, origin)).total_count).toBe(0)
    const unknown = await endConversation(stranger, 'c000000000000000', origin).catch((error) => error)
    await expect(endConversation(stranger, id, origin)).rejects.toEqual(unknown)
    await expect(deleteConversation(stranger, id)).rejects.toEqual(unknown)
    expect((await read(id)).status).toBe('active')
  })
})

describe('a guest', () => {
  it('sees who is there, and neither context nor prompt', async () => {
    const { conversation_id: id } = await create({
      persona_id: 'pdced222244b',
      conversational_context: 'SECRET',
      max_participants: 2,
    })
    await reportPresence(test.system, id, { version: 1, presence: [somebody('ana')] })
    const view = await guestView(guestScope(id))
    expect(view).toMatchObject({ participants: ['ana'], full: true, status: 'active' })
    expect(JSON.stringify(view)).not.toContain('SECRET')
    expect(await guestView(guestScope('c000000000000000'))).toBeNull()
  })
})

describe('the list', () => {
  it('pages newest first without missing or repeating any, while new ones arrive', async () => {
    me = await test.member({ maxConcurrent: 100 })
    const made: string[] = []
    for (let n = 0; n < 7; n++) {
      if (n % 2) test.clock.advance(1000)
      made.unshift(
        (await create({ persona_id: 'pdced222244b', test_mode: true, conversation_name: `No. ${n} 100%` }))
          .conversation_id,
      )
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listConversations(me, { limit: 3, cursor }, origin)
      seen.push(...page.data.map((row) => row.conversation_id))
      cursor = page.next_cursor ?? undefined
      await create({ persona_id: 'pdced222244b', test_mode: true })
      test.clock.advance(1000)
    } while (cursor)
    expect(new Set(seen)).toEqual(new Set(made))
    expect(seen).toHaveLength(made.length)
  })

  it('filters by status, persona, replica, day and text, taking wildcards literally', async () => {
    const live = await create({ persona_id: 'pdac61133ac5', conversation_name: '50% off' })
    const ended = await create({ persona_id: 'paaee96e4f87', conversation_name: '50 percent' })
    await endConversation(me, ended.conversation_id, origin)
    const ids = async (query: object) =>
      (await listConversations(me, { limit: 10, ...query }, origin)).data.map((row) => row.conversation_id)
    expect(await ids({ status: 'active' })).toEqual([live.conversation_id])
    expect(await ids({ status: 'ended' })).toEqual([ended.conversation_id])
    expect(await ids({ persona_id: 'pdac61133ac5' })).toEqual([live.conversation_id])
    expect(await ids({ text: '50%' })).toEqual([live.conversation_id])
    expect(await ids({ text: ended.conversation_id })).toEqual([ended.conversation_id])
    const today = test.clock.now().toISOString().slice(0, 10)
    expect(await ids({ from: today, to: today })).toHaveLength(2)
    expect(await ids({ to: '2026-01-01' })).toEqual([])
    await expect(ids({ cursor: 'nonsense' })).rejects.toEqual(code('invalid'))
  })
})

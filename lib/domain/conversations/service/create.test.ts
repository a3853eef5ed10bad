import { beforeEach, describe, expect, it } from 'vitest'
import { conversationWorld, origin, refusal } from '@/e2e/support/conversations'
import { failingStatements } from '@/e2e/support/failing-statements'
import { inTime } from '@/e2e/support/hand-clock'
import { listConversations } from '@/lib/domain/conversations/queries/list'
import { conversation } from '@/lib/domain/conversations/schema/response'
import { endConversation } from '@/lib/domain/conversations/service/end'

const world = conversationWorld()

const live = () =>
  world.database.conversation.count({
    where: { workspaceId: world.me.workspaceId, status: { not: 'ended' } },
  })

describe('creating', () => {
  it('opens a room with everything that was asked for', async () => {
    const made = await world.create({
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
    expect(world.provider.rooms.get(made.conversation_id)).toMatchObject({
      greeting: 'Good morning.',
      conversationalContext: 'Be brief.',
      language: 'spanish',
      maxParticipants: 2,
      requireAuth: true,
      participantLeftTimeout: 5,
    })
    expect((await world.read(made.conversation_id)).events.map((event) => event.event_type).sort()).toEqual([
      'system.pal_joined',
      'system.replica_joined',
    ])
  })

  it('twice with one key makes one', async () => {
    const [first, second] = await Promise.all([
      world.create(undefined, 'once'),
      world.create(undefined, 'once'),
    ])
    expect(second.conversation_id).toBe(first.conversation_id)
    expect((await listConversations(world.me, { limit: 10 }, origin)).total_count).toBe(1)
  })

  it('shortens the call to what the workspace allows', async () => {
    await world.become({ maxCallDuration: 120 })
    const made = await world.create({ persona_id: 'pdced222244b', properties: { max_call_duration: 3600 } })
    expect((await world.read(made.conversation_id)).settings).toMatchObject({
      properties: { max_call_duration: 120 },
    })
  })

  it('as a test takes no slot, opens no room and uses nothing', async () => {
    await world.become({ maxConcurrent: 1 })
    await world.create()
    const made = await world.create({ persona_id: 'pdced222244b', test_mode: true })
    expect(made).toMatchObject({ status: 'ended', duration: 0, test_mode: true })
    expect(world.provider.rooms.has(made.conversation_id)).toBe(false)
    expect(await world.usedSeconds()).toBe(0)
  })

  it('that the provider cannot start frees its slot, uses nothing, and may be tried again with the same key', async () => {
    await world.become({ maxConcurrent: 1 })
    world.provider.onStart(async () => {
      throw new Error('There is no room left.')
    })
    await expect(world.create(undefined, 'again')).rejects.toEqual(refusal('unavailable'))
    world.provider.onStart(async () => {})
    expect(await world.create(undefined, 'again')).toMatchObject({ status: 'active' })
    expect(await world.usedSeconds()).toBe(0)
  })

  it('that is confirmed after its end is ended at the provider', async () => {
    let release = () => {}
    world.provider.onStart(() => new Promise<void>((resolve) => (release = resolve)))
    const creating = world.create()
    await expect.poll(() => release.name).not.toBe('release')
    world.provider.onStart(async () => {})
    await world.letTimePass(31_000)
    release()
    const made = await creating
    expect(made).toMatchObject({ status: 'ended', end_cause: 'start_failed', duration: 0 })
    const effects = await world.database.effect.findMany({ where: { conversationId: made.conversation_id } })
    expect(effects.map((effect) => effect.kind)).toEqual(['end-at-provider', 'end-at-provider'])
  })

  it('that was reserved by a server that went away is begun by whoever asks again', async () => {
    world.provider.onStart(() => new Promise(() => {}))
    void world.create(undefined, 'once')
    await expect.poll(live).toBe(1)
    world.provider.onStart(async () => {})
    const made = await world.create(undefined, 'once')
    expect((await world.read(made.conversation_id)).events).toHaveLength(2)
    expect([...world.provider.rooms.keys()]).toContain(made.conversation_id)
    expect(await live()).toBe(1)
  })

  it('is waited for where another server begins it, and refused when that one does not', async () => {
    let release = () => {}
    world.provider.onStart(() => new Promise<void>((resolve) => (release = resolve)))
    const begin = async (key: string) => {
      const first = world.create(undefined, key)
      await expect.poll(live).toBe(1)
      await world.database.conversation.updateMany({ data: { instanceId: 'other' } })
      return { first, second: world.create(undefined, key) }
    }
    const { first, second } = await begin('begun')
    release()
    const { conversation_id } = await inTime(world.clock, second)
    expect((await first).conversation_id).toBe(conversation_id)
    await endConversation(world.me, conversation_id, origin)

    const never = await begin('never begun')
    never.first.catch(() => {})
    never.second.catch(() => {})
    await world.letTimePass(31_000)
    await expect(inTime(world.clock, never.second)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The conversation could not be started, and used nothing. Its start failed. Ask again.',
    })
  })

  it('is told as made where only the answer to its confirmation was lost', async () => {
    const statements = failingStatements()
    try {
      world.provider.onStart(async () => statements.armCommit())
      const made = await world.create()
      expect(statements.disarm()).toMatch(/^commit$/i)
      expect(made).toMatchObject({ status: 'active' })
      expect(await live()).toBe(1)
    } finally {
      statements.restore()
    }
  })

  it('is refused to viewers', async () => {
    await world.become({}, 'viewer')
    await expect(world.create()).rejects.toEqual(refusal('forbidden'))
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
    await expect(world.create(body)).rejects.toMatchObject({ name: 'DomainError', code: expected, message })
  })
})

describe('persona and replica', () => {
  let without: string
  let withOne: string
  beforeEach(async () => {
    const { workspaceId } = world.me
    // Long enough that no two tests draw the same.
    ;[without, withOne] = [`p${workspaceId.slice(24, 35)}`, `p${workspaceId.slice(0, 8)}abc`]
    for (const [id, replica] of [
      [without, null],
      [withOne, 'rf4e9d9790f0'],
    ] as const) {
      await world.database.persona.create({
        data: {
          id,
          workspaceId: world.me.workspaceId,
          name: id,
          systemPrompt: '',
          context: '',
          defaultReplicaId: replica,
          createdAt: world.clock.now(),
          updatedAt: world.clock.now(),
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
      await expect(world.create(body)).rejects.toMatchObject({ message: expect.stringContaining(expected) })
    } else {
      const made = await world.create(body)
      expect(made).toMatchObject({ persona_id: ids[expected.persona], replica_id: expected.replica })
    }
  })
})

describe('slots', () => {
  it('admit exactly one of fifty that race for the last', async () => {
    await world.become({ maxConcurrent: 3 })
    await world.create()
    await world.create()
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => world.create()))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toEqual(refusal('concurrency'))
  }, 30_000)

  it('admit one of fifty under keys of their own, without one waiting for a connection of another', async () => {
    await world.become({ maxConcurrent: 1 })
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) => world.create(undefined, `key ${n}`)),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toEqual(refusal('concurrency'))
  }, 30_000)

  it('are free again after an end', async () => {
    await world.become({ maxConcurrent: 1 })
    const first = await world.create()
    await expect(world.create()).rejects.toEqual(refusal('concurrency'))
    await endConversation(world.me, first.conversation_id, origin)
    expect(await world.create()).toMatchObject({ status: 'active' })
  })
})

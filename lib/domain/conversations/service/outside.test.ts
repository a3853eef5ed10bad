import { describe, expect, it } from 'vitest'
import { refusal } from '@/e2e/support/conversations'
import { tavusWorld } from '@/e2e/support/tavus-world'
import { chooseDefaultProvider, disconnectProvider } from '@/lib/domain/connections/service/connect'
import { isCallbackSecret } from '@/lib/domain/conversations/service/callback-address'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { endForeign, listForeign } from '@/lib/domain/conversations/service/foreign'
import { interactWithReplica } from '@/lib/domain/conversations/service/interact'
import { joinConversation } from '@/lib/domain/conversations/service/join'
import { deleteConversation, eraseConversation } from '@/lib/domain/conversations/service/remove'

const world = tavusWorld()
const origin = 'http://localhost:3000'

const transcript = [
  { role: 'assistant', content: 'Hello there.', seconds_from_start: 1.5, duration: 2 },
  { role: 'user', content: 'Good morning.', seconds_from_start: 5 },
]

describe('a conversation under an account', () => {
  it('runs there with everything that was asked for, and is joined there', async () => {
    const made = await world.start({
      conversation_name: 'Practice',
      conversational_context: 'Be brief.',
      custom_greeting: 'Good morning.',
      memory_stores: ['ana'],
      document_tags: ['prices'],
      properties: { max_call_duration: 600, language: 'Spanish', enable_closed_captions: true },
    })
    const there = world.tavus.theOne()
    expect(made).toMatchObject({
      provider: 'tavus',
      provider_conversation_id: there.id,
      conversation_url: `https://tavus.daily.co/${there.id}`,
      status: 'active',
      persona_name: 'Coach',
      replica_name: 'Mara',
    })
    expect(there.request).toMatchObject({
      persona_id: 'p0a1b2c3d4e5',
      replica_id: 'r0a1b2c3d4e5',
      conversation_name: 'Practice',
      conversational_context: 'Be brief.',
      custom_greeting: 'Good morning.',
      memory_stores: ['ana'],
      document_tags: ['prices'],
      properties: { max_call_duration: 600, language: 'spanish', enable_closed_captions: true },
    })
    const [, secret = ''] = /\/callbacks\/[^/]+\/(.*)$/.exec(there.callbackUrl) ?? []
    expect(isCallbackSecret(made.conversation_id, secret)).toBe(true)
    expect((await world.read(made.conversation_id)).deadline?.reason).toBe('max_duration')
    // Its memories are made there.
    expect(await world.database.memoryStore.count({ where: { workspaceId: world.me.workspaceId } })).toBe(0)
  })

  it('is what the workspace has by default, once that is chosen', async () => {
    expect((await world.create()).provider).toBe('studio')
    await chooseDefaultProvider(world.me, 'tavus')
    expect((await world.start({ provider: undefined })).provider).toBe('tavus')
    expect((await world.create({ persona_id: 'pdced222244b', provider: 'studio' })).provider).toBe('studio')
  })

  it('has a persona and a replica of that account', async () => {
    const own = world.start({ persona_id: 'pdac61133ac5' })
    await expect(own).rejects.toEqual(expect.objectContaining({ code: 'not-found', field: 'persona_id' }))
    await expect(world.start({ replica_id: 'r79e1c033f' })).rejects.toMatchObject({ field: 'replica_id' })
    expect(world.tavus.conversations.size).toBe(0)
    // One that was made a moment ago, and one that plays a replica alone.
    world.tavus.personas.push({ id: 'p999999999999', name: 'New', kind: 'user', replicaId: 'rfe12d8b9597' })
    expect(await world.start({ persona_id: 'p999999999999' })).toMatchObject({ replica_name: 'Nathan' })
    expect(await world.start({ persona_id: undefined, replica_id: 'r0a1b2c3d4e5' })).toMatchObject({
      persona_id: 'pdced222244b',
      replica_name: 'Mara',
    })
  })

  it('has no background of ours', async () => {
    const background = { type: 'color', color: '#112233' }
    await expect(world.start({ properties: { background } })).rejects.toMatchObject({
      code: 'invalid',
      field: 'properties.background',
    })
  })

  it('is private by the token that its provider gave, which is stored sealed', async () => {
    const made = await world.start({ require_auth: true })
    const { meetingToken } = world.tavus.theOne()
    const joinable = await joinConversation(world.me, made.conversation_id, origin)
    expect(joinable).toMatchObject({ isRemote: true, outsideToken: meetingToken })
    const row = await world.database.conversation.findUniqueOrThrow({ where: { id: made.conversation_id } })
    expect(row.meetingToken).toMatch(/^sealed1\./)
    expect(JSON.stringify(await world.read(made.conversation_id))).not.toContain(meetingToken)
  })

  it('takes messages in the call only', async () => {
    const { conversation_id: id } = await world.start()
    const message = {
      message_type: 'conversation',
      event_type: 'conversation.interrupt',
      conversation_id: id,
    }
    await expect(interactWithReplica(world.me, id, message)).rejects.toEqual(refusal('conflict'))
  })

  it('counts against the slots of the workspace before anybody is asked', async () => {
    await world.database.workspace.update({
      where: { id: world.me.workspaceId },
      data: { maxConcurrent: 1 },
    })
    await world.start()
    const asked = world.tavus.asked.length
    await expect(world.start()).rejects.toEqual(refusal('concurrency'))
    expect(world.tavus.asked.length).toBe(asked)
  })

  it('twice with one key makes one', async () => {
    const [first, second] = await Promise.all([world.start({}, 'once'), world.start({}, 'once')])
    expect(second.conversation_id).toBe(first.conversation_id)
    expect(world.tavus.conversations.size).toBe(1)
  })
})

/** Everything that happens in a call of 42.2 s, told by callbacks that are held: joined, ended, said, seen. */
async function called(reason = 'participant_left_timeout reached') {
  const made = await world.start()
  const there = world.tavus.theOne()
  world.clock.advance(there.createdAt.getTime() + 42_200 - world.clock.now().getTime())
  await world.tavus.ended(there.id, reason)
  await world.tavus.transcribed(there.id, transcript)
  await world.tavus.perceived(there.id, 'A person at a desk.')
  return { id: made.conversation_id, there }
}

/** What is known of it in the end, whichever way it came. */
async function isWhole(id: string) {
  const read = await world.read(id)
  expect(read).toMatchObject({
    status: 'ended',
    duration: 43,
    end_cause: 'left',
    shutdown_reason: 'participant_left_timeout reached',
  })
  expect(read.events.map(({ event_type }) => event_type).sort()).toEqual([
    'application.perception_analysis',
    'application.transcription_ready',
    'system.replica_joined',
    'system.shutdown',
  ])
  expect(
    read.transcript.map(({ role, content, seconds_from_start }) => [role, content, seconds_from_start]),
  ).toEqual([
    ['assistant', 'Hello there.', 1.5],
    ['user', 'Good morning.', 5],
  ])
  expect(await world.usedSeconds()).toBe(43)
}

describe('what happens in it', () => {
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [1, 1, 3, 0, 0, 2, 2, 3],
    [2, 0, 3, 1, 2, 0, 3, 1],
  ]
  it.each(orders)('is the same however callbacks come: %j', async (...places) => {
    const { id } = await called()
    await world.tell(id, ...places)
    await isWhole(id)
  })

  it('is asked for where no callback comes, until nothing more is to come', async () => {
    const { id } = await called()
    await world.comesTrue(() => isWhole(id))
    await world.comesTrue(async () => {
      const row = await world.database.conversation.findUniqueOrThrow({ where: { id } })
      expect(row.lookAt).toBeNull()
    })
    const asked = world.tavus.asked.length
    await world.passes(120)
    expect(world.tavus.asked.filter(({ path }) => path.includes('verbose')).length).toBeGreaterThan(0)
    expect(world.tavus.asked.slice(asked).filter(({ path }) => path.includes('verbose'))).toEqual([])
  })

  it('is told on to callbacks and endpoints, each thing once', async () => {
    const made = await world.start({ callback_url: 'http://receiver.test/hook' })
    const there = world.tavus.theOne()
    await world.tavus.ended(there.id, 'participant_left_timeout reached')
    await world.tavus.transcribed(there.id, transcript)
    await world.tell(made.conversation_id, 0, 1, 1, 2, 0)
    await world.passes(60)
    const sent = await world.database.webhookDelivery.findMany({
      where: { conversationId: made.conversation_id },
      orderBy: { createdAt: 'asc' },
    })
    expect(sent.map(({ eventType }) => eventType).sort()).toEqual([
      'application.transcription_ready',
      'system.replica_joined',
      'system.shutdown',
    ])
    // As ours, under our id of the conversation and at the address that was asked for.
    expect(sent[0]?.url).toBe('http://receiver.test/hook')
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ conversation_id: made.conversation_id })
  })

  it('before its start was confirmed is asked for afterwards', async () => {
    world.tavus.fault = ({ method, path }) =>
      method === 'POST' && path === '/v2/conversations' ? 'done-then-hang' : undefined
    const starting = world.start()
    const [row] = await world.comesTrue(async () => {
      expect(world.tavus.held.length).toBe(1)
      return await world.database.conversation.findMany({ where: { workspaceId: world.me.workspaceId } })
    })
    await world.tell(row?.id ?? '', 0)
    const made = await starting
    await world.comesTrue(async () => {
      const { events } = await world.read(made.conversation_id)
      expect(events.map(({ event_type }) => event_type)).toEqual(['system.replica_joined'])
    })
  })

  it('of another conversation there is not taken for its own', async () => {
    const { conversation_id: id } = await world.start()
    const other = world.tavus.createElsewhere('Other')
    await world.tavus.ended(other.id, 'max_call_duration reached')
    await world.tell(id, 1)
    expect((await world.read(id)).status).toBe('active')
  })

  it('for another reason than ours are is told in the provider’s words', async () => {
    const { id } = await called('Quota of the plan exceeded')
    await world.tell(id, 1)
    expect(await world.read(id)).toMatchObject({
      end_cause: 'provider_ended',
      shutdown_reason: 'Quota of the plan exceeded',
    })
  })
})

describe('its use', () => {
  it('goes by the times of its provider, whatever time it is there', async () => {
    const real = world.tavus
    const { conversation_id: id } = await world.start()
    const there = real.theOne()
    // Its clock is an hour ahead.
    const hour = 3_600_000
    await world.database.conversation.update({
      where: { id },
      data: { providerCreatedAt: new Date(there.createdAt.getTime() + hour) },
    })
    world.clock.advance(60_000)
    there.status = 'ended'
    const timestamp = new Date(there.createdAt.getTime() + hour + 30_500).toISOString()
    const properties = { shutdown_reason: 'end_conversation_endpoint_hit' }
    there.events.push({ event_type: 'system.shutdown', timestamp, properties })
    await world.comesTrue(async () => expect((await world.read(id)).duration).toBe(31))
    expect(await world.usedSeconds()).toBe(31)
  })

  it('is put right when it ended there at another instant than was thought here', async () => {
    const { conversation_id: id } = await world.start()
    const there = world.tavus.theOne()
    world.clock.advance(20_000)
    await world.tavus.ended(there.id, 'participant_left_timeout reached')
    world.clock.advance(100_000)
    const ended = await endConversation(world.me, id, origin)
    expect(ended.duration).toBeGreaterThan(100)
    expect(await world.usedSeconds()).toBe(ended.duration)
    const used = Math.ceil((world.clock.now().getTime() - 100_000 - there.createdAt.getTime()) / 1000)
    await world.tell(id, 1)
    expect((await world.read(id)).duration).toBe(used)
    expect(await world.usedSeconds()).toBe(used)
  })

  it('ends at the longest call, and there as well', async () => {
    const made = await world.start({ properties: { max_call_duration: 60 } })
    await world.passes(80)
    await world.comesTrue(() => expect(world.tavus.theOne().status).toBe('ended'))
    expect(await world.read(made.conversation_id)).toMatchObject({ end_cause: 'max_duration' })
  })
})

describe('the end of it', () => {
  it('here is the end there', async () => {
    const { conversation_id: id } = await world.start()
    await endConversation(world.me, id, origin)
    await world.comesTrue(() => expect(world.tavus.active()).toEqual([]))
    expect(await world.read(id)).toMatchObject({ status: 'ended', end_cause: 'requested' })
  })

  it('is known when somebody has deleted it there', async () => {
    const { conversation_id: id } = await world.start()
    world.tavus.theOne().deleted = 'hard'
    await world.comesTrue(async () => expect((await world.read(id)).end_cause).toBe('room_lost'))
  })

  it('for good takes it out of the account too, and nothing comes back', async () => {
    const soft = await world.start()
    const softThere = world.tavus.theOne()
    await deleteConversation(world.me, soft.conversation_id)
    await world.comesTrue(() => expect(softThere).toMatchObject({ status: 'ended', deleted: 'soft' }))
    const { conversation_id: id } = await world.start()
    const there = [...world.tavus.conversations.values()].at(-1)
    await eraseConversation(world.me, id)
    await world.comesTrue(() => expect(there).toMatchObject({ status: 'ended', deleted: 'hard' }))
    await world.tell(id, ...world.tavus.held.keys())
    expect(await world.database.conversationEvent.count({ where: { conversationId: id } })).toBe(0)
    expect(await world.database.conversation.findUniqueOrThrow({ where: { id } })).toMatchObject({
      meetingUrl: null,
      lookAt: null,
    })
  })
})

describe('what was made elsewhere', () => {
  it('is listed beside what is ours, and can be ended', async () => {
    const ours = await world.start()
    const other = world.tavus.createElsewhere('Of somebody else')
    expect(await listForeign(world.me, 'tavus')).toEqual([
      expect.objectContaining({ conversation_id: other.id, conversation_name: 'Of somebody else' }),
    ])
    for (let n = 0; n < 2; n++) await endForeign(world.me, 'tavus', other.id)
    expect(other.status).toBe('ended')
    expect(await listForeign(world.me, 'tavus')).toEqual([])
    await endForeign(world.me, 'tavus', ours.provider_conversation_id ?? '')
    expect((await world.read(ours.conversation_id)).status).toBe('ended')
  })

  it('needs the account', async () => {
    await disconnectProvider(world.me, 'tavus')
    await expect(listForeign(world.me, 'tavus')).rejects.toMatchObject({ code: 'invalid', field: 'provider' })
    await expect(world.start()).rejects.toMatchObject({ code: 'invalid', field: 'provider' })
  })
})

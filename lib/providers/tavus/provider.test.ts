import { afterEach, describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { startTavus, type TavusFault } from '@/e2e/support/tavus'
import { loopbackTargets, targetPolicy } from '@/lib/platform/outbound-targets'
import { roomRequest } from '@/lib/providers/fixture'
import type { RoomRequest } from '@/lib/providers/port'
import { createTavusProvider } from './provider'

const asked = roomRequest()
const request = (changes: Partial<RoomRequest> = {}): RoomRequest => ({
  ...asked,
  cast: {
    persona: { ...asked.cast.persona, id: 'p0a1b2c3d4e5' },
    replica: { ...asked.cast.replica, id: 'r0a1b2c3d4e5' },
  },
  language: 'spanish',
  closedCaptions: false,
  participantLeftTimeout: 5,
  terms: { ...asked.terms, maxCallDuration: 120, participantAbsentTimeout: 60 },
  ...changes,
})

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function connected(key?: string) {
  const tavus = await startTavus()
  open.push(tavus)
  tavus.callbacks = 'lost'
  const clock = handClock()
  const targets = targetPolicy({
    allowed: loopbackTargets,
    setting: 'OUTBOUND_ALLOW',
    appUrl: undefined,
    announcedIp: null,
  })
  const account = { key: key ?? tavus.key, baseUrl: `${tavus.url}/` }
  return { tavus, clock, provider: createTavusProvider(account, { clock, targets: () => targets }) }
}

/** Does `work` while time goes on as fast as it is waited for. */
async function inTime<T>(clock: ReturnType<typeof handClock>, work: Promise<T>): Promise<T> {
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  over.catch(() => {})
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    clock.advance(1_000)
  }
  return await over
}

describe('a conversation at Tavus', () => {
  it('is created as it was asked for, and says where it is joined', async () => {
    const { tavus, provider } = await connected()
    const storage = { provider: 's3', bucket_name: 'b', bucket_region: 'r', assume_role_arn: 'a' }
    const asked = request({
      conversationalContext: 'She plays the flute.',
      audioOnly: true,
      requireAuth: true,
      closedCaptions: true,
      maxParticipants: 2,
      whoRecords: 'everybody',
      background: { type: 'colour', colour: '#000000' } as unknown as RoomRequest['background'],
      terms: {
        ...request().terms,
        memoryStores: ['ana'],
        documents: { ids: ['d1'], tags: ['law'], strategy: 'speed' },
        recordingStorage: storage,
      },
    })
    const opened = await provider.start(asked)
    const made = tavus.theOne()
    expect(opened).toEqual({
      providerId: made.id,
      meetingUrl: `https://tavus.daily.co/${made.id}`,
      createdAt: made.createdAt,
      meetingToken: made.meetingToken,
    })
    expect(made.request).toEqual({
      replica_id: 'r0a1b2c3d4e5',
      persona_id: 'p0a1b2c3d4e5',
      conversation_name: 'Interview',
      callback_url: asked.terms.callbackUrl,
      custom_greeting: 'Hello there.',
      conversational_context: 'She plays the flute.',
      audio_only: true,
      require_auth: true,
      max_participants: 2,
      memory_stores: ['ana'],
      document_ids: ['d1'],
      document_tags: ['law'],
      document_retrieval_strategy: 'speed',
      properties: {
        max_call_duration: 120,
        participant_left_timeout: 5,
        participant_absent_timeout: 60,
        language: 'spanish',
        enable_recording: true,
        recording_storage: storage,
        enable_closed_captions: true,
        apply_greenscreen: true,
      },
    })
  })

  it('is told of with everything that happened in it, under the names of either era', async () => {
    for (const era of ['replica', 'face'] as const) {
      const { tavus, provider } = await connected()
      tavus.era = era
      const { providerId } = await provider.start(request())
      await tavus.ended(providerId, 'participant_left_timeout reached')
      await tavus.transcribed(providerId, [
        { role: 'system', content: 'You are a coach.' },
        {
          role: 'assistant',
          content: 'Hello.',
          timestamp: 1_700_000_000.5,
          seconds_from_start: 1.5,
          duration: 2,
        },
        { role: 'user', content: 'Hi.', timestamp: '2026-03-10T10:00:00.250000' },
        { role: 'tool', content: '{}' },
        { role: 'assistant', content: 'Bye.', inference_id: 'i-1', interrupted: true },
      ])
      await tavus.perceived(providerId, 'A person at a desk.')
      const report = await provider.report(providerId)
      expect(report).toMatchObject({ providerId, status: 'ended', createdAt: tavus.theOne().createdAt })
      const told = report?.events.map(({ type, means }) => [type, means?.type])
      expect(told).toEqual([
        ['system.replica_joined', 'joined'],
        ...(era === 'face' ? [['system.pal_joined', 'joined']] : []),
        ['system.shutdown', 'ended'],
        ['application.transcription_ready', 'transcript'],
        ['application.perception_analysis', 'perception'],
      ])
      const both = { replica_id: 'r0a1b2c3d4e5', face_id: 'r0a1b2c3d4e5' }
      expect(report?.events[0]?.properties).toEqual(both)
      const shutdown = report?.events.find(({ type }) => type === 'system.shutdown')
      expect(shutdown?.means).toEqual({ type: 'ended', reason: 'participant_left_timeout reached' })
      expect(shutdown?.properties).toEqual({ ...both, shutdown_reason: 'participant_left_timeout reached' })
      const transcript = report?.events.find(({ means }) => means?.type === 'transcript')?.means
      const nothing = { at: null, offset: null, duration: null, inferenceId: null, interrupted: false }
      expect(transcript).toEqual({
        type: 'transcript',
        lines: [
          {
            ...nothing,
            role: 'replica',
            text: 'Hello.',
            at: new Date(1_700_000_000_500),
            offset: 1500,
            duration: 2000,
          },
          { ...nothing, role: 'user', text: 'Hi.', at: new Date('2026-03-10T10:00:00.250Z') },
          { ...nothing, role: 'replica', text: 'Bye.', inferenceId: 'i-1', interrupted: true },
        ],
      })
    }
  })

  it('that has ended without saying so in its events has ended all the same, at a time that is not known', async () => {
    const { tavus, provider } = await connected()
    const { providerId } = await provider.start(request())
    const made = tavus.theOne()
    made.status = 'ended'
    made.events = []
    const report = await provider.report(providerId)
    expect(report).toMatchObject({
      status: 'ended',
      events: [{ at: null, means: { type: 'ended', reason: '' } }],
    })
  })

  it('is ended and erased, twice if need be; one that is not there is fine, and told as none', async () => {
    const { tavus, provider } = await connected()
    const { providerId } = await provider.start(request())
    const held = { providerId, callbackUrl: request().terms.callbackUrl }
    await provider.end(held)
    await provider.end(held)
    expect(tavus.theOne().status).toBe('ended')
    expect(tavus.theOne().events.filter(({ event_type }) => event_type === 'system.shutdown')).toHaveLength(1)
    await provider.erase(providerId, true)
    await provider.erase(providerId, true)
    expect(tavus.theOne().deleted).toBe('hard')
    expect(await provider.report(providerId)).toBeNull()
    await provider.end(held)
  })

  it('that is live is listed with its name and its callback, all pages of it', async () => {
    const { tavus, provider } = await connected()
    tavus.mostRows = 2
    const names = ['one', 'two', 'three', 'four', 'five']
    for (const name of names) tavus.createElsewhere(name)
    const [first] = tavus.active()
    if (first) await tavus.ended(first.id, 'daily_room_has_been_deleted')
    const live = await provider.live()
    expect(live.map(({ name }) => name).sort()).toEqual(['five', 'four', 'three', 'two'])
    expect(live[0]).toMatchObject({ callbackUrl: 'https://elsewhere.example/hook' })
  })
})

describe('a callback', () => {
  it('is read as what happened, and what is none as nothing', async () => {
    const { tavus, provider } = await connected()
    tavus.callbacks = 'held'
    const { providerId } = await provider.start(request())
    await tavus.ended(providerId, 'max_call_duration reached')
    expect(tavus.held.map(({ body }) => provider.parseWebhook(body))).toMatchObject([
      { providerId, status: null, events: [{ type: 'system.replica_joined', means: { type: 'joined' } }] },
      {
        providerId,
        status: 'ended',
        events: [{ means: { type: 'ended', reason: 'max_call_duration reached' } }],
      },
    ])
    for (const body of [null, [], 'x', {}, { conversation_id: 'c1' }, { event_type: 'system.shutdown' }]) {
      expect(provider.parseWebhook(body)).toBeNull()
    }
  })
})

describe('a create request without a usable answer', () => {
  const done: [string, TavusFault][] = [
    ['an error after it was done', { doneThen: { status: 500, body: '{"error":"Internal error"}' } }],
    ['no answer', 'done-then-hang'],
    ['a connection that is cut', 'done-then-cut'],
    ['an answer that is not JSON', { doneThen: { status: 200, body: '<html>' } }],
    ['an answer that names no conversation', { doneThen: { status: 200, body: '{}' } }],
  ]
  it.each(done)('that was done all the same is taken over: %s', async (_what, fault) => {
    const { tavus, clock, provider } = await connected()
    tavus.fault = ({ method }) => (method === 'POST' ? fault : undefined)
    const opened = await inTime(clock, provider.start(request()))
    expect(opened).toMatchObject({
      providerId: tavus.theOne().id,
      meetingUrl: expect.stringContaining('daily.co'),
    })
    expect(tavus.asked.filter(({ path }) => path === '/v2/conversations')).toHaveLength(1)
  })

  it('that was done twice leaves one', async () => {
    const { tavus, clock, provider } = await connected()
    tavus.fault = ({ path }) => (path === '/v2/conversations' ? 'done-twice-then-cut' : undefined)
    tavus.createElsewhere('of somebody else')
    const opened = await inTime(clock, provider.start(request()))
    expect(tavus.conversations.size).toBe(3)
    expect(tavus.active().map(({ id }) => id)).toContain(opened.providerId)
    expect(
      tavus
        .active()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Interview', 'of somebody else'])
  })

  it('for a private room ends what was made, as its token is lost', async () => {
    const { tavus, clock, provider } = await connected()
    tavus.fault = ({ path }) =>
      path === '/v2/conversations' ? { doneThen: { status: 500, body: '' } } : undefined
    await expect(inTime(clock, provider.start(request({ requireAuth: true })))).rejects.toMatchObject({
      kind: 'uncertain',
      message: 'Tavus answered with status 500, and no words.',
    })
    expect(tavus.active()).toEqual([])
  })

  it('that was not done, or cannot be looked up, is in doubt', async () => {
    const { tavus, clock, provider } = await connected()
    tavus.fault = ({ method }) => (method === 'POST' ? 'hang' : undefined)
    await expect(inTime(clock, provider.start(request()))).rejects.toMatchObject({
      kind: 'uncertain',
      message: 'Tavus could not be reached. No answer within 18 s.',
    })
    tavus.fault = () => 'cut'
    await expect(inTime(clock, provider.start(request()))).rejects.toMatchObject({ kind: 'uncertain' })
    expect(tavus.conversations.size).toBe(0)
  })

  it('is found by its callback when it is to be ended', async () => {
    const { tavus, provider } = await connected()
    await provider.start(request())
    tavus.createElsewhere('of somebody else')
    const { callbackUrl } = request().terms
    await provider.end({
      providerId: null,
      callbackUrl: callbackUrl.replace('127.0.0.1:3000', 'another.example'),
    })
    expect(tavus.active().map(({ name }) => name)).toEqual(['of somebody else'])
  })
})

describe('a refusal of Tavus', () => {
  it.each([
    [
      'key',
      401,
      '{"message":"Invalid access token"}',
      'Tavus does not accept the API key: Invalid access token',
    ],
    [
      'slots',
      400,
      '{"message":"User has reached maximum concurrent conversations"}',
      'Tavus says: User has reached maximum concurrent conversations',
    ],
    [
      'credits',
      402,
      '{"message":"The user is out of conversational credits."}',
      'Tavus says: The user is out of conversational credits.',
    ],
    ['refused', 400, '{"error":"Invalid replica_uuid"}', 'Tavus says: Invalid replica_uuid'],
    ['refused', 422, '{"detail":"Not so."}', 'Tavus says: Not so.'],
    ['refused', 400, '<html>', 'Tavus answered with status 400, and no words.'],
    ['refused', 302, '', 'Tavus answered with status 302, and no words.'],
    ['busy', 429, '{"message":"Slow down"}', 'Tavus says: Slow down'],
  ])('is told in its own words: %s', async (kind, status, body, message) => {
    const { tavus, provider } = await connected()
    tavus.fault = () => ({ status, body })
    await expect(provider.start(request())).rejects.toMatchObject({ kind, message })
    expect(tavus.asked).toHaveLength(1)
  })

  it('never says the key', async () => {
    const { tavus, provider } = await connected()
    tavus.fault = () => ({ status: 400, body: JSON.stringify({ message: `The key ${tavus.key} is odd.` }) })
    await expect(provider.start(request())).rejects.toThrow('Tavus says: The key … is odd.')
  })

  it('of a key is told as that', async () => {
    const { provider } = await connected('another key')
    await expect(provider.catalogue()).rejects.toMatchObject({ kind: 'key' })
  })
})

describe('Tavus that is away', () => {
  it('is told as that: nothing was asked', async () => {
    const { tavus, provider } = await connected()
    await tavus.close()
    open.length = 0
    await expect(provider.start(request())).rejects.toMatchObject({
      kind: 'unreachable',
      message: 'Tavus could not be reached. Nothing accepts connections there.',
    })
  })

  it('for a moment is asked again, where asking changes nothing', async () => {
    const { tavus, clock, provider } = await connected()
    const { providerId } = await provider.start(request())
    let failures = 2
    tavus.fault = () => (failures-- > 0 ? { status: 503, body: '' } : undefined)
    expect(await inTime(clock, provider.report(providerId))).toMatchObject({ providerId })
    failures = 3
    await expect(inTime(clock, provider.report(providerId))).rejects.toMatchObject({ kind: 'uncertain' })
    failures = 1
    const held = { providerId, callbackUrl: '' }
    await expect(inTime(clock, provider.end(held))).rejects.toMatchObject({ kind: 'uncertain' })
  })
})

describe('the catalogue of an account', () => {
  it.each(['replica', 'face'] as const)(
    'has its own and everybody’s, by the names of the era of %s',
    async (era) => {
      const { tavus, provider } = await connected()
      tavus.era = era
      tavus.mostRows = 1
      tavus.replicas.push({ id: 'r11111111111', name: 'In training', kind: 'user', status: 'started' })
      expect(await provider.catalogue()).toEqual({
        personas: [
          { id: 'p0a1b2c3d4e5', name: 'Coach', defaultReplicaId: 'r0a1b2c3d4e5', isStock: false },
          { id: 'pdced222244b', name: 'Stock host', defaultReplicaId: 'rfe12d8b9597', isStock: true },
        ],
        replicas: [
          {
            id: 'r0a1b2c3d4e5',
            name: 'Mara',
            isStock: false,
            isReady: true,
            thumbnail: 'https://cdn.example/r0a1b2c3d4e5.mp4',
          },
          {
            id: 'rfe12d8b9597',
            name: 'Nathan',
            isStock: true,
            isReady: true,
            thumbnail: 'https://cdn.example/rfe12d8b9597.mp4',
          },
          {
            id: 'r11111111111',
            name: 'In training',
            isStock: false,
            isReady: false,
            thumbnail: 'https://cdn.example/r11111111111.mp4',
          },
        ],
      })
    },
  )

  it('is not asked for at an address inside a private network', async () => {
    const { tavus } = await connected()
    const targets = targetPolicy({
      allowed: [],
      setting: 'OUTBOUND_ALLOW',
      appUrl: undefined,
      announcedIp: null,
    })
    const account = { key: tavus.key, baseUrl: tavus.url }
    const provider = createTavusProvider(account, { clock: handClock(), targets: () => targets })
    await expect(provider.catalogue()).rejects.toThrow('127.0.0.1 is in a private network.')
    expect(tavus.asked).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { connectTavus, tavusRequest } from '@/e2e/support/tavus-provider'
import { heldRoom } from '@/lib/providers/fixture'
import type { RoomRequest } from '@/lib/providers/port'

describe('a conversation at Tavus', () => {
  it('is created as it was asked for, and says where it is joined', async () => {
    const { tavus, provider } = await connectTavus()
    const storage = { provider: 's3', bucket_name: 'b', bucket_region: 'r', assume_role_arn: 'a' }
    const asked = tavusRequest({
      conversationalContext: 'She plays the flute.',
      audioOnly: true,
      requireAuth: true,
      closedCaptions: true,
      maxParticipants: 2,
      whoRecords: 'everybody',
      background: { type: 'colour', colour: '#000000' } as unknown as RoomRequest['background'],
      terms: {
        ...tavusRequest().terms,
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
      const { tavus, provider } = await connectTavus()
      tavus.era = era
      const { providerId } = await provider.start(tavusRequest())
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
      const report = await provider.outside.report(providerId)
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
    const { tavus, provider } = await connectTavus()
    const { providerId } = await provider.start(tavusRequest())
    const made = tavus.theOne()
    made.status = 'ended'
    made.events = []
    const report = await provider.outside.report(providerId)
    expect(report).toMatchObject({
      status: 'ended',
      events: [{ at: null, means: { type: 'ended', reason: '' } }],
    })
  })

  it('is ended and erased, twice if need be; one that is not there is fine, and told as none', async () => {
    const { tavus, provider } = await connectTavus()
    const { providerId } = await provider.start(tavusRequest())
    const held = { ...heldRoom(), providerId, callbackUrl: tavusRequest().terms.callbackUrl }
    await provider.end(held, 'requested')
    await provider.end(held, 'requested')
    expect(tavus.theOne().status).toBe('ended')
    expect(tavus.theOne().events.filter(({ event_type }) => event_type === 'system.shutdown')).toHaveLength(1)
    await provider.outside.erase(providerId, true)
    await provider.outside.erase(providerId, true)
    expect(tavus.theOne().deleted).toBe('hard')
    expect(await provider.outside.report(providerId)).toBeNull()
    await provider.end(held, 'requested')
  })

  it('that is live is listed with its name and its callback, all pages of it', async () => {
    const { tavus, provider } = await connectTavus()
    tavus.mostRows = 2
    const names = ['one', 'two', 'three', 'four', 'five']
    for (const name of names) tavus.createElsewhere(name)
    const [first] = tavus.active()
    if (first) await tavus.ended(first.id, 'daily_room_has_been_deleted')
    const live = await provider.outside.live()
    expect(live.map(({ name }) => name).sort()).toEqual(['five', 'four', 'three', 'two'])
    expect(live[0]).toMatchObject({ callbackUrl: 'https://elsewhere.example/hook' })
  })
})

describe('a callback', () => {
  it('is read as what happened, and what is none as nothing', async () => {
    const { tavus, provider, cloud } = await connectTavus()
    tavus.callbacks = 'held'
    const { providerId } = await provider.start(tavusRequest())
    await tavus.ended(providerId, 'max_call_duration reached')
    expect(tavus.held.map(({ body }) => cloud.parseWebhook(body))).toMatchObject([
      { providerId, status: null, events: [{ type: 'system.replica_joined', means: { type: 'joined' } }] },
      {
        providerId,
        status: 'ended',
        events: [{ means: { type: 'ended', reason: 'max_call_duration reached' } }],
      },
    ])
    for (const body of [null, [], 'x', {}, { conversation_id: 'c1' }, { event_type: 'system.shutdown' }]) {
      expect(cloud.parseWebhook(body)).toBeNull()
    }
  })
})

describe('the catalogue of an account', () => {
  it.each(['replica', 'face'] as const)(
    'has its own and everybody’s, by the names of the era of %s',
    async (era) => {
      const { tavus, provider } = await connectTavus()
      tavus.era = era
      tavus.mostRows = 1
      tavus.replicas.push({ id: 'r11111111111', name: 'In training', kind: 'user', status: 'started' })
      expect(await provider.outside.catalogue()).toEqual({
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
    const { tavus, provider } = await connectTavus({ allowed: [] })
    await expect(provider.outside.catalogue()).rejects.toThrow('127.0.0.1 is in a private network.')
    expect(tavus.asked).toEqual([])
  })
})

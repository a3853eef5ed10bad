import { describe, expect, it } from 'vitest'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import { awaitedTranscript, outsideRecordings, providersReason, whatWasSeen } from './outside-news'

const timestamp = '2026-11-20T10:00:00.000000Z'
const event = (event_type: string, properties: Record<string, unknown> = {}) => ({
  ...{ event_type, timestamp, properties },
})
const line = { role: 'user', content: 'Hi' } as ConversationVerbose['transcript'][number]

const hour = 3_600_000
const ended = {
  provider: 'tavus' as const,
  provider_conversation_id: 'c0123',
  status: 'ended' as const,
  ended_at: timestamp,
  end_cause: 'requested',
  transcript: [],
  events: [event('system.shutdown')],
}
const awaited = (hours: number, changes: Partial<typeof ended> | object = {}) =>
  awaitedTranscript({ ...ended, ...changes }, Date.parse(timestamp) + hours * hour)

describe('the transcript of a conversation outside', () => {
  it('is waited for until a day after the end', () => {
    expect(awaited(0)).toBe('coming')
    expect(awaited(23.9)).toBe('coming')
    expect(awaited(24)).toBe('missing')
  })

  it.each([
    ['is there', { transcript: [line] }],
    ['came, and says nothing', { events: [event('application.transcription_ready', { transcript: [] })] }],
    ['cannot be: nobody was there', { end_cause: 'absent' }],
    ['cannot be: it never ran', { provider_conversation_id: null }],
    ['is written here', { provider: 'studio' as const }],
    ['comes after the end', { status: 'active' as const, ended_at: null }],
  ])('is not spoken of when it %s', (_why, changes) => {
    expect(awaited(1, changes)).toBeNull()
    expect(awaited(25, changes)).toBeNull()
  })
})

it('tells why the provider ended it, where that is the provider’s word', () => {
  const told = (end_cause: string, shutdown_reason: string | null) =>
    providersReason({ end_cause, shutdown_reason })
  expect(told('provider_ended', 'out_of_credits')).toBe('out_of_credits')
  expect(told('provider_ended', 'internal error occurred at step provider')).toBeNull()
  expect(told('requested', 'end_conversation_endpoint_hit')).toBeNull()
})

it('tells what was seen as it was told last', () => {
  const analysis = (text: unknown) => event('application.perception_analysis', { analysis: text })
  expect(whatWasSeen({ events: [analysis('A desk.'), analysis(' A desk and a lamp. ')] })).toBe(
    'A desk and a lamp.',
  )
  expect(
    whatWasSeen({ events: [event('application.perception_unavailable', { reason: 'none' })] }),
  ).toBeNull()
  expect(whatWasSeen({ events: [analysis(7)] })).toBeNull()
})

it('finds recordings by whatever says where they are', () => {
  const events = [
    event('application.recording_ready', { bucket_name: 'calls', s3_key: 'a/b.mp4', duration: 62 }),
    event('application.recording_ready', { storage_uri: 'gs://calls/b.mp4', s3_key: 'b.mp4' }),
    event('application.recording_ready', {}),
    event('application.recording_copy_failed', { error_code: 'DESTINATION_AUTH_FAILED', s3_key: 'c.mp4' }),
    event('system.shutdown'),
  ]
  expect(outsideRecordings({ events })).toEqual([
    { key: 'recording 0', location: 's3://calls/a/b.mp4', duration: 62 },
    { key: 'recording 1', location: 'gs://calls/b.mp4', duration: null },
    { key: 'recording 3', problem: 'DESTINATION_AUTH_FAILED' },
  ])
})

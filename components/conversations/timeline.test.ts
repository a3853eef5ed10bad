import fc from 'fast-check'
import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import messages from '@/messages/en.json'
import { momentAt, momentLink, momentsOf } from './timeline'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, 0) + seconds * 1000).toISOString()
const line = (seconds: number, content: string) => ({
  role: 'user' as const,
  content,
  speaker: 'Ana',
  timestamp: 0,
  seconds_from_start: seconds,
  ...{ duration: null, interrupted: false, sources: [] },
})
const conversation = {
  created_at: at(0),
  ended_at: at(60),
  end_cause: 'left',
  replica_name: 'Nathan',
  participants: [{ session_id: 's', name: 'Ana', joined_at: at(5), left_at: at(60), reconnecting: false }],
  recordings: [{ recording_id: 'r', recorded_by: 'Ana', started_at: at(10) }],
  events: [
    { event_type: 'system.replica_joined', timestamp: at(1) },
    {
      event_type: 'system.model_failed',
      timestamp: at(9),
      properties: { part: 'tts', message: 'It does not answer.' },
    },
    { event_type: 'system.shutdown', timestamp: at(60) },
  ],
  transcript: [line(7, 'Hello'), line(20.25, 'Bye')],
} as unknown as ConversationVerbose

const words = {
  t: createTranslator({ locale: 'en', messages, namespace: 'conversations.timeline' }),
  endings: createTranslator({ locale: 'en', messages, namespace: 'conversations.endings' }),
  failures: createTranslator({ locale: 'en', messages, namespace: 'shell.modelFailure' }),
}

test('everything stands in order, the leaving before the end it caused', () => {
  const told = momentsOf(conversation, words).map((moment) => [
    moment.at,
    'line' in moment ? moment.line.content : moment.event,
  ])
  expect(told.slice(0, -1)).toEqual([
    [0, 'Created'],
    [1, 'Nathan was ready'],
    [5, 'Ana joined'],
    [7, 'Hello'],
    [9, 'The voice model did not speak: It does not answer.'],
    [10, 'Ana began a recording'],
    [20.25, 'Bye'],
    [60, 'Ana left'],
  ])
  expect(told.at(-1)?.[0]).toBe(60)
})

test('every moment’s own link opens at a moment of its millisecond', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 86_400, noNaN: true }), { minLength: 1 }), (times) => {
      const moments = times.toSorted((a, b) => a - b).map((at, key) => ({ key: `${key}`, at, event: '' }))
      for (const moment of moments) {
        const seconds = momentLink.read(momentLink.write(moment.at))
        expect(seconds).not.toBeNull()
        const opened = momentAt(moments, seconds ?? 0)
        expect(Math.abs((opened?.at ?? Number.NaN) - moment.at)).toBeLessThanOrEqual(0.0012)
      }
    }),
  )
})

test.each(['', '#', '#t=', '#t=-1', '#t=1e9', '#t=12abc', '#main'])('%s is no moment', (hash) => {
  expect(momentLink.read(hash)).toBeNull()
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayStart, secondsByDay, secondsUsed, utcDay } from '@/lib/domain/usage/rules'
import type { Usage } from '@/lib/domain/usage/schema'
import { runOn } from './running'

const days = ['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21']

const latency: Usage['latency'] = {
  ...{ turns: 0, measured: 0, heard: null },
  stages: { endpoint: null, transcription: null, thinking: null, voice: null, sending: null },
}

/** What the server would answer at `now` with these conversations live. */
function answer(starts: Date[], now: Date): Usage {
  const listed = days.map((day) => ({
    day,
    seconds: 0,
    conversations: 0,
    groups: {} as Record<string, number>,
  }))
  const groups = starts.map((_, index) => ({
    id: `r${index}`,
    name: '',
    seconds: 0,
    conversations: 1,
    latency,
  }))
  for (const [index, start] of starts.entries()) {
    for (const part of secondsByDay(start, secondsUsed(start, now))) {
      const day = listed.find((candidate) => candidate.day === part.day)
      if (!day) continue
      day.seconds += part.seconds
      if (part.seconds > 0) day.groups[`r${index}`] = part.seconds
      const group = groups[index]
      if (group) group.seconds += part.seconds
    }
    const first = listed.find((candidate) => candidate.day === utcDay(start))
    if (first) first.conversations += 1
  }
  const sum = (name: 'seconds' | 'conversations') => listed.reduce((total, day) => total + day[name], 0)
  return {
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
    as_of: now.toISOString(),
    total: { seconds: sum('seconds'), conversations: sum('conversations') },
    live: { conversations: starts.length },
    peak_concurrency: 0,
    latency,
    price: null,
    previous: { from: '', to: '', seconds: 0, conversations: 0 },
    days: listed,
    groups,
  }
}

const live = (starts: Date[]) =>
  starts.map((start, index) => ({
    conversation_id: `c${index}`,
    conversation_name: '',
    replica_name: '',
    persona_id: 'p',
    replica_id: `r${index}`,
    creator_id: 'a',
    api_key_id: null,
    created_at: start.toISOString(),
  }))

test('an answer carried on to a later instant is the answer of that instant, across midnights too', () => {
  const first = dayStart('2026-11-18').getTime()
  const instant = fc.integer({ min: 0, max: 3 * 86_400_000 }).map((ms) => new Date(first + ms))
  fc.assert(
    fc.property(fc.array(instant, { maxLength: 4 }), instant, fc.nat(40_000_000), (starts, asOf, later) => {
      const begun = starts.filter((start) => start <= asOf)
      const now = new Date(asOf.getTime() + later)
      const { as_of: _, ...carried } = runOn(answer(begun, asOf), live(begun), now, 'replica')
      const { as_of: __, ...fresh } = answer(begun, now)
      expect(carried).toEqual(fresh)
    }),
  )
})

test('an instant before the answer changes nothing', () => {
  const asOf = new Date('2026-11-20T10:00:00Z')
  const usage = answer([], asOf)
  expect(runOn(usage, live([new Date('2026-11-20T09:00:00Z')]), new Date('2026-11-20T09:30:00Z'), null)).toBe(
    usage,
  )
})

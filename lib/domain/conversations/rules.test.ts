import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatClock,
  type Looked,
  nextLook,
  resolveOutsideCast,
  transcriptJson,
  transcriptText,
  transcriptVtt,
} from './rules'

it('what runs reads as a clock', () => {
  expect(formatClock(7)).toBe('0:07')
  expect(formatClock(247)).toBe('4:07')
  expect(formatClock(3847)).toBe('1:04:07')
  expect(formatClock(-3)).toBe('0:00')
})

const line = (seconds_from_start: number, content: string, speaker = 'Ana') => ({
  role: 'user' as const,
  content,
  speaker,
  timestamp: 1_790_000_000 + seconds_from_start,
  seconds_from_start,
})

const lines = [
  line(2, 'When does it close?'),
  line(4.5, 'At six.', 'Nathan'),
  line(3723.25, 'Bye <b> & so on'),
]

describe('a transcript', () => {
  it('is text with times', () => {
    expect(transcriptText(lines)).toBe(
      '[0:02] Ana: When does it close?\n[0:04] Nathan: At six.\n[1:02:03] Ana: Bye <b> & so on',
    )
  })

  it('is JSON as the API has it', () => {
    expect(JSON.parse(transcriptJson(lines))).toEqual(lines)
  })

  it('is WebVTT', () => {
    expect(transcriptVtt(lines)).toBe(`WEBVTT

1
00:00:02.000 --> 00:00:03.500
<v Ana>When does it close?

2
00:00:04.500 --> 00:00:06.000
<v Nathan>At six.

3
01:02:03.250 --> 01:02:04.750
<v Ana>Bye &lt;b&gt; &amp; so on
`)
  })

  it('shows a line no longer than until the next one', () => {
    expect(transcriptVtt([line(1, 'x'.repeat(200)), line(3, 'y')])).toContain('00:00:01.000 --> 00:00:03.000')
  })

  it('shows a line for as long as it was said, where that is known', () => {
    expect(transcriptVtt([{ ...line(1, 'Well'), duration: 2.25 }])).toContain('00:00:01.000 --> 00:00:03.250')
    expect(transcriptVtt([{ ...line(1, 'Hm'), duration: 0.2 }])).toContain('00:00:01.000 --> 00:00:02.500')
  })

  it('keeps the order of lines of one moment', () => {
    expect(transcriptVtt([line(1, 'Who?'), line(1, 'A long answer, which is read for longer.')])).toMatch(
      /00:00:01\.000 --> [\s\S]*00:00:01\.001 --> /,
    )
  })

  it('has a cue for each line, whatever is said', () => {
    const said = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '')
    const spoken = fc.array(fc.record({ at: fc.double({ min: 0, max: 90_000, noNaN: true }), content: said }))
    fc.assert(
      fc.property(spoken, (given) => {
        const vtt = transcriptVtt(
          given
            .sort((a, b) => a.at - b.at)
            .map(({ at, content }) => line(at, `${content}\n\n-->\n${content}`)),
        )
        const [head, ...cues] = vtt.split('\n\n').filter(Boolean)
        expect(head).toBe('WEBVTT')
        expect(cues).toHaveLength(given.length)
        const starts = cues.map((cue) => cue.split('\n')[1]?.split(' --> ')[0] ?? '')
        expect(new Set(starts).size).toBe(given.length)
        expect(starts.toSorted()).toEqual(starts)
        for (const cue of cues) {
          const [, times = ''] = cue.split('\n')
          expect(times).toMatch(/^\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}$/)
          const [from = '', until = ''] = times.split(' --> ')
          expect(until > from).toBe(true)
          expect(cue.split('-->')).toHaveLength(2)
        }
      }),
    )
  })
})

describe('when a provider outside is asked again', () => {
  const now = new Date('2026-03-10T10:00:00.000Z')
  const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000)
  const nothing: Looked = { endedAt: null, hasTranscript: false, hasPerception: false, looks: 0 }
  const waits = (known: Partial<Looked>) => {
    const at = nextLook({ ...nothing, ...known }, now)
    return at && (at.getTime() - now.getTime()) / 1000
  }

  it('is ever later while it is live, and five minutes later at the most', () => {
    const looks = Array.from({ length: 8 }, (_, index) => waits({ looks: index }))
    expect(looks).toEqual([15, 30, 60, 120, 300, 300, 300, 300])
    // Whatever was told: it goes on.
    expect(waits({ hasTranscript: true, hasPerception: true })).toBe(15)
  })

  it('is soon after the end, then ever later, until what was said and seen has come', () => {
    const endedAt = secondsAgo(0)
    const looks = Array.from({ length: 10 }, (_, index) => waits({ endedAt, looks: index }))
    expect(looks).toEqual([3, 5, 10, 20, 30, 60, 120, 300, 600, 600])
    expect(waits({ endedAt, hasTranscript: true })).toBe(3)
    expect(waits({ endedAt, hasPerception: true })).toBe(3)
    expect(waits({ endedAt, hasTranscript: true, hasPerception: true })).toBeNull()
  })

  it('is not for longer than ten minutes for what was seen, and a day for what was said', () => {
    const [soon, late] = [secondsAgo(597), secondsAgo(598)]
    expect(waits({ endedAt: soon, hasTranscript: true })).toBe(3)
    expect(waits({ endedAt: late, hasTranscript: true })).toBeNull()
    expect(waits({ endedAt: late })).toBe(3)
    expect(waits({ endedAt: secondsAgo(86_397) })).toBe(3)
    expect(waits({ endedAt: secondsAgo(86_398), hasPerception: true })).toBeNull()
  })
})

describe('who talks in an account outside', () => {
  const personas = [
    { persona_id: 'p1', persona_name: 'Guide', default_replica_id: 'r9' },
    { persona_id: 'p3', persona_name: 'Leader', default_replica_id: null },
  ]
  const replicas = [{ replica_id: 'r1', replica_name: 'Noa' }]
  const resolve = (persona_id: string, replica_id = '') =>
    resolveOutsideCast({ persona_id, replica_id }, { personas, replicas })

  it('may be a replica that the list leaves out, where it is the persona’s own', () => {
    expect(resolve('p1')).toMatchObject({
      ok: true,
      rule: 'persona-default',
      replica: { replica_id: 'r9', replica_name: 'Guide' },
    })
    expect(resolve('p3', 'r9')).toMatchObject({ ok: true, replica: { replica_id: 'r9' } })
  })

  it('is the default persona where a replica alone is chosen, though no list has it', () => {
    expect(resolve('', 'r1')).toMatchObject({ ok: true, rule: 'default-persona' })
  })

  it('is nobody else', () => {
    expect(resolve('p2')).toMatchObject({ ok: false, code: 'not-found', field: 'persona_id' })
    expect(resolve('p1', 'r2')).toMatchObject({ ok: false, code: 'not-found', field: 'replica_id' })
    expect(resolve('')).toMatchObject({ ok: false, code: 'invalid' })
  })
})

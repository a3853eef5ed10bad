import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { readHappenings } from '@/lib/domain/conversations/queries/read'
import { nothingSent, readPlace, type Sent, unsent, writePlace } from './happenings'

type Found = NonNullable<Awaited<ReturnType<typeof readHappenings>>>

const line = (seq: number, at = seq * 1000) => ({
  ...{ seq, at },
  line: {
    role: 'user' as const,
    content: `line ${seq}`,
    speaker: 'Ana',
    timestamp: at / 1000,
    seconds_from_start: 0,
    ...{ duration: null, interrupted: false, sources: [] },
  },
})
const entry = (id: string, at: number) => ({
  ...{ id, at, event_type: `application.${id}`, timestamp: new Date(at).toISOString(), properties: {} },
})
const person = (name: string) => ({
  ...{ session_id: name, name, joined_at: '2026-01-01T00:00:00.000000Z', left_at: null, reconnecting: false },
})

const found = (part: Partial<Found>): Found => ({
  ...{ log: [], lines: [], participants: [], status: 'active', isOver: false },
  ...part,
})

/** The rows that a reader at `place` is given, as the query picks them. */
const given = (all: Found, { upTo, missing }: Sent, limit: number): Found => ({
  ...all,
  lines: all.lines.filter(({ seq }) => seq > upTo || missing.includes(seq)).slice(0, limit),
})

const said = (all: Found, sent: Sent, limit = 100) => unsent(sent, given(all, sent, limit), limit)
const words = (happenings: ReturnType<typeof unsent>) =>
  happenings.map(({ kind, data }) => {
    const { content, event_type } = data as { content?: string; event_type?: string }
    return content ?? event_type ?? kind
  })

describe('what happens', () => {
  it('is told in the order of its instants, then who is there and how it stands', () => {
    const all = found({
      lines: [line(1, 1000), line(2, 3000)],
      log: [entry('joined', 500), entry('shutdown', 3000)],
      participants: [person('ana')],
      status: 'ended',
    })
    expect(words(said(all, nothingSent))).toEqual([
      ...['application.joined', 'line 1', 'line 2', 'application.shutdown', 'participants', 'status'],
    ])
  })

  it('is told once, and anew where it changed', () => {
    const all = found({ lines: [line(1)], participants: [person('ana')] })
    const place = said(all, nothingSent).at(-1)?.place ?? nothingSent
    expect(said(all, place)).toEqual([])
    const later = found({ ...all, participants: [person('ana'), person('ben')], status: 'ended' })
    expect(words(said(later, place))).toEqual(['participants', 'status'])
  })

  it('never tells what came after lines that are still to be read', () => {
    const all = found({
      lines: [line(1), line(2), line(3)],
      log: [entry('early', 1500), entry('late', 2500)],
      participants: [person('ana')],
    })
    const first = said(all, nothingSent, 2)
    expect(words(first)).toEqual(['line 1', 'application.early', 'line 2'])
    expect(words(said(all, first.at(-1)?.place ?? nothingSent, 2))).toEqual([
      ...['application.late', 'line 3', 'participants', 'status'],
    ])
  })

  it('reaches every reader exactly once, in whatever order it is stored and however often they come back', () => {
    const stored = fc.shuffledSubarray(
      [
        ...Array.from({ length: 12 }, (_, n) => ({ line: line(n + 1) })),
        ...Array.from({ length: 4 }, (_, n) => ({ entry: entry(`e${n}`, n * 3000 + 1) })),
      ],
      { minLength: 16 },
    )
    const breaks = fc.array(fc.record({ after: fc.nat(3), stores: fc.nat(4) }), { maxLength: 30 })
    fc.assert(
      fc.property(stored, breaks, fc.integer({ min: 1, max: 5 }), (rows, visits, limit) => {
        const all = found({})
        const heard: string[] = []
        let id: string | null = null
        const visit = (stores: number, most: number) => {
          for (const row of rows.splice(0, stores)) {
            if ('line' in row) all.lines = [...all.lines, row.line].toSorted((a, b) => a.seq - b.seq)
            else all.log = [...all.log, row.entry]
          }
          const happenings = said(all, readPlace(id), limit).slice(0, most)
          heard.push(...words(happenings).filter((word) => /^(line|application)/.test(word)))
          const place = happenings.at(-1)?.place
          if (place) id = writePlace(place)
          return happenings.length
        }
        for (const { stores, after } of visits) visit(stores, after)
        for (let stores = rows.length; visit(stores, 100) > 0; stores = 0);
        expect(heard).toHaveLength(16)
        expect(new Set(heard).size).toBe(16)
      }),
    )
  })
})

describe('a place', () => {
  it('reads as it was written, and fits into a header', () => {
    const happenings = said(
      found({
        lines: [line(2), line(9)],
        log: [entry('a', 1)],
        participants: [person('ana')],
        status: 'ended',
      }),
      nothingSent,
    )
    for (const { place } of happenings) {
      expect(readPlace(writePlace(place))).toEqual(place)
      expect(writePlace(place)).toMatch(/^[\w-]+$/)
    }
  })

  it.each([
    null,
    '',
    '0',
    'x',
    '1_zz__',
    `1_${'a'.repeat(7)}__`,
    '1__-_gone',
    '-1____',
    `${'9'.repeat(20)}___`,
  ])('is the beginning for %j', (id) => {
    expect(readPlace(id)).toEqual(nothingSent)
  })

  it('waits for no more than a hundred lines that were skipped', () => {
    const [happening] = said(found({ lines: [line(500)] }), nothingSent)
    expect(happening?.place.missing).toHaveLength(100)
    expect(happening?.place.missing.at(-1)).toBe(499)
  })
})

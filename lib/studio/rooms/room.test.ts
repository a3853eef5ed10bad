import { describe, expect, it, vi } from 'vitest'
import { describedRoom, openedRoom, respond } from '@/lib/studio/rooms/fixture'
import type { Seat } from '@/lib/studio/rooms/seat'
import { readTicket } from '@/lib/studio/rooms/ticket'

const { conversationId } = describedRoom()

describe('joining', () => {
  it('shows who is there, the replica among them, and gives a ticket for this place', () => {
    const { enter } = openedRoom()
    const { joined, sessionId } = enter({ name: ' Bea\u0000 ' })
    expect(joined.participants.map(({ role, name }) => [role, name])).toEqual([
      ['replica', 'Anna'],
      ['participant', 'Bea'],
    ])
    expect(joined.participants[0]?.user_id).toBe('tavus-replica-r1')
    expect(readTicket('key', conversationId, joined.ticket)).toBe(sessionId)
    expect(joined.room).toMatchObject({ conversation_name: 'Interview', ends_when_empty: true })
    expect(JSON.stringify(joined)).not.toContain('office opens')
  })

  it('tells the others, and not whoever joins', () => {
    const { enter } = openedRoom()
    const bea = enter()
    const carl = enter({ name: 'Carl' })
    expect(bea.ofType('participant-joined').map(({ participant }) => participant.name)).toEqual(['Carl'])
    expect(carl.ofType('participant-joined')).toEqual([])
  })

  it('counts the replica in max_participants, and keeps the place of somebody lost for 15 s', async () => {
    const { enter, refusal, clock } = openedRoom({ maxParticipants: 2 })
    const bea = enter()
    expect(refusal()).toBe('full')
    bea.seat.lost(clock.now())
    clock.advance(14_000)
    expect(refusal()).toBe('full')
    clock.advance(1100)
    await vi.waitFor(() => expect(refusal()).toBeNull())
    expect(refusal({ sessionId: bea.sessionId })).toBe('full')
  })

  it('admits by a meeting token once, also after a restart', () => {
    const admitted = { tokenId: 't1', name: 'Ann', accountId: 'a1' }
    const first = openedRoom()
    const { joined } = first.enter({ admitted, name: 'somebody else' })
    expect(joined.participants[1]?.name).toBe('Ann')
    expect(first.refusal({ admitted })).toBe('token-used')
    const report = first.room.snapshot()
    expect(report.presence[0]).toMatchObject({ tokenId: 't1', accountId: 'a1' })
    const second = openedRoom({ resume: { report, greeted: true, lines: [] } })
    expect(second.refusal({ admitted })).toBe('token-used')
  })

  it('lets a ticket return to its place, whether the connection was lost, closed by a leave, or is still open', () => {
    const { enter, lastReport, clock } = openedRoom({ maxParticipants: 2 })
    const bea = enter()
    const again = enter({ sessionId: bea.sessionId, name: undefined })
    expect(bea.closed).toEqual([4001])
    expect(again.sessionId).toBe(bea.sessionId)
    expect(again.joined.participants[1]?.name).toBe('Bea')
    bea.seat.lost(clock.now())
    expect(lastReport()?.presence).toMatchObject([{ lostAge: null, leftAge: null }])
    again.seat.hear({ type: 'leave' })
    expect(lastReport()?.presence).toMatchObject([{ leftAge: expect.any(Number) }])
    const third = enter({ sessionId: bea.sessionId })
    third.seat.lost(clock.now())
    enter({ sessionId: bea.sessionId })
    expect(lastReport()?.presence).toHaveLength(1)
    expect(lastReport()?.presence).toMatchObject([{ lostAge: null, leftAge: null }])
  })

  it('knows a ticket of before a restart, even of somebody whose joining was never reported', () => {
    const { enter } = openedRoom()
    expect(enter({ sessionId: 'known-by-ticket-only' }).sessionId).toBe('known-by-ticket-only')
  })
})

describe('presence', () => {
  it('is reported whole at every change, with a rising version that goes on after a restart', () => {
    const { enter, ofType, clock } = openedRoom({
      resume: {
        report: {
          version: 7,
          presence: [
            {
              sessionId: 's1',
              name: 'Ann',
              accountId: null,
              tokenId: null,
              joinedAge: 9000,
              lostAge: 100,
              leftAge: null,
            },
          ],
        },
        greeted: true,
        lines: [],
      },
    })
    const bea = enter()
    bea.seat.hear({ type: 'rename', name: 'Beatrice' })
    bea.seat.hear({ type: 'devices', audio: false, video: false })
    bea.seat.lost(clock.now())
    const reports = ofType('presence').map(({ report }) => report)
    expect(reports.map(({ version }) => version)).toEqual([8, 9, 10])
    expect(reports.at(-1)?.presence.map(({ name }) => name)).toEqual(['Ann', 'Beatrice'])
    expect(reports.at(-1)?.presence[0]?.joinedAge).toBeGreaterThanOrEqual(9000)
  })

  it('is repeated every 5 s until the newest is taken', async () => {
    const { room, enter, ofType, clock } = openedRoom()
    enter()
    enter()
    room.takenPresence(1)
    const presences = () => ofType('presence').length
    expect(presences()).toBe(2)
    clock.advance(5100)
    await vi.waitFor(() => expect(presences()).toBe(3))
    room.takenPresence(2)
    clock.advance(20_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(presences()).toBe(3)
  })

  it('shows somebody lost as reconnecting, and as gone after 15 s; the report leaves that to the server', async () => {
    const { enter, clock, lastReport } = openedRoom()
    const bea = enter()
    const carl = enter({ name: 'Carl' })
    carl.seat.lost(clock.now())
    expect(bea.ofType('participant-updated').at(-1)?.participant).toMatchObject({
      name: 'Carl',
      reconnecting: true,
    })
    const version = lastReport()?.version
    clock.advance(15_100)
    await vi.waitFor(() => expect(bea.ofType('participant-left')).toHaveLength(1))
    expect(lastReport()?.version).toBe(version)
    expect(lastReport()?.presence[1]).toMatchObject({ lostAge: expect.any(Number), leftAge: null })
    const back = enter({ sessionId: carl.sessionId })
    expect(bea.ofType('participant-joined').at(-1)?.participant.session_id).toBe(back.sessionId)
  })

  it('tells a leave at once', () => {
    const { enter } = openedRoom()
    const bea = enter()
    const carl = enter()
    carl.seat.hear({ type: 'leave' })
    expect(carl.closed).toEqual([1000])
    expect(bea.ofType('participant-left').map(({ participant }) => participant.session_id)).toEqual([
      carl.sessionId,
    ])
  })
})

it('follows nobody who renames themselves without end', () => {
  const { enter, lastReport } = openedRoom()
  const bea = enter()
  for (let i = 0; i < 50; i += 1) bea.seat.hear({ type: 'rename', name: `Bea ${i}` })
  expect(lastReport()?.presence[0]?.name).toBe('Bea 4')
})

describe('closing', () => {
  it('tells everybody, and waits until what was said was taken', async () => {
    const { room, enter, refusal, finished } = openedRoom()
    const bea = enter()
    await vi.waitFor(() => expect(finished()).toHaveLength(1))
    const { seq = 0, revision = 0 } = finished()[0] ?? {}
    let done = false
    const closing = room.close('participant_left_timeout reached').then(() => {
      done = true
    })
    expect(bea.frames.at(-1)).toEqual({ type: 'ended', reason: 'participant_left_timeout reached' })
    expect(bea.closed).toEqual([1000])
    expect(refusal()).toBe('ended')
    expect(room.interact(respond('Still there?'))).toBe('The conversation has ended.')
    await Promise.resolve()
    expect(done).toBe(false)
    room.takenLine(seq, revision)
    await closing
  })

  it('waits no longer than 5 s', async () => {
    const { room, enter, clock, ofType } = openedRoom()
    enter()
    await vi.waitFor(() => expect(ofType('line')).not.toEqual([]))
    const closing = room.close('end')
    clock.advance(5100)
    await closing
  })

  it('leaves those who lose their connection then as they were', async () => {
    const { room, enter, lastReport, clock } = openedRoom({ greeting: '' })
    const bea: { seat: Seat } = enter()
    const before = lastReport()?.version
    await room.close('end')
    bea.seat.lost(clock.now())
    bea.seat.hear({ type: 'leave' })
    expect(room.snapshot().version).toBe(before)
  })
})

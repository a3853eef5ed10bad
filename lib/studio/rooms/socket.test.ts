import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { movableClock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import type { Connection } from '@/lib/studio/rooms/audience'
import type { Door } from '@/lib/studio/rooms/door'
import type { Seat } from '@/lib/studio/rooms/seat'
import { serveSocket } from '@/lib/studio/rooms/socket'

/** The parts of a server-side WebSocket that are used. */
class Line extends EventEmitter {
  OPEN = 1
  readyState = 1
  bufferedAmount = 0
  sent: unknown[] = []
  codes: number[] = []
  send = (text: string) => this.sent.push(JSON.parse(text))
  ping = vi.fn()
  close(code: number) {
    this.codes.push(code)
    this.readyState = 2
  }
  terminate() {
    this.readyState = 3
    this.emit('close')
  }
  receive = (frame: unknown) => this.emit('message', Buffer.from(JSON.stringify(frame)), false)
}

const join = { type: 'join', audio: true, video: true }

function build(answer?: Awaited<ReturnType<Door['enter']>>) {
  const clock = movableClock()
  const line = new Line()
  const lost: Date[] = []
  const heard: unknown[] = []
  const seat: Seat = { hear: (frame) => heard.push(frame), lost: (at) => lost.push(at) }
  let connection: Connection | undefined
  const door: Door = {
    async enter(visit) {
      connection = visit.connection
      return answer ?? seat
    },
  }
  const visit = { conversationId: 'c1', address: '', door, clock, log: createLog('silent') }
  serveSocket(line as unknown as WebSocket, visit)
  /** Moves time in steps, each with room for the alarms that come due. */
  async function pass(seconds: number) {
    for (let step = 0; step < seconds; step += 1) {
      clock.advance(1000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  return { clock, line, lost, heard, pass, connection: () => connection }
}

describe('a connection', () => {
  it('has 10 s to join', async () => {
    const { line, pass } = build()
    await pass(9)
    expect(line.codes).toEqual([])
    await pass(2)
    expect(line.sent).toMatchObject([{ type: 'refused', reason: 'protocol' }])
    expect(line.codes).toEqual([1007])
  })

  it('that answers pings is kept', async () => {
    const { line, lost, pass } = build()
    line.ping.mockImplementation(() => line.emit('pong'))
    line.receive(join)
    await pass(40)
    expect(line.ping.mock.calls.length).toBeGreaterThanOrEqual(7)
    expect([line.readyState, lost]).toEqual([1, []])
  })

  it('that is dead is given up, as of the first ping without an answer', async () => {
    const { clock, line, lost, pass } = build()
    line.receive(join)
    const start = clock.now().getTime()
    await pass(13)
    expect(lost).toEqual([])
    await pass(5)
    expect(line.readyState).toBe(3)
    expect(lost).toHaveLength(1)
    const seconds = ((lost[0]?.getTime() ?? 0) - start) / 1000
    expect(seconds).toBeGreaterThanOrEqual(5)
    expect(seconds).toBeLessThan(6.5)
  })

  it('too slow for what it is sent is given up', async () => {
    const { line, lost, connection } = build()
    line.receive(join)
    await vi.waitFor(() => expect(connection()).toBeDefined())
    line.bufferedAmount = 5 * 1024 * 1024
    connection()?.send({ type: 'ended', reason: 'x' })
    expect(line.sent).toEqual([])
    expect(line.readyState).toBe(3)
    await vi.waitFor(() => expect(lost.length).toBeGreaterThan(0))
  })

  it('is told why it may not come in, or to come again later', async () => {
    const refused = build('full')
    refused.line.receive(join)
    await vi.waitFor(() => expect(refused.line.codes).toEqual([1008]))
    expect(refused.line.sent).toMatchObject([
      { type: 'refused', reason: 'full', message: expect.any(String) },
    ])
    const later = build('later')
    later.line.receive(join)
    await vi.waitFor(() => expect(later.line.codes).toEqual([1013]))
    expect(later.line.sent).toEqual([])
  })

  it('that goes while it is looked at gives its place back', async () => {
    const { line, lost } = build()
    line.receive(join)
    line.receive({ type: 'leave' })
    expect(line.codes).toEqual([1000])
    await vi.waitFor(() => expect(lost).toHaveLength(1))
  })

  it('hands its frames to the room', async () => {
    const { line, heard } = build()
    line.receive(join)
    await new Promise((resolve) => setTimeout(resolve, 5))
    line.receive({ type: 'rename', name: 'Bea' })
    expect(heard).toEqual([{ type: 'rename', name: 'Bea' }])
  })
})

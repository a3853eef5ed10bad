import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket as NodeWebSocket, type WebSocket, WebSocketServer } from 'ws'
import { type FromStudio, largestFrame } from '@/lib/protocol/room'
import { type Connection, type ConnectOptions, connect } from './connection'
import { type HandWorld, handWorld, fakeJoined as joined, fakePerson as person } from './fixture'
import type { UplinkTracks } from './peer'
import type { RoomEvent } from './room-state'
import type { TicketStore } from './ticket-store'
import type { Socket, World } from './world'

// A real WebSocket server on loopback; time and network news by hand.

const replica = person('replica', 'replica')
const nothing: UplinkTracks = { microphone: null, camera: null, screen: null, screenAudio: null }
const track = () => ({}) as MediaStreamTrack

const utterance = (seq: number, speech: string, role: 'user' | 'replica' = 'replica') => ({
  message_type: 'conversation',
  event_type: 'conversation.utterance',
  conversation_id: 'c1',
  timestamp: seq,
  seq,
  turn_idx: 0,
  properties: { role, speech },
})

/** Time that passes when told to, with real sockets, in a browser without WebRTC. */
const realSockets = () => ({
  ...handWorld(),
  createPeer: null,
  open(url: string) {
    const socket = new NodeWebSocket(url)
    // A browser's socket says why it failed to nobody; `close` follows.
    socket.on('error', () => {})
    return socket as unknown as Socket
  },
})

function memoryTickets(): TicketStore {
  let kept: string | null = null
  return {
    read: () => kept,
    write: (ticket) => {
      kept = ticket
    },
  }
}

let server: WebSocketServer
let clients: WebSocket[]
let heard: Record<string, unknown>[]
let withoutMedia = 0
let world: World & HandWorld
let tickets: TicketStore
let connection: Connection | null

beforeEach(async () => {
  clients = []
  heard = []
  withoutMedia = 0
  world = realSockets()
  tickets = memoryTickets()
  connection = null
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (client) => {
    clients.push(client)
    client.on('message', (data) => {
      const frame = JSON.parse(String(data))
      if (frame.type === 'no-media') withoutMedia += 1
      else heard.push(frame)
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
})
afterEach(async () => {
  connection?.drop()
  for (const client of server.clients) client.terminate()
  await new Promise((resolve) => server.close(resolve))
})

const start = (options: Partial<ConnectOptions> = {}) => {
  const { port } = server.address() as AddressInfo
  connection = connect(
    { url: `ws://127.0.0.1:${port}`, name: 'Ada', tracks: nothing, tickets, ...options },
    world,
  )
  return connection
}
const tell = (frame: FromStudio | object) => clients.at(-1)?.send(JSON.stringify(frame))
const phase = (one: Connection) => one.snapshot().status.phase
const untilHeard = (count: number) => vi.waitFor(() => expect(heard).toHaveLength(count))

async function startJoined(options?: Partial<ConnectOptions>): Promise<Connection> {
  const one = start(options)
  await untilHeard(1)
  tell(joined())
  await vi.waitFor(() => expect(phase(one)).toBe('joined'))
  return one
}

describe('joining', () => {
  test('says who we are and keeps the ticket', async () => {
    const one = await startJoined({ token: 'secret', tracks: { ...nothing, microphone: track() } })
    expect(heard[0]).toEqual({
      type: 'join',
      name: 'Ada',
      token: 'secret',
      audio: true,
      video: false,
      screen: false,
      media: false,
    })
    await vi.waitFor(() => expect(withoutMedia).toBe(1))
    expect(one.snapshot().media.phase).toBe('unsupported')
    expect(tickets.read()).toBe('ticket-1')
    expect(one.snapshot()).toMatchObject({ sessionId: 'me', captions: [{ seq: 1 }] })
  })

  test('shows the ticket of a reload, and the devices as they are by then', async () => {
    tickets.write('old')
    const one = start()
    one.setTracks({ ...nothing, microphone: track(), camera: track() })
    await untilHeard(1)
    expect(heard[0]).toMatchObject({ ticket: 'old', audio: true, video: true })
  })

  test('tells of a device that answers between joining and the answer to it', async () => {
    const one = start()
    await untilHeard(1)
    one.setTracks({ ...nothing, microphone: track() })
    tell(joined())
    await untilHeard(2)
    expect(heard[0]).toMatchObject({ type: 'join', audio: false })
    expect(heard[1]).toEqual({ type: 'devices', audio: true, video: false, screen: false })
  })

  test.each(['unknown', 'ended', 'not-allowed', 'token-expired', 'token-used', 'protocol'] as const)(
    'refused with %s, it stays out and forgets the ticket',
    async (reason) => {
      tickets.write('old')
      const one = start()
      await untilHeard(1)
      tell({ type: 'refused', reason, message: 'no' })
      await vi.waitFor(() => expect(one.snapshot().status).toMatchObject({ phase: 'refused', reason }))
      world.advance(60_000)
      expect(clients).toHaveLength(1)
      expect(tickets.read()).toBeNull()
    },
  )

  test.each(['full', 'busy'] as const)(
    'refused with %s, the ticket is good for a later try',
    async (reason) => {
      tickets.write('old')
      const one = start()
      await untilHeard(1)
      tell({ type: 'refused', reason, message: 'no' })
      await vi.waitFor(() => expect(phase(one)).toBe('refused'))
      expect(tickets.read()).toBe('old')
    },
  )

  test('gives up on a room that never answers, and tries again', async () => {
    start()
    await untilHeard(1)
    world.advance(10_000)
    world.advance(250)
    await vi.waitFor(() => expect(clients).toHaveLength(2))
  })
})

describe('a lost connection', () => {
  test('returns with the ticket and tells who came and went meanwhile', async () => {
    const one = await startJoined()
    const events: RoomEvent[] = []
    one.onEvent((event) => events.push(event))
    clients[0]?.terminate()
    await vi.waitFor(() => expect(phase(one)).toBe('reconnecting'))
    world.advance(250)
    await untilHeard(2)
    expect(heard[1]).toMatchObject({ type: 'join', ticket: 'ticket-1' })
    tell(joined([{ ...replica, session_id: 'replica-2' }, person('me'), person('new')]))
    await vi.waitFor(() => expect(phase(one)).toBe('joined'))
    expect(
      events.map((event) => [event.type, 'participant' in event && event.participant.session_id]),
    ).toEqual([
      ['participant-joined', 'replica-2'],
      ['participant-updated', 'me'],
      ['participant-joined', 'new'],
      ['participant-left', 'replica'],
      ['joined', false],
    ])
  })

  test('waits longer each time, up to a bound', async () => {
    const waits: number[] = []
    const later = world.later
    world.random = () => 0
    world.later = (ms, wake) => {
      waits.push(ms)
      return later(ms, wake)
    }
    world.open = () => {
      const socket: Socket = {
        readyState: 3,
        send() {},
        close() {},
        onopen: null,
        onmessage: null,
        onclose: null,
      }
      queueMicrotask(() => socket.onclose?.({ code: 1006 }))
      return socket
    }
    start()
    for (let round = 0; round < 8; round++) {
      await new Promise((resolve) => setTimeout(resolve, 0))
      world.advance(5000)
    }
    // The least jitter: half of 250 ms, 500 ms and so on, up to 5 s.
    const retries = waits.filter((ms) => ms > 0 && ms <= 2500)
    expect(retries.slice(0, 7)).toEqual([125, 250, 500, 1000, 2000, 2500, 2500])
  })

  test('after 25 s without one, it is offline, until it is back', async () => {
    const one = await startJoined()
    const { port } = server.address() as AddressInfo
    for (const client of server.clients) client.terminate()
    await new Promise((resolve) => server.close(resolve))
    await vi.waitFor(() => expect(phase(one)).toBe('reconnecting'))
    for (let second = 0; second < 24; second++) {
      world.advance(1000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(one.snapshot().status).toMatchObject({ phase: 'reconnecting', offline: false })
    world.advance(1000)
    expect(one.snapshot().status).toMatchObject({ phase: 'reconnecting', offline: true })
    server = new WebSocketServer({ port, host: '127.0.0.1' })
    server.on('connection', (client) => client.send(JSON.stringify(joined())))
    await new Promise((resolve) => server.once('listening', resolve))
    world.network(true)
    await vi.waitFor(() => expect(phase(one)).toBe('joined'))
  })

  test('a network that goes away is noticed at once', async () => {
    const one = await startJoined()
    world.network(false)
    expect(phase(one)).toBe('reconnecting')
    world.network(true)
    await vi.waitFor(() => expect(clients).toHaveLength(2))
  })

  test('a place taken from another tab is not fought for', async () => {
    const one = await startJoined()
    clients[0]?.close(4001, 'joined again elsewhere')
    await vi.waitFor(() => expect(phase(one)).toBe('replaced'))
    world.advance(60_000)
    expect(clients).toHaveLength(1)
  })
})

describe('leaving', () => {
  test('says goodbye before it closes, and stays gone', async () => {
    const one = await startJoined()
    const leaving = one.leave()
    await untilHeard(2)
    expect(heard[1]).toEqual({ type: 'leave' })
    expect(phase(one)).toBe('joined')
    clients[0]?.close(1000)
    await leaving
    expect(phase(one)).toBe('left')
    world.network(true)
    world.advance(60_000)
    expect(clients).toHaveLength(1)
    // The ticket leads back to the same place.
    expect(tickets.read()).toBe('ticket-1')
  })

  test('does not wait for ever for a studio that is busy', async () => {
    const one = await startJoined()
    const leaving = one.leave()
    await untilHeard(2)
    world.advance(4999)
    await Promise.resolve()
    expect(phase(one)).toBe('joined')
    world.advance(1)
    await leaving
    expect(phase(one)).toBe('left')
  })

  test('where the line is lost, says it on a new one', async () => {
    const one = await startJoined()
    clients[0]?.terminate()
    await vi.waitFor(() => expect(phase(one)).toBe('reconnecting'))
    const leaving = one.leave()
    await untilHeard(2)
    tell(joined())
    await untilHeard(3)
    expect(heard[2]).toEqual({ type: 'leave' })
    clients[1]?.close(1000)
    await leaving
    expect(phase(one)).toBe('left')
  })

  test('where the line dies under the goodbye, says it again', async () => {
    const one = await startJoined()
    const leaving = one.leave()
    await untilHeard(2)
    clients[0]?.terminate()
    await vi.waitFor(() => expect(phase(one)).toBe('reconnecting'))
    world.advance(3000)
    await untilHeard(3)
    tell(joined())
    await untilHeard(4)
    expect(heard[3]).toEqual({ type: 'leave' })
    clients[1]?.close(1000)
    await leaving
  })

  test('does not wait longer than ten seconds for a line', async () => {
    const one = await startJoined()
    world.network(false)
    const leaving = one.leave()
    world.advance(10_000)
    await leaving
    expect(phase(one)).toBe('left')
  })

  test('an end meanwhile is the end', async () => {
    const one = await startJoined()
    const leaving = one.leave()
    tell({ type: 'ended', reason: 'requested' })
    await leaving
    expect(phase(one)).toBe('ended')
  })

  test('dropped, it says nothing', async () => {
    const one = await startJoined()
    const closed = new Promise((resolve) => clients[0]?.once('close', resolve))
    one.drop()
    await closed
    expect(heard.map(({ type }) => type)).toEqual(['join'])
  })

  test('an end is final', async () => {
    const one = await startJoined()
    tell({ type: 'ended', reason: 'requested' })
    await vi.waitFor(() => expect(one.snapshot().status).toEqual({ phase: 'ended', reason: 'requested' }))
    expect(tickets.read()).toBeNull()
  })
})

describe('what is said', () => {
  test('a line that arrives twice is one line and one event', async () => {
    const one = await startJoined()
    const events: RoomEvent[] = []
    one.onEvent((event) => events.push(event))
    for (const seq of [3, 2, 3, 1])
      tell({ type: 'app-message', from: 'replica', data: utterance(seq, `line ${seq}`) })
    tell({ type: 'app-message', from: 'replica', data: { last: true } })
    await vi.waitFor(() => expect(events).toHaveLength(3))
    expect(one.snapshot().captions.map(({ seq, text }) => [seq, text])).toEqual([
      [1, 'Hey'],
      [2, 'line 2'],
      [3, 'line 3'],
    ])
  })

  test('a line of which a part was there when we came is made whole', async () => {
    const one = await startJoined()
    tell({ type: 'app-message', from: 'replica', data: utterance(1, 'Hey there.') })
    await vi.waitFor(() => expect(one.snapshot().captions.map(({ text }) => text)).toEqual(['Hey there.']))
  })

  test('somebody who claims to speak for the replica is not believed', async () => {
    const one = await startJoined()
    const events: RoomEvent[] = []
    one.onEvent((event) => events.push(event))
    tell({ type: 'app-message', from: 'stranger', data: utterance(9, 'I am the replica') })
    await vi.waitFor(() => expect(events).toHaveLength(1))
    expect(one.snapshot().captions).toHaveLength(1)
  })

  test('frames of another kind, and what is no frame, change nothing', async () => {
    const one = await startJoined()
    const before = one.snapshot()
    tell({ type: 'from-the-future' })
    clients[0]?.send('{"type":')
    clients[0]?.send(Buffer.from([1, 2, 3]))
    tell({ type: 'participant-joined', participant: person('new') })
    await vi.waitFor(() => expect(one.snapshot().participants).toHaveLength(3))
    expect({ ...one.snapshot(), participants: before.participants }).toEqual(before)
  })

  test('what does not fit a frame, or has no connection, is not sent', async () => {
    const one = await startJoined()
    expect(one.send({ text: 'x'.repeat(40_000) })).toBe(true)
    expect(one.send({ text: 'x'.repeat(largestFrame) })).toBe(false)
    world.network(false)
    expect(one.send({ text: 'x' })).toBe(false)
    await untilHeard(2)
  })
})

import { type FromParticipant, type FromStudio, largestFrame, replacedCode } from '@/lib/protocol/room'
import {
  captionOf,
  type RoomEvent,
  type RoomSnapshot,
  type RoomStatus,
  readFrame,
  withCaptions,
  withoutParticipant,
  withParticipant,
} from './room-state'
import type { TicketStore } from './ticket-store'
import { browserWorld, type Socket, type World } from './world'

export type Connection = {
  /** The same object until something changes. */
  snapshot(): RoomSnapshot
  subscribe(listener: () => void): () => void
  onEvent(listener: (event: RoomEvent) => void): () => void
  /** Sends an app-message. Returns false, and sends nothing, when not joined or when it is too large for a frame. */
  send(data: unknown, to?: string): boolean
  setDevices(devices: { audio: boolean; video: boolean }): void
  rename(name: string): void
  /** Says goodbye and resolves when that has been sent. */
  leave(): Promise<void>
  /** Lets go without a word to anybody, listeners included, as a closed tab does. */
  drop(): void
}

const socketOpen = 1
/** Milliseconds: the first wait before trying again, and the longest. */
const backOff = { first: 250, most: 5000 }
/** Milliseconds a new socket has to bring the answer to `join`. */
const joinTimeout = 10_000
/** Milliseconds without a connection after which a person is told. */
const offlineAfter = 25_000
/** Milliseconds that a goodbye may take to leave the machine. */
const goodbyeTimeout = 1000

export type ConnectOptions = {
  /** `ws:` or `wss:` address of the room. */
  url: string
  name?: string
  token?: string
  audio: boolean
  video: boolean
  tickets: TicketStore
}

/** Joins a room and stays in it across lost connections, until it leaves, is refused or the conversation ends. */
export function connect(options: ConnectOptions, world: World = browserWorld): Connection {
  const listeners = new Set<() => void>()
  const eventListeners = new Set<(event: RoomEvent) => void>()
  const devices = { audio: options.audio, video: options.video }
  let name = options.name
  let current: RoomSnapshot = {
    status: { phase: 'connecting', offline: false },
    sessionId: null,
    room: null,
    participants: [],
    captions: [],
  }
  let socket: Socket | null = null
  let attempts = 0
  let lostAt: number | null = world.now()
  let cancelRetry = () => {}
  let cancelOffline = () => {}
  let cancelJoinTimeout = () => {}
  let leaving = false
  const stopNetwork = world.onNetwork((online) => (online ? retryNow() : networkLost()))

  const isOver = () => leaving || !['connecting', 'joined', 'reconnecting'].includes(current.status.phase)

  function change(fields: Partial<RoomSnapshot>): void {
    current = { ...current, ...fields }
    for (const listener of [...listeners]) listener()
  }

  function emit(event: RoomEvent): void {
    for (const listener of [...eventListeners]) listener(event)
  }

  const transmit = (frame: FromParticipant) => {
    if (socket?.readyState === socketOpen) socket.send(JSON.stringify(frame))
  }

  function open(): void {
    cancelRetry()
    const opened = world.open(options.url)
    socket = opened
    // A handshake or an answer that never comes is as good as a lost connection.
    cancelJoinTimeout = world.later(joinTimeout, () => lost(opened))
    opened.onopen = () => {
      const ticket = options.tickets.read()
      transmit({
        type: 'join',
        ...(name !== undefined && { name }),
        ...(options.token !== undefined && { token: options.token }),
        ...(ticket !== null && { ticket }),
        ...devices,
      })
    }
    opened.onmessage = ({ data }) => {
      if (socket === opened && typeof data === 'string') hear(data)
    }
    opened.onclose = ({ code }) => {
      if (socket !== opened) return
      if (code === replacedCode) finish({ phase: 'replaced' })
      else lost(opened)
    }
  }

  function lost(which: Socket): void {
    if (socket !== which || isOver()) return
    socket = null
    which.close()
    cancelJoinTimeout()
    lostAt ??= world.now()
    watchOffline()
    const offline = 'offline' in current.status && current.status.offline
    change({ status: { phase: current.sessionId ? 'reconnecting' : 'connecting', offline } })
    const wait = Math.min(backOff.first * 2 ** attempts, backOff.most) * (0.5 + world.random() / 2)
    attempts += 1
    cancelRetry = world.later(wait, open)
  }

  function networkLost(): void {
    if (socket) lost(socket)
  }

  /** The network is back: an attempt made without it may hang, so it is not waited for. */
  function retryNow(): void {
    if (current.status.phase === 'joined' || isOver()) return
    const hanging = socket
    socket = null
    hanging?.close()
    cancelJoinTimeout()
    attempts = 0
    open()
  }

  function watchOffline(): void {
    cancelOffline()
    if (lostAt === null) return
    cancelOffline = world.later(Math.max(0, lostAt + offlineAfter - world.now()), () => {
      const { phase } = current.status
      if (phase === 'connecting' || phase === 'reconnecting') change({ status: { phase, offline: true } })
    })
  }

  function hear(text: string): void {
    const frame = readFrame(text)
    if (!frame) return
    switch (frame.type) {
      case 'joined':
        joined(frame)
        break
      case 'refused':
        // A full or busy room may have a place later; otherwise the ticket opens nothing any more.
        if (frame.reason !== 'full' && frame.reason !== 'busy') options.tickets.write(null)
        finish({ phase: 'refused', reason: frame.reason, message: frame.message })
        break
      case 'ended':
        options.tickets.write(null)
        finish({ phase: 'ended', reason: frame.reason })
        break
      case 'participant-joined':
      case 'participant-updated':
        change({ participants: withParticipant(current.participants, frame.participant) })
        emit(frame)
        break
      case 'participant-left':
        change({ participants: withoutParticipant(current.participants, frame.participant.session_id) })
        emit(frame)
        break
      case 'app-message': {
        const said = captionOf(frame, current.participants)
        if (said && current.captions.some(({ seq }) => seq === said.seq)) return
        if (said) change({ captions: withCaptions(current.captions, [said]) })
        emit(frame)
        break
      }
    }
  }

  function joined(frame: Extract<FromStudio, { type: 'joined' }>): void {
    cancelJoinTimeout()
    cancelOffline()
    attempts = 0
    lostAt = null
    options.tickets.write(frame.ticket)
    const before = new Map(current.participants.map((person) => [person.session_id, person]))
    change({
      status: { phase: 'joined' },
      sessionId: frame.session_id,
      room: frame.room,
      participants: frame.participants,
      captions: withCaptions(current.captions, frame.captions),
    })
    // Who came and went while we were away.
    if (before.size === 0) return
    for (const participant of frame.participants) {
      const type = before.delete(participant.session_id) ? 'participant-updated' : 'participant-joined'
      emit({ type, participant })
    }
    for (const participant of before.values()) emit({ type: 'participant-left', participant })
  }

  function finish(status: RoomStatus): void {
    cancelRetry()
    cancelOffline()
    cancelJoinTimeout()
    stopNetwork()
    const closing = socket
    socket = null
    closing?.close()
    change({ status })
  }

  async function leave(): Promise<void> {
    if (isOver()) return
    leaving = true
    if (socket?.readyState === socketOpen) {
      transmit({ type: 'leave' })
      await closed(socket)
    }
    finish({ phase: 'left' })
  }

  /** The studio closes the connection once it has taken the goodbye; a lost one is not waited for. */
  function closed(leavingBy: Socket): Promise<void> {
    return new Promise((resolve) => {
      leavingBy.onclose = () => resolve()
      world.later(goodbyeTimeout, resolve)
    })
  }

  open()
  watchOffline()
  return {
    snapshot: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onEvent(listener) {
      eventListeners.add(listener)
      return () => eventListeners.delete(listener)
    },
    send(data, to = '*') {
      const frame: FromParticipant = { type: 'app-message', to, data }
      const fits = new TextEncoder().encode(JSON.stringify(frame)).length <= largestFrame
      if (!fits || current.status.phase !== 'joined' || socket?.readyState !== socketOpen) return false
      transmit(frame)
      return true
    },
    setDevices(next) {
      if (next.audio === devices.audio && next.video === devices.video) return
      Object.assign(devices, next)
      if (current.status.phase === 'joined') transmit({ type: 'devices', ...devices })
    },
    rename(next) {
      name = next
      if (current.status.phase === 'joined') transmit({ type: 'rename', name: next })
    },
    leave,
    drop() {
      // Whoever drops it knows; nobody is to take it for a goodbye.
      listeners.clear()
      eventListeners.clear()
      if (!isOver()) finish({ phase: 'left' })
    },
  }
}

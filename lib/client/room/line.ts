import { type FromParticipant, replacedCode } from '@/lib/protocol/room'
import type { Socket, World } from './world'

const socketOpen = 1
/** Milliseconds: the first wait before trying again, and the longest. */
const backOff = { first: 250, most: 5000 }
/** Milliseconds a new socket has to bring the answer to `join`. */
const joinTimeout = 10_000
/** Milliseconds without a connection after which a person is told. */
const offlineAfter = 25_000
/** Milliseconds that the answer to a goodbye may take, and that a lost line may take to be back to say it. */
const goodbyeTimeout = { answer: 5000, line: 10_000 }
const goingCode = 1000
/** Close codes that say: back in a moment. */
const restartCodes = [1012, 1013]

type Options = {
  /** `ws:` or `wss:` address of the room. */
  url: string
  world: World
  /** Connected: the time to say who joins. */
  opened(): void
  heard(text: string): void
  /** Lost, and tried again by itself; `restarting` when the other side said that it is about to be back. */
  lost(restarting: boolean): void
  /** Nothing has been heard for so long that a person should know. */
  offline(): void
  /** Our place was taken from another tab. */
  replaced(): void
}

/** The WebSocket to a room, opened again whenever it is lost, until it is ended. */
export type Line = {
  isOpen(): boolean
  /** Says nothing when there is no connection. */
  send(frame: FromParticipant): void
  /** The answer to `join` has come. */
  joined(): void
  /**
   * Resolves when the other side has closed the connection upon `frame`, or after five seconds. Where the line is lost, it
   * is said once we are in again, if that is within ten seconds: a place nobody left would be kept for a return.
   */
  goodbye(frame: FromParticipant): Promise<void>
  end(): void
}

/** Opens the line at once. Of all it is told, nothing is told after `end`. */
export function openLine({ url, world, opened, heard, lost, offline, replaced }: Options): Line {
  let socket: Socket | null = null
  let attempts = 0
  let isIn = false
  let wasIn = false
  let isOver = false
  let farewell: FromParticipant | null = null
  let parted = () => {}
  let cancelParting = () => {}
  let lostAt: number | null = world.now()
  let cancelRetry = () => {}
  let cancelOffline = () => {}
  let cancelJoinTimeout = () => {}
  const stopNetwork = world.onNetwork((online) => (online ? retryNow() : networkLost()))

  const isOpen = () => socket?.readyState === socketOpen
  const send = (frame: FromParticipant) => {
    if (isOpen()) socket?.send(JSON.stringify(frame))
  }

  function open(): void {
    cancelRetry()
    const opening = world.open(url)
    socket = opening
    // A handshake or an answer that never comes is as good as a lost connection.
    cancelJoinTimeout = world.later(joinTimeout, () => giveUp(opening, false))
    opening.onopen = () => {
      if (socket === opening) opened()
    }
    opening.onmessage = ({ data }) => {
      if (socket === opening && typeof data === 'string') heard(data)
    }
    opening.onclose = ({ code }) => {
      if (socket !== opening) return
      if (code === replacedCode) replaced()
      else if (farewell && (code === goingCode || !wasIn)) parted()
      else giveUp(opening, restartCodes.includes(code))
    }
  }

  function giveUp(which: Socket, restarting: boolean): void {
    if (socket !== which || isOver) return
    const fell = isIn
    socket = null
    isIn = false
    which.close()
    cancelJoinTimeout()
    lostAt ??= world.now()
    watchOffline()
    lost(restarting)
    if (farewell && fell) partWithin(goodbyeTimeout.line)
    const wait = Math.min(backOff.first * 2 ** attempts, backOff.most) * (0.5 + world.random() / 2)
    attempts += 1
    cancelRetry = world.later(wait, open)
  }

  function networkLost(): void {
    if (socket) giveUp(socket, false)
  }

  /** The network is back: an attempt made without it may hang, so it is not waited for. */
  function retryNow(): void {
    if (isIn || isOver) return
    const hanging = socket
    socket = null
    hanging?.close()
    cancelJoinTimeout()
    attempts = 0
    open()
  }

  function watchOffline(): void {
    cancelOffline()
    if (lostAt !== null)
      cancelOffline = world.later(Math.max(0, lostAt + offlineAfter - world.now()), offline)
  }

  function sayGoodbye(frame: FromParticipant): void {
    send(frame)
    partWithin(goodbyeTimeout.answer)
  }

  function partWithin(ms: number): void {
    cancelParting()
    cancelParting = world.later(ms, parted)
  }

  open()
  watchOffline()
  return {
    isOpen,
    send,
    joined() {
      isIn = true
      wasIn = true
      attempts = 0
      lostAt = null
      cancelJoinTimeout()
      cancelOffline()
      if (farewell) sayGoodbye(farewell)
    },
    goodbye(frame) {
      farewell = frame
      return new Promise((resolve) => {
        parted = resolve
        if (isOpen() && (isIn || !wasIn)) return sayGoodbye(frame)
        if (!wasIn) return resolve()
        partWithin(goodbyeTimeout.line)
        retryNow()
      })
    },
    end() {
      isOver = true
      cancelParting()
      parted()
      cancelRetry()
      cancelOffline()
      cancelJoinTimeout()
      stopNetwork()
      const closing = socket
      socket = null
      closing?.close()
    },
  }
}

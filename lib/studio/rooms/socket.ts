import type { WebSocket } from 'ws'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { type FromParticipant, type FromStudio, fromParticipant, type Refusal } from '@/lib/protocol/room'
import type { Connection } from '@/lib/studio/rooms/audience'
import type { Door } from '@/lib/studio/rooms/door'
import { createPace } from '@/lib/studio/rooms/pace'
import { refusalInWords } from '@/lib/studio/rooms/refusals'
import type { Seat } from '@/lib/studio/rooms/seat'

/** Milliseconds within which the first frame has to say who joins. */
const joinTimeout = 10_000
const pingInterval = 5000
/** Milliseconds after which a ping without an answer means that the other side is gone. */
const pingTimeout = 10_000
/** Frames; a large frame counts as several. */
const framePace = { perSecond: 50, burst: 100 }
const bytesPerUnit = 8192
/** Bytes that may wait for a slow browser before its connection is given up. */
const mostBuffered = 4 * 1024 * 1024

const closeCodes = { going: 1000, malformed: 1007, refused: 1008, later: 1013 }

type Visit = { conversationId: string; address: string; door: Door; clock: Clock; log: Log }

/** Serves one participant's WebSocket until it closes: join first, then frames, with pings to notice a dead line. */
export function serveSocket(socket: WebSocket, { conversationId, address, door, clock, log }: Visit): void {
  let stage: 'new' | 'joining' | 'in' | 'over' = 'new'
  let seat: Seat | null = null
  let unansweredSince: Date | null = null
  const mayPass = createPace(framePace, clock)
  const after = (ms: number) => new Date(clock.now().getTime() + ms)

  const connection: Connection = {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > mostBuffered) return socket.terminate()
      socket.send(JSON.stringify(frame satisfies FromStudio))
    },
    close(code, reason) {
      stage = 'over'
      socket.close(code, reason)
    },
  }

  /** Ends a connection that misbehaves; its participant may come back by another one. */
  function drop(code: number, reason: string): void {
    connection.close(code, reason)
    seat?.lost(clock.now())
  }

  function refuse(reason: Refusal): void {
    connection.send({ type: 'refused', reason, message: refusalInWords[reason] })
    drop(reason === 'protocol' ? closeCodes.malformed : closeCodes.refused, reason)
  }

  async function join(frame: Extract<FromParticipant, { type: 'join' }>): Promise<void> {
    stage = 'joining'
    joinAlarm.cancel()
    const visit = { conversationId, address, join: frame, connection }
    const answer = await door.enter(visit, () => stage === 'joining')
    if (answer === 'later') return drop(closeCodes.later, 'the room is not open yet')
    if (typeof answer === 'string') {
      if (stage === 'joining') refuse(answer)
      return
    }
    seat = answer
    if (stage === 'joining') stage = 'in'
    else seat.lost(clock.now())
  }

  async function receive(data: string): Promise<void> {
    const frame = read(data)
    if (!frame) return refuse('protocol')
    if (stage === 'new') {
      if (frame.type === 'join') await join(frame)
      else refuse('protocol')
    } else if (stage === 'in' && frame.type !== 'join') {
      seat?.hear(frame)
    } else if (frame.type === 'join') {
      refuse('protocol')
    } else if (frame.type === 'leave') {
      connection.close(closeCodes.going, 'left')
    }
  }

  function ping() {
    const now = clock.now()
    if (unansweredSince && now.getTime() - unansweredSince.getTime() >= pingTimeout) return socket.terminate()
    unansweredSince ??= now
    socket.ping()
    pingAlarm = clock.alarm(after(pingInterval), ping)
  }

  const joinAlarm = clock.alarm(after(joinTimeout), () => refuse('protocol'))
  let pingAlarm = clock.alarm(after(pingInterval), ping)

  socket.on('pong', () => {
    unansweredSince = null
  })
  socket.on('message', (data, isBinary) => {
    unansweredSince = null
    if (stage === 'over') return
    const bytes = (data as Buffer).length
    if (!mayPass(1 + Math.floor(bytes / bytesPerUnit))) {
      return drop(closeCodes.refused, 'too many messages')
    }
    if (isBinary) return refuse('protocol')
    receive(String(data)).catch((error) => {
      log.error({ error, conversation: conversationId }, 'A message of a participant could not be handled.')
      refuse('protocol')
    })
  })
  socket.on('error', (error) => log.debug({ error, conversation: conversationId }, 'A connection failed.'))
  socket.on('close', () => {
    joinAlarm.cancel()
    pingAlarm.cancel()
    stage = 'over'
    // When the line went dead is nearer to the first ping without an answer than to when it was given up.
    seat?.lost(unansweredSince ?? clock.now())
  })
}

/** A frame as the protocol has it; null for anything else. */
function read(data: string): FromParticipant | null {
  try {
    return fromParticipant.safeParse(JSON.parse(data)).data ?? null
  } catch {
    return null
  }
}

import type { Clock } from '@/lib/platform/clock'
import { type FromParticipant, type FromStudio, fromParticipant, largestFrame } from '@/lib/protocol/room'
import { isForReplica } from '@/lib/studio/replica/inbox'
import type { Attendance } from '@/lib/studio/rooms/attendance'
import type { Audience, Connection } from '@/lib/studio/rooms/audience'
import { cleanName } from '@/lib/studio/rooms/name'
import { createPace } from '@/lib/studio/rooms/pace'
import { refused, shownLine, shownPerson } from '@/lib/studio/rooms/shown'
import type { Stage } from '@/lib/studio/rooms/stage'

/** Messages for the replica that one connection may send. */
const interactionPace = { perSecond: 2, burst: 20 }
const renamePace = { perSecond: 1, burst: 5 }
const connectPace = { perSecond: 0.5, burst: 10 }
/** Messages over the data channel. */
const channelPace = { perSecond: 50, burst: 100 }

/** A participant's place: what the connection hands to the room. */
export type Seat = {
  hear(frame: Exclude<FromParticipant, { type: 'join' }>): void
  /** The connection is gone since `at`, without a word. */
  lost(at: Date): void
}

type Options = {
  conversationId: string
  sessionId: string
  connection: Connection
  replicaSessionId: string
  audience: Audience
  attendance: Attendance
  stage: Stage
  clock: Clock
  reportPresence(): void
  /** The replica says hello, if it has not. */
  greet(): void
  /** The place is kept for a while, unless the room closes. */
  lost(at: Date): void
}

/** The place of one participant at one connection. A connection that does not hold it any more has no say. */
export function createSeat(options: Options): Seat {
  const { conversationId, sessionId, connection, replicaSessionId, audience, attendance, stage, clock } =
    options
  const { replica, media } = stage
  const mayInteract = createPace(interactionPace, clock)
  const mayRename = createPace(renamePace, clock)
  const mayConnect = createPace(connectPace, clock)
  const mayPass = createPace(channelPace, clock)
  const holds = () => audience.holds(sessionId, connection)

  function message(to: string, data: unknown): void {
    const frame: FromStudio = { type: 'app-message', from: sessionId, data }
    if (to === '*') audience.tellAll(frame, sessionId)
    else if (to !== sessionId) audience.tell(to, frame)
    if ((to !== '*' && to !== replicaSessionId) || !isForReplica(data)) return
    const refusal = mayInteract()
      ? replica.hear(data, { name: attendance.find(sessionId)?.name ?? cleanName(null), sessionId })
      : 'These are too many messages at once. Try again in a moment.'
    if (!refusal) return
    const answer = refused(conversationId, refusal)
    audience.tell(sessionId, { type: 'app-message', from: replicaSessionId, data: answer })
  }

  function connect(): void {
    media.join(sessionId, {
      signal: (signal) => connection.send(signal),
      connected() {
        stage.watched()
        options.greet()
      },
      message(text) {
        const frame = holds() && mayPass() ? readMessage(text) : null
        if (frame) message(frame.to, frame.data)
      },
      // Its channel may have swallowed some of what was said.
      failed: () => connection.send({ type: 'captions', captions: replica.lines().map(shownLine) }),
    })
    const person = attendance.find(sessionId)
    if (person) media.setSending(sessionId, person)
  }

  function updated(): void {
    const person = attendance.find(sessionId)
    if (person) audience.tellAll({ type: 'participant-updated', participant: shownPerson(person) })
  }

  function leave(): void {
    audience.remove(sessionId)
    stage.left(sessionId)
    attendance.leave(sessionId, clock.now())
    const person = attendance.find(sessionId)
    if (person) audience.tellAll({ type: 'participant-left', participant: shownPerson(person) })
    options.reportPresence()
    connection.close(1000, 'left')
  }

  return {
    hear(frame) {
      if (!holds()) return
      switch (frame.type) {
        case 'app-message':
          return message(frame.to, frame.data)
        case 'connect':
          if (mayConnect()) connect()
          return
        case 'no-media':
          return options.greet()
        case 'answer':
        case 'candidate':
          return media.signal(sessionId, frame)
        case 'recognition':
          return stage.recognition(sessionId, frame.on)
        case 'heard':
          return stage.heard(sessionId, frame)
        case 'devices': {
          const devices = { ...frame, screen: frame.screen ?? false }
          attendance.devices(sessionId, devices)
          media.setSending(sessionId, devices)
          return updated()
        }
        case 'rename':
          // Each one is reported and stored, so somebody who plays with it is not followed.
          if (!mayRename()) return
          attendance.rename(sessionId, cleanName(frame.name))
          updated()
          return options.reportPresence()
        case 'leave':
          return leave()
      }
    },
    lost(at) {
      if (!holds()) return
      audience.remove(sessionId)
      options.lost(at)
      updated()
      options.reportPresence()
    },
  }
}

/** An app-message as it comes over a data channel; null for anything else. */
function readMessage(text: string): Extract<FromParticipant, { type: 'app-message' }> | null {
  if (text.length > largestFrame) return null
  try {
    const { data: frame } = fromParticipant.safeParse(JSON.parse(text))
    return frame?.type === 'app-message' ? frame : null
  } catch {
    return null
  }
}

import { randomUUID } from 'node:crypto'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { interactionTypes } from '@/lib/protocol/interactions'
import type { FromStudio, Refusal, RoomRecording } from '@/lib/protocol/room'
import type { Holder, PresenceReport, RoomDescription, FromStudio as ToParent } from '@/lib/protocol/studio'
import { isForReplica } from '@/lib/studio/replica/inbox'
import { createAttendance } from '@/lib/studio/rooms/attendance'
import { type Connection, createAudience } from '@/lib/studio/rooms/audience'
import { cleanName } from '@/lib/studio/rooms/name'
import { createOutbox } from '@/lib/studio/rooms/outbox'
import { createReturns } from '@/lib/studio/rooms/returns'
import { createSeat, type Seat } from '@/lib/studio/rooms/seat'
import {
  failed,
  notUnderstood,
  replicaJoined,
  shownLine,
  shownPerson,
  shownReplica,
  shownRoom,
  shutDown,
} from '@/lib/studio/rooms/shown'
import { createStage, type StudioParts } from '@/lib/studio/rooms/stage'
import { makeTicket, readTicket } from '@/lib/studio/rooms/ticket'

/** Milliseconds after which the replica greets, though nobody's media has come up. */
const greetTimeout = 3000
/** Milliseconds a closing room waits for its lines to be taken. */
const closingTimeout = 5000
/** Connections at once, where the conversation names no limit. */
const mostConnected = 200
/** People who may ever join one conversation, so that its presence stays small enough to be reported whole. */
const mostPeople = 1000
/** Who comes in, once the door has looked at ticket and token. */
export type Entrant = {
  /** The place a ticket returns to. */
  sessionId: string | null
  name: string | undefined
  admitted: { tokenId: string; name: string | null; accountId: string | null } | null
  audio: boolean
  video: boolean
  screen: boolean
  /** Wants to see and hear. */
  media: boolean
}

export type Room = {
  description: RoomDescription
  enter(connection: Connection, entrant: Entrant): Seat | Refusal
  /** Gives the replica a message from outside. Returns null, or in words why it was not taken. */
  interact(message: unknown): string | null
  snapshot(): PresenceReport
  /** Whose place the ticket returns to; null when it is none of this room's. */
  holder(ticket: string): Holder | null
  /** Everybody is told, those who join later too. */
  announce(recording: RoomRecording | null): void
  takenPresence(version: number): void
  takenLine(seq: number, revision: number): void
  takenTurn(turn: number, revision: number): void
  takenProblem(number: number): void
  takenGreeted(): void
  takenContext(version: number): void
  /** Tells everybody, closes their connections and waits up to 5 s until what was said was taken. */
  close(reason: string): Promise<void>
}

type Options = {
  description: RoomDescription
  parts: StudioParts
  ticketKey: string
  clock: Clock
  log: Log
  tell(message: ToParent): void
}

/** Opens the room of one conversation: who is in it, what they tell each other, and the replica. No sockets here. */
export function createRoom({ description, parts, ticketKey, clock, log, tell }: Options): Room {
  const { conversationId, resume } = description
  const opened = clock.now()
  const attendance = createAttendance(resume.report, opened)
  const outbox = createOutbox(clock, tell)
  const replicaSessionId = randomUUID()
  let closing: Promise<void> | null = null
  let greeting: { cancel(): void } | null = null
  let recording: RoomRecording | null = null
  let contextVersion = 0
  let problems = 0
  const ageOf = (instant: Date) => clock.now().getTime() - instant.getTime()

  /** The place of somebody lost is kept for a while; then the others see them leave. */
  const returns = createReturns(clock, (sessionId) => {
    attendance.giveUp(sessionId)
    const person = attendance.find(sessionId)
    if (person) audience.tellAll({ type: 'participant-left', participant: shownPerson(person) })
  })
  const stage = createStage({
    parts,
    description,
    replicaSessionId,
    lines: resume.lines.map(({ age, ...line }) => ({ ...line, at: new Date(opened.getTime() - age) })),
    clock,
    log,
    told: (message) => audience.tellAll(fromReplica(message)),
    activeSpeaker: (sessionId) => audience.tellAll({ type: 'active-speaker', session_id: sessionId }),
    notUnderstood: (sessionId) => audience.tell(sessionId, fromReplica(notUnderstood(conversationId))),
    nameOf: (sessionId) => attendance.find(sessionId)?.name ?? cleanName(null),
    learned(context) {
      contextVersion += 1
      const version = contextVersion
      outbox.tell('context', () => ({ type: 'context', conversationId, version, context }))
    },
    said({ at, ...line }) {
      const make = () => ({ type: 'line' as const, conversationId, line: { ...line, age: ageOf(at) } })
      outbox.tell(`line ${line.seq}`, make, line.revision)
    },
    turned({ at, ...turn }) {
      const make = () => ({ type: 'turn' as const, conversationId, turn: { ...turn, age: ageOf(at) } })
      outbox.tell(`turn ${turn.turn}`, make, turn.revision)
    },
    problem(part, message) {
      const at = clock.now()
      problems += 1
      const number = problems
      outbox.tell(`problem ${number}`, () => ({
        type: 'problem',
        conversationId,
        number,
        problem: { part, message, age: ageOf(at) },
      }))
      // Whoever may look at the workspace; guests hear what the replica says instead.
      for (const { sessionId, accountId } of attendance.shown())
        if (accountId !== null)
          audience.tell(sessionId, fromReplica(failed(conversationId, { part, message })))
    },
  })
  const { replica, media } = stage
  const audience = createAudience(media.sendMessage)
  for (const person of attendance.shown()) returns.await(person.sessionId)
  if (!replica.greeted()) replica.prepare(description.greeting)
  else if (!resume.greeted) tellGreeted()

  function fromReplica(data: unknown): FromStudio {
    return { type: 'app-message', from: replicaSessionId, data }
  }

  function reportPresence(): void {
    outbox.tell('presence', () => ({
      type: 'presence',
      conversationId,
      report: attendance.report(clock.now()),
    }))
  }

  function whyNot({ sessionId, admitted }: Entrant): Refusal | null {
    if (closing) return 'ended'
    const before = sessionId === null ? undefined : attendance.find(sessionId)
    if (sessionId === null && admitted && attendance.tokenUsed(admitted.tokenId)) return 'token-used'
    const places = description.maxParticipants === null ? mostConnected : description.maxParticipants - 1
    const shown = attendance.shown()
    if (!shown.some((person) => person.sessionId === before?.sessionId) && shown.length >= places)
      return 'full'
    return !before && attendance.size() >= mostPeople ? 'busy' : null
  }

  function enter(connection: Connection, entrant: Entrant): Seat | Refusal {
    const refusal = whyNot(entrant)
    if (refusal) return refusal
    const sessionId = entrant.sessionId ?? randomUUID()
    const before = attendance.find(sessionId)
    const wasShown = attendance.shown().some((person) => person.sessionId === sessionId)
    const given = entrant.admitted?.name ?? entrant.name ?? before?.name
    const person = attendance.enter(
      {
        sessionId,
        name: cleanName(given),
        accountId: entrant.admitted?.accountId ?? null,
        tokenId: entrant.admitted?.tokenId ?? null,
        audio: entrant.audio,
        video: entrant.video,
        screen: entrant.screen,
      },
      clock.now(),
    )
    returns.settle(sessionId)
    audience.add(sessionId, connection)

    connection.send({
      type: 'joined',
      session_id: sessionId,
      ticket: makeTicket(ticketKey, conversationId, sessionId),
      participants: [
        shownReplica(description, replicaSessionId, opened),
        ...attendance.shown().map(shownPerson),
      ],
      captions: replica.lines().map(shownLine),
      ice_servers: parts.iceServers,
      room: shownRoom(description, person, recording),
    })
    if (!before) for (const told of replicaJoined(description)) connection.send(fromReplica(told))
    audience.tellAll(
      { type: wasShown ? 'participant-updated' : 'participant-joined', participant: shownPerson(person) },
      sessionId,
    )
    reportPresence()
    const seat = createSeat({
      conversationId,
      sessionId,
      connection,
      replicaSessionId,
      audience,
      attendance,
      stage,
      clock,
      reportPresence,
      greet,
      lost(at) {
        if (closing) return
        stage.left(sessionId)
        attendance.lose(sessionId, at)
        returns.await(sessionId)
      },
    })
    // A place that is taken over keeps nothing of the connection it had.
    media.leave(sessionId)
    if (entrant.media) {
      seat.hear({ type: 'connect' })
      greeting ??= clock.alarm(new Date(clock.now().getTime() + greetTimeout), greet)
    } else {
      greet()
    }
    return seat
  }

  function greet(): void {
    greeting?.cancel()
    if (replica.greeted() || closing) return
    replica.greet(description.greeting)
    tellGreeted()
  }

  function tellGreeted(): void {
    outbox.tell('greeted', () => ({ type: 'greeted', conversationId }))
  }

  async function finish(reason: string): Promise<void> {
    greeting?.cancel()
    returns.stop()
    audience.tellAll(fromReplica(shutDown(description, reason)))
    audience.tellAll({ type: 'ended', reason })
    audience.dismiss('ended')
    await stage.stop()
    outbox.repeat()
    await outbox.emptied('line ', closingTimeout)
    outbox.stop()
  }

  return {
    description,
    enter,
    interact(message) {
      if (closing) return 'The conversation has ended.'
      if (!isForReplica(message)) return `The replica takes ${interactionTypes.join(', ')}.`
      // The message does not say who sent it: in a conversation of two there is only one who can have.
      const [only, ...others] = attendance.shown()
      const name = only && others.length === 0 ? only.name : 'Operator'
      return replica.hear(message, { name, sessionId: null })
    },
    snapshot: () => attendance.report(clock.now()),
    holder(ticket) {
      const sessionId = readTicket(ticketKey, conversationId, ticket)
      const person = sessionId === null ? undefined : attendance.find(sessionId)
      if (!person) return null
      const { name, accountId } = person
      return { sessionId: person.sessionId, name, accountId, present: attendance.shown().includes(person) }
    },
    announce(now) {
      recording = now
      audience.tellAll({ type: 'recording', recording })
    },
    takenPresence(version) {
      if (version >= attendance.version()) outbox.taken('presence')
    },
    takenLine: (seq, revision) => outbox.taken(`line ${seq}`, revision),
    takenTurn: (turn, revision) => outbox.taken(`turn ${turn}`, revision),
    takenProblem: (number) => outbox.taken(`problem ${number}`),
    takenGreeted: () => outbox.taken('greeted'),
    takenContext(version) {
      if (version >= contextVersion) outbox.taken('context')
    },
    close(reason) {
      closing ??= finish(reason)
      return closing
    },
  }
}

import { randomUUID } from 'node:crypto'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { InteractionRefused, UtteranceMessage } from '@/lib/protocol/interactions'
import { type FromParticipant, type FromStudio, type Refusal, replacedCode } from '@/lib/protocol/room'
import type { PresenceReport, RoomDescription, FromStudio as ToParent } from '@/lib/protocol/studio'
import { createReplica, isForReplica, type Responder } from '@/lib/studio/replica/replica'
import { createAttendance } from '@/lib/studio/rooms/attendance'
import { cleanName } from '@/lib/studio/rooms/name'
import { createOutbox } from '@/lib/studio/rooms/outbox'
import { createPace } from '@/lib/studio/rooms/pace'
import { refused, shownLine, shownPerson, shownReplica, shownRoom } from '@/lib/studio/rooms/shown'
import { makeTicket } from '@/lib/studio/rooms/ticket'

/** Milliseconds for which the place of somebody whose connection was lost is kept. */
const returnTimeout = 15_000
/** Milliseconds a closing room waits for its lines to be taken. */
const closingTimeout = 5000
/** Connections at once, where the conversation names no limit. */
const mostConnected = 200
/** People who may ever join one conversation, so that its presence stays small enough to be reported whole. */
const mostPeople = 1000
/** Messages for the replica that one connection may send. */
const interactionPace = { perSecond: 2, burst: 20 }
const renamePace = { perSecond: 1, burst: 5 }

/** The way to one participant's browser. */
export type Connection = {
  send(frame: FromStudio): void
  /** Ends it; nothing is sent after. */
  close(code: number, reason: string): void
}

/** Who comes in, once the door has looked at ticket and token. */
export type Entrant = {
  /** The place a ticket returns to. */
  sessionId: string | null
  name: string | undefined
  admitted: { tokenId: string; name: string | null; accountId: string | null } | null
  audio: boolean
  video: boolean
}

/** A participant's place: what the connection hands to the room. */
export type Seat = {
  hear(frame: Exclude<FromParticipant, { type: 'join' }>): void
  /** The connection is gone since `at`, without a word. */
  lost(at: Date): void
}

export type Room = {
  description: RoomDescription
  enter(connection: Connection, entrant: Entrant): Seat | Refusal
  /** Gives the replica a message from outside. Returns null, or in words why it was not taken. */
  interact(message: unknown): string | null
  snapshot(): PresenceReport
  takenPresence(version: number): void
  takenLine(seq: number): void
  takenGreeted(): void
  /** Tells everybody, closes their connections and waits up to 5 s until what was said was taken. */
  close(reason: string): Promise<void>
}

type Options = {
  description: RoomDescription
  responder: Responder
  ticketKey: string
  clock: Clock
  log: Log
  tell(message: ToParent): void
}

/** Opens the room of one conversation: who is in it, what they tell each other, and the replica. No sockets here. */
export function createRoom({ description, responder, ticketKey, clock, log, tell }: Options): Room {
  const { conversationId, cast, resume } = description
  const opened = clock.now()
  const attendance = createAttendance(resume.report, opened)
  const connections = new Map<string, Connection>()
  const waits = new Map<string, { cancel(): void }>()
  const outbox = createOutbox(clock, tell)
  const replicaSessionId = randomUUID()
  let closing: Promise<void> | null = null

  const replica = createReplica({
    conversationId,
    name: cast.replica.name,
    responder,
    lines: resume.lines.map(({ age, ...line }) => ({ ...line, at: new Date(opened.getTime() - age) })),
    greeted: resume.greeted,
    clock,
    log,
    said(line, message) {
      const { at, ...fields } = line
      outbox.tell(`line ${line.seq}`, () => ({
        type: 'line',
        conversationId,
        line: { ...fields, age: clock.now().getTime() - at.getTime() },
      }))
      broadcast(fromReplica(message))
    },
  })
  for (const person of attendance.shown()) awaitReturn(person.sessionId)
  if (replica.greeted() && !resume.greeted) tellGreeted()

  function fromReplica(data: UtteranceMessage | InteractionRefused): FromStudio {
    return { type: 'app-message', from: replicaSessionId, data }
  }

  function broadcast(frame: FromStudio, exceptSessionId?: string): void {
    for (const [sessionId, connection] of [...connections]) {
      if (sessionId !== exceptSessionId) connection.send(frame)
    }
  }

  function reportPresence(): void {
    outbox.tell('presence', () => ({
      type: 'presence',
      conversationId,
      report: attendance.report(clock.now()),
    }))
  }

  /** Keeps the place of somebody lost for 15 s; then the others see them leave. */
  function awaitReturn(sessionId: string): void {
    const until = new Date(clock.now().getTime() + returnTimeout)
    stopAwaiting(sessionId)
    waits.set(
      sessionId,
      clock.alarm(until, () => {
        waits.delete(sessionId)
        attendance.giveUp(sessionId)
        const person = attendance.find(sessionId)
        if (person) broadcast({ type: 'participant-left', participant: shownPerson(person) })
      }),
    )
  }

  function stopAwaiting(sessionId: string): void {
    waits.get(sessionId)?.cancel()
    waits.delete(sessionId)
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
      },
      clock.now(),
    )
    stopAwaiting(sessionId)
    const replaced = connections.get(sessionId)
    connections.set(sessionId, connection)
    replaced?.close(replacedCode, 'joined again elsewhere')

    connection.send({
      type: 'joined',
      session_id: sessionId,
      ticket: makeTicket(ticketKey, conversationId, sessionId),
      participants: [
        shownReplica(cast.replica, replicaSessionId, opened),
        ...attendance.shown().map(shownPerson),
      ],
      captions: replica.lines().map(shownLine),
      room: shownRoom(description),
    })
    broadcast(
      { type: wasShown ? 'participant-updated' : 'participant-joined', participant: shownPerson(person) },
      sessionId,
    )
    reportPresence()
    greet()
    return seat(sessionId, connection)
  }

  function greet(): void {
    if (replica.greeted()) return
    replica.greet(description.greeting)
    tellGreeted()
  }

  function tellGreeted(): void {
    outbox.tell('greeted', () => ({ type: 'greeted', conversationId }))
  }

  function seat(sessionId: string, connection: Connection): Seat {
    const mayInteract = createPace(interactionPace, clock)
    const mayRename = createPace(renamePace, clock)
    /** A connection that was replaced, or has said goodbye, has no say any more. */
    const holds = () => connections.get(sessionId) === connection

    function message(to: string, data: unknown): void {
      const frame: FromStudio = { type: 'app-message', from: sessionId, data }
      if (to === '*') broadcast(frame, sessionId)
      else if (to !== sessionId) connections.get(to)?.send(frame)
      if ((to !== '*' && to !== replicaSessionId) || !isForReplica(data)) return
      const refusal = mayInteract()
        ? replica.hear(data, attendance.find(sessionId)?.name ?? cleanName(null))
        : 'These are too many messages at once. Try again in a moment.'
      if (refusal) connection.send(fromReplica(refused(conversationId, refusal)))
    }

    function updated(): void {
      const person = attendance.find(sessionId)
      if (person) broadcast({ type: 'participant-updated', participant: shownPerson(person) })
    }

    return {
      hear(frame) {
        if (!holds()) return
        switch (frame.type) {
          case 'app-message':
            return message(frame.to, frame.data)
          case 'devices':
            attendance.devices(sessionId, frame)
            return updated()
          case 'rename':
            // Each one is reported and stored, so somebody who plays with it is not followed.
            if (!mayRename()) return
            attendance.rename(sessionId, cleanName(frame.name))
            updated()
            return reportPresence()
          case 'leave': {
            connections.delete(sessionId)
            attendance.leave(sessionId, clock.now())
            const person = attendance.find(sessionId)
            if (person) broadcast({ type: 'participant-left', participant: shownPerson(person) })
            reportPresence()
            connection.close(1000, 'left')
          }
        }
      },
      lost(at) {
        if (!holds()) return
        connections.delete(sessionId)
        if (closing) return
        attendance.lose(sessionId, at)
        awaitReturn(sessionId)
        updated()
        reportPresence()
      },
    }
  }

  async function finish(reason: string): Promise<void> {
    replica.stop()
    for (const sessionId of [...waits.keys()]) stopAwaiting(sessionId)
    broadcast({ type: 'ended', reason })
    for (const connection of connections.values()) connection.close(1000, 'ended')
    connections.clear()
    outbox.repeat()
    await outbox.emptied('line ', closingTimeout)
    outbox.stop()
  }

  return {
    description,
    enter,
    interact(message) {
      if (closing) return 'The conversation has ended.'
      if (!isForReplica(message)) return 'The replica takes conversation.respond and conversation.echo.'
      // The message does not say who sent it: in a conversation of two there is only one who can have.
      const [only, ...others] = attendance.shown()
      return replica.hear(message, only && others.length === 0 ? only.name : 'Operator')
    },
    snapshot: () => attendance.report(clock.now()),
    takenPresence(version) {
      if (version >= attendance.version()) outbox.taken('presence')
    },
    takenLine: (seq) => outbox.taken(`line ${seq}`),
    takenGreeted: () => outbox.taken('greeted'),
    close(reason) {
      closing ??= finish(reason)
      return closing
    },
  }
}

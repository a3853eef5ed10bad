import {
  type FromParticipant,
  type FromStudio,
  largestFrame,
  type RoomParticipant,
} from '@/lib/protocol/room'
import { openLine } from './line'
import { createMediaLink } from './media-link'
import type { UplinkTracks } from './peer'
import {
  captionOf,
  noTracks,
  nothingMissing,
  type RoomEvent,
  type RoomSnapshot,
  type RoomStatus,
  readFrame,
  spokenOf,
  withCaptions,
  withoutParticipant,
  withoutPerson,
  withParticipant,
} from './room-state'
import type { TicketStore } from './ticket-store'
import { browserWorld, type World } from './world'

export type Connection = {
  /** The same object until something changes. */
  snapshot(): RoomSnapshot
  subscribe(listener: () => void): () => void
  onEvent(listener: (event: RoomEvent) => void): () => void
  /** Sends an app-message. Returns false, and sends nothing, when not joined or when it is too large for a frame. */
  send(data: unknown, to?: string): boolean
  /** Sends these tracks from now on, and says so to the others. */
  setTracks(tracks: UplinkTracks): void
  /** Asks for a new media connection now, where the last one failed. */
  retryMedia(): void
  /** Says whether this browser makes out its person's words by itself. */
  setRecognition(on: boolean): void
  /** Tells the room how long we waited for an answer. */
  tellHeard(heard: Omit<Extract<FromParticipant, { type: 'heard' }>, 'type'>): void
  rename(name: string): void
  /** Says goodbye and resolves when that has been sent. */
  leave(): Promise<void>
  /** Lets go without a word to anybody, listeners included, as a closed tab does. */
  drop(): void
}

/** Milliseconds for which the last words of an utterance stay to be read. */
const captionStays = 2000

export type ConnectOptions = {
  /** `ws:` or `wss:` address of the room. */
  url: string
  name?: string
  token?: string
  tracks: UplinkTracks
  tickets: TicketStore
}

/** Joins a room and stays in it across lost connections, until it leaves, is refused or the conversation ends. */
export function connect(options: ConnectOptions, world: World = browserWorld): Connection {
  const listeners = new Set<() => void>()
  const eventListeners = new Set<(event: RoomEvent) => void>()
  let tracks = options.tracks
  let told = devicesOf(tracks)
  let recognition = false
  let name = options.name
  let current: RoomSnapshot = {
    status: { phase: 'connecting', offline: false, restarting: false },
    sessionId: null,
    room: null,
    participants: [],
    media: { phase: 'off', quality: 'good', missing: nothingMissing },
    tracks: noTracks,
    activeSpeaker: null,
    spoken: null,
    captions: [],
  }
  let leaving = false
  let cancelCaption = () => {}

  const isOver = () => !['connecting', 'joined', 'reconnecting'].includes(current.status.phase)

  function change(fields: Partial<RoomSnapshot>): void {
    current = { ...current, ...fields }
    for (const listener of [...listeners]) listener()
  }

  function emit(event: RoomEvent): void {
    for (const listener of [...eventListeners]) listener(event)
  }

  const line = openLine({
    url: options.url,
    world,
    opened,
    heard: (text) => hear(text),
    lost,
    offline() {
      if ('offline' in current.status) change({ status: { ...current.status, offline: true } })
    },
    replaced: () => finish({ phase: 'replaced' }),
  })
  const link = createMediaLink({
    world,
    transmit: line.send,
    current: () => current,
    change,
    message: (text) => hear(text, true),
  })
  link.setTracks(tracks)

  /** Says which devices run where the room does not know it: some answer between our joining and its answer. */
  function tellDevices(): void {
    const now = devicesOf(tracks)
    const known = now.audio === told.audio && now.video === told.video && now.screen === told.screen
    if (known || current.status.phase !== 'joined') return
    told = now
    line.send({ type: 'devices', ...now })
  }

  function opened(): void {
    const ticket = options.tickets.read()
    told = devicesOf(tracks)
    line.send({
      type: 'join',
      ...(name !== undefined && { name }),
      ...(options.token !== undefined && { token: options.token }),
      ...(ticket !== null && { ticket }),
      ...told,
      media: link.supported,
    })
  }

  function lost(restarting: boolean): void {
    link.end()
    cancelCaption()
    const phase = current.sessionId ? 'reconnecting' : 'connecting'
    const before = 'offline' in current.status ? current.status : { offline: false, restarting: false }
    const { offline } = before
    // One more try that came to nothing is no news.
    if (current.status.phase === phase && (before.restarting || !restarting)) return
    change({
      status: { phase, offline, restarting: restarting || before.restarting },
      activeSpeaker: null,
      spoken: null,
    })
  }

  /** A frame of the studio's; over the data channel (`channel`) there are app-messages only. */
  function hear(text: string, channel = false): void {
    const frame = readFrame(text)
    if (!frame || (channel && frame.type !== 'app-message')) return
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
        change({
          participants: withoutParticipant(current.participants, frame.participant.session_id),
          tracks: withoutPerson(current.tracks, frame.participant.session_id),
        })
        emit(frame)
        break
      case 'offer':
      case 'candidate':
        link.hear(frame)
        break
      case 'active-speaker':
        change({ activeSpeaker: frame.session_id })
        emit(frame)
        break
      case 'recording':
        change({ room: current.room && { ...current.room, recording: frame.recording } })
        break
      case 'captions':
        change({ captions: withCaptions(current.captions, frame.captions) })
        break
      case 'app-message': {
        spoken(frame)
        const said = captionOf(frame, current.participants)
        const known = said && current.captions.find(({ seq }) => seq === said.seq)
        // Of what was being said when we came, only a part is known.
        if (known && (known.text === said.text || !said.text.startsWith(known.text))) return
        if (said) change({ captions: withCaptions(current.captions, [said]) })
        emit(frame)
        break
      }
    }
  }

  /** Words appear as they are spoken, and stay a moment after the last. */
  function spoken(frame: Extract<FromStudio, { type: 'app-message' }>): void {
    const words = spokenOf(frame, current.participants)
    if (!words) return
    const { interrupted, ...rest } = words
    cancelCaption()
    change({ spoken: interrupted ? null : rest })
    if (rest.final && !interrupted) cancelCaption = world.later(captionStays, () => change({ spoken: null }))
  }

  function joined(frame: Extract<FromStudio, { type: 'joined' }>): void {
    line.joined()
    options.tickets.write(frame.ticket)
    if (leaving) return
    const before = new Map(current.participants.map((person) => [person.session_id, person]))
    change({
      status: { phase: 'joined' },
      sessionId: frame.session_id,
      room: frame.room,
      participants: frame.participants,
      captions: withCaptions(current.captions, frame.captions),
    })
    link.begin(frame.ice_servers)
    if (recognition) line.send({ type: 'recognition', on: true })
    tellDevices()
    if (before.size > 0) tellWhoChanged(before, frame.participants)
    emit({ type: 'joined' })
  }

  /** Who came and went while we were away. */
  function tellWhoChanged(before: Map<string, RoomParticipant>, now: RoomParticipant[]): void {
    for (const participant of now) {
      const type = before.delete(participant.session_id) ? 'participant-updated' : 'participant-joined'
      emit({ type, participant })
    }
    for (const participant of before.values()) emit({ type: 'participant-left', participant })
  }

  function finish(status: RoomStatus): void {
    cancelCaption()
    link.end()
    line.end()
    change({ status })
  }

  async function leave(): Promise<void> {
    if (isOver() || leaving) return
    leaving = true
    await line.goodbye({ type: 'leave' })
    // The conversation may have ended meanwhile.
    if (!isOver()) finish({ phase: 'left' })
  }

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
      if (!fits || current.status.phase !== 'joined' || !line.isOpen()) return false
      if (!link.send(JSON.stringify(frame))) line.send(frame)
      return true
    },
    setTracks(next) {
      tracks = next
      link.setTracks(next)
      tellDevices()
    },
    retryMedia: () => link.retry(),
    setRecognition(on) {
      if (on === recognition) return
      recognition = on
      if (current.status.phase === 'joined') line.send({ type: 'recognition', on })
    },
    tellHeard(heard) {
      if (current.status.phase === 'joined') line.send({ type: 'heard', ...heard })
    },
    rename(next) {
      name = next
      if (current.status.phase === 'joined') line.send({ type: 'rename', name: next })
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

/** What others are told of our devices. */
const devicesOf = ({ microphone, camera, screen }: UplinkTracks) => ({
  audio: microphone !== null,
  video: camera !== null,
  screen: screen !== null,
})

import '@/lib/client/without-eval'
import type { RoomParticipant } from '@/lib/protocol/room'
import { socketAddress } from './address'
import type { RoomClientEvents } from './client-events'
import { connect } from './connection'
import { createMedia, type DeviceKind, type DeviceProblem, type MediaSnapshot, sentBy } from './media'
import type { UplinkTracks } from './peer'
import type { PersonTracks, RoomSnapshot, RoomStatus, TrackMap } from './room-state'
import type { ScreenState } from './screen-share'
import { sessionTicketStore } from './ticket-store'
import { browserWorld, type World } from './world'

/** What to send: nothing, the device that the browser chooses, the one of an id, or a track of the page's own. */
export type Source = boolean | string | MediaStreamTrack

export type JoinOptions = {
  /** The meeting link. Its room must be of the same origin as the page. */
  url: string
  name?: string
  /** The meeting token of a private room, where the link has none. */
  token?: string
  /** Devices to begin with, none by default. Joining does not wait for them. */
  audio?: Source
  video?: Source
}

/** One participant in one room: ourselves. */
export type RoomClient = {
  readonly status: RoomStatus
  /** Ours, once joined. */
  readonly sessionId: string | null
  readonly room: RoomSnapshot['room']
  readonly participants: RoomParticipant[]
  /** The tracks of everybody else by session id, as they are received: those of devices that are on. */
  readonly tracks: TrackMap
  /** What we send. */
  readonly localTracks: PersonTracks
  readonly media: RoomSnapshot['media']
  readonly devices: MediaSnapshot
  readonly captions: RoomSnapshot['captions']
  /** Calls `listener` at each event of that name; returns what ends it. */
  on<Name extends keyof RoomClientEvents>(
    name: Name,
    listener: (event: RoomClientEvents[Name]) => void,
  ): () => void
  /** Sends an app-message to one or all. Returns false when not joined, or when it is larger than 192 KiB. */
  sendAppMessage(data: unknown, to?: string): boolean
  /** Resolves to why it does not run; null when it does, or was switched off. */
  setMicrophone(source: Source): Promise<DeviceProblem | null>
  setCamera(source: Source): Promise<DeviceProblem | null>
  /** True lets the person choose what to show, which needs a click or key just before; choosing nothing is no problem. */
  setScreen(source: boolean | MediaStreamTrack): Promise<ScreenState['problem']>
  rename(name: string): void
  /** Makes a new media connection in place of the one there is. */
  retryMedia(): void
  /** Says goodbye, and lets go of all devices. */
  leave(): Promise<void>
}

/**
 * Joins a room and stays in it across lost connections, until it is left, refuses us or ends.
 * @throws Error when `url` is no meeting link of this page's origin
 */
export function joinRoom(options: JoinOptions, world: World = browserWorld): RoomClient {
  const { conversationId, token, page } = readLink(options.url)
  const listeners = new Map<string, Set<(event: never) => void>>()
  const media = createMedia()
  const detach = media.attach()
  /** Tracks of the page's own, in place of devices; they stay the page's and are not stopped. */
  let given: Partial<UplinkTracks> = {}
  const sent = (): UplinkTracks => ({ ...sentBy(media.snapshot()), ...given })

  const connection = connect(
    {
      url: socketAddress(conversationId, page),
      name: options.name,
      token: options.token ?? token,
      tracks: sent(),
      tickets: sessionTicketStore(conversationId),
    },
    world,
  )
  let before = connection.snapshot()
  let tracks = receivedTracks(before)
  let localBefore = localTracks(sent())

  function emit<Name extends keyof RoomClientEvents>(name: Name, event: RoomClientEvents[Name]): void {
    for (const listener of [...(listeners.get(name) ?? [])]) (listener as (event: unknown) => void)(event)
  }

  function tracksChanged(
    sessionId: string | null,
    from: PersonTracks,
    to: PersonTracks,
    local: boolean,
  ): void {
    for (const kind of ['audio', 'video', 'screenVideo', 'screenAudio'] as const) {
      const [gone, come] = [from[kind], to[kind]]
      if (gone === come) continue
      if (gone) emit('track-stopped', { sessionId, kind, track: gone, local })
      if (come) emit('track-started', { sessionId, kind, track: come, local })
    }
  }

  function send(): void {
    const sending = sent()
    connection.setTracks(sending)
    const [from, to] = [localBefore, localTracks(sending)]
    localBefore = to
    tracksChanged(connection.snapshot().sessionId, from, to, true)
  }

  function statusChanged(from: RoomSnapshot, { status, sessionId, participants }: RoomSnapshot): void {
    switch (status.phase) {
      case 'connecting':
        break
      case 'joined': {
        const name = from.status.phase === 'reconnecting' ? 'rejoined' : 'joined'
        emit(name, { sessionId: sessionId ?? '', participants })
        break
      }
      case 'reconnecting':
        emit('reconnecting', { offline: status.offline, restarting: status.restarting })
        break
      case 'refused':
        emit('refused', { reason: status.reason, message: status.message })
        break
      case 'ended':
        emit('ended', { reason: status.reason })
        break
      default:
        emit(status.phase, {})
    }
  }

  function roomChanged(): void {
    const [from, to] = [before, connection.snapshot()]
    before = to
    if (to.status !== from.status) statusChanged(from, to)
    if (to.media !== from.media) emit('media', to.media)
    if (to.spoken !== from.spoken) emit('spoken', { text: to.spoken?.text ?? null })
    if (to.tracks !== from.tracks || to.participants !== from.participants) {
      const earlier = tracks
      tracks = receivedTracks(to)
      for (const id of new Set([...earlier.keys(), ...tracks.keys()]))
        tracksChanged(id, earlier.get(id) ?? none, tracks.get(id) ?? none, false)
    }
    if (to.status !== from.status && !isLive(to.status)) letGo()
  }

  /** It is over: nothing is sent any more. */
  function letGo(): void {
    given = {}
    detach()
    send()
  }

  connection.subscribe(roomChanged)
  connection.onEvent((event) => {
    if (event.type === 'app-message') emit('app-message', { from: event.from, data: event.data })
    else if (event.type === 'active-speaker') emit('active-speaker', { sessionId: event.session_id })
    else if (event.type !== 'joined') emit(event.type, { participant: event.participant })
  })
  media.subscribe(() => {
    send()
    emit('devices', media.snapshot())
  })

  /** Sends a track of the page's own until it ends or something else is sent in its place; null for none. */
  function give(name: keyof UplinkTracks, track: MediaStreamTrack | null): void {
    const { [name]: _, ...others } = given
    given = track ? { ...others, [name]: track } : others
    track?.addEventListener('ended', () => {
      if (given[name] === track) give(name, null)
    })
    send()
  }

  async function set(kind: DeviceKind, source: Source): Promise<DeviceProblem | null> {
    const name = kind === 'audio' ? 'microphone' : 'camera'
    if (typeof source === 'object') {
      await media.set(kind, false)
      give(name, source)
      return null
    }
    give(name, null)
    if (typeof source === 'string') await media.choose(kind, source)
    await media.set(kind, source !== false)
    return media.snapshot()[kind].problem
  }

  async function setScreen(source: boolean | MediaStreamTrack): Promise<ScreenState['problem']> {
    give('screen', null)
    media.stopScreen()
    if (typeof source === 'object') give('screen', source)
    else if (source) await media.startScreen()
    return media.snapshot().screen.problem
  }

  if (options.audio) void set('audio', options.audio)
  if (options.video) void set('video', options.video)
  return {
    get status() {
      return connection.snapshot().status
    },
    get sessionId() {
      return connection.snapshot().sessionId
    },
    get room() {
      return connection.snapshot().room
    },
    get participants() {
      return connection.snapshot().participants
    },
    get tracks() {
      return tracks
    },
    get localTracks() {
      return localTracks(sent())
    },
    get media() {
      return connection.snapshot().media
    },
    get devices() {
      return media.snapshot()
    },
    get captions() {
      return connection.snapshot().captions
    },
    on(name, listener) {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all.add(listener))
      return () => all.delete(listener)
    },
    sendAppMessage: connection.send,
    setMicrophone: (source) => set('audio', source),
    setCamera: (source) => set('video', source),
    setScreen,
    rename: connection.rename,
    retryMedia: connection.retryMedia,
    leave: connection.leave,
  }
}

const none: PersonTracks = { audio: null, video: null, screenVideo: null, screenAudio: null }

/** A device that is switched off leaves its track, which shows its last picture: that is not to be seen. */
function receivedTracks({ tracks, participants }: RoomSnapshot): TrackMap {
  const received = new Map<string, PersonTracks>()
  for (const { session_id, audio, video, screen } of participants) {
    const theirs = tracks.get(session_id)
    if (!theirs) continue
    received.set(session_id, {
      audio: audio ? theirs.audio : null,
      video: video ? theirs.video : null,
      screenVideo: screen ? theirs.screenVideo : null,
      screenAudio: screen ? theirs.screenAudio : null,
    })
  }
  return received
}

const isLive = ({ phase }: RoomStatus) => ['connecting', 'joined', 'reconnecting'].includes(phase)

const localTracks = ({ microphone, camera, screen, screenAudio }: UplinkTracks): PersonTracks => ({
  audio: microphone,
  video: camera,
  screenVideo: screen,
  screenAudio,
})

/** The room that a meeting link leads to. */
function readLink(link: string): { conversationId: string; token?: string; page: URL } {
  const page = new URL(link, window.location.href)
  const conversationId = /^\/rooms\/([A-Za-z0-9]{1,64})\/?$/.exec(page.pathname)?.[1]
  if (!conversationId || page.origin !== window.location.origin)
    throw new Error(`${link} is not a meeting link of this site.`)
  return { conversationId, token: page.searchParams.get('t') ?? undefined, page }
}

import { vi } from 'vitest'
import type { RoomParticipant } from '@/lib/protocol/room'
import type { Connection } from './connection'
import { startEmbedded } from './embedded'
import type { DeviceState, Media, MediaSnapshot } from './media'
import { noTracks, type RoomEvent, type RoomSnapshot } from './room-state'

export const origin = 'https://host.example'

export const me: RoomParticipant = {
  session_id: 'me',
  user_id: 'me',
  name: 'Ada',
  role: 'participant',
  audio: false,
  video: false,
  screen: false,
  joined_at: 10,
  reconnecting: false,
}
export const replica: RoomParticipant = {
  ...me,
  session_id: 'r',
  user_id: 'tavus-replica-r1',
  role: 'replica',
}

function handConnection() {
  let snapshot: RoomSnapshot = {
    status: { phase: 'connecting', offline: false, restarting: false },
    sessionId: null,
    room: null,
    participants: [],
    media: { phase: 'off', quality: 'good', missing: { audio: false, video: false } },
    tracks: noTracks,
    activeSpeaker: null,
    spoken: null,
    captions: [],
  }
  const listeners = new Set<() => void>()
  const events = new Set<(event: RoomEvent) => void>()
  const set = (fields: Partial<RoomSnapshot>) => {
    snapshot = { ...snapshot, ...fields }
    for (const listener of [...listeners]) listener()
  }
  const connection: Connection = {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onEvent(listener) {
      events.add(listener)
      return () => events.delete(listener)
    },
    send: vi.fn(() => true),
    setTracks: vi.fn(),
    retryMedia: vi.fn(),
    setRecognition: vi.fn(),
    tellHeard: vi.fn(),
    rename: vi.fn(),
    leave: vi.fn(async () => set({ status: { phase: 'left' } })),
    drop: vi.fn(),
  }
  return {
    connection,
    set,
    join: () => set({ status: { phase: 'joined' }, sessionId: 'me', participants: [replica, me] }),
    emit: (event: RoomEvent) => {
      for (const listener of [...events]) listener(event)
    },
  }
}

export const noScreen = { offered: true, asking: false, problem: null, video: null, audio: null }
export const off: DeviceState = { on: false, asking: false, problem: null, track: null, deviceId: null }

function handMedia() {
  let snapshot: MediaSnapshot = { audio: off, video: off, screen: noScreen, speakerId: null, devices: [] }
  const listeners = new Set<() => void>()
  const set = (fields: Partial<MediaSnapshot>) => {
    snapshot = { ...snapshot, ...fields }
    for (const listener of [...listeners]) listener()
  }
  const media: Media = {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: vi.fn(async () => {}),
    startBoth: vi.fn(async () => {}),
    choose: vi.fn(async () => {}),
    startScreen: vi.fn(async () => {}),
    stopScreen: vi.fn(),
    chooseSpeaker: vi.fn(),
    attach: () => () => {},
  }
  return { media, set }
}

/** A room page in a frame of a host, with the network, the devices and the host's messages by hand. */
export function framedRoom() {
  const posted: Record<string, unknown>[] = []
  const targets = new Set<string>()
  const host = {
    postMessage: (message: unknown, target: unknown) => {
      // What structured clone refuses must not be posted.
      posted.push(structuredClone(message) as Record<string, unknown>)
      targets.add(String(target))
    },
  }
  const own = new EventTarget()
  const room = handConnection()
  const devices = handMedia()
  const join = vi.fn(() => room.connection)
  const shown: unknown[] = []
  const embedded = startEmbedded({
    conversationId: 'c1',
    callClientId: 'id',
    hostOrigin: origin,
    host: host as unknown as Window,
    own: own as unknown as Window,
    media: devices.media,
    join,
    show: (view) => shown.push(view),
    configured: () => {},
  })
  const receive = (data: unknown, from: { source?: unknown; origin?: string } = {}) =>
    own.dispatchEvent(Object.assign(new Event('message'), { source: host, origin, data, ...from }))
  const call = (action: string, fields: object = {}) =>
    receive({ what: 'iframe-call-message', from: 'module', callClientId: 'id', action, ...fields })
  const of = (action: string) => posted.filter((message) => message.action === action)
  const joinCall = (fields: object = {}) =>
    call('join-meeting', { properties: { userName: 'Ada', ...fields }, callbackStamp: 'join' })
  return { posted, targets, room, devices, join, shown, embedded, receive, call, joinCall, of }
}

import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { RoomParticipant } from '@/lib/protocol/room'
import type { Connection } from './connection'
import { startEmbedded } from './embedded'
import { fakeTrack } from './fixture'
import type { DeviceState, Media, MediaSnapshot } from './media'
import { noTracks, nothingMissing, type RoomEvent, type RoomSnapshot } from './room-state'

const origin = 'https://host.example'

const me: RoomParticipant = {
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
const replica: RoomParticipant = { ...me, session_id: 'r', user_id: 'tavus-replica-r1', role: 'replica' }

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

const noScreen = { offered: true, asking: false, problem: null, video: null, audio: null }
const off: DeviceState = { on: false, asking: false, problem: null, track: null, deviceId: null }

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

function setUp() {
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
  return { posted, targets, room, devices, join, shown, embedded, receive, call, of }
}

let at: ReturnType<typeof setUp>
beforeEach(() => {
  at = setUp()
})

const joinCall = (fields: object = {}) =>
  at.call('join-meeting', { properties: { userName: 'Ada', ...fields }, callbackStamp: 'join' })

describe('the handshake', () => {
  test('asks for the settings, says that it is there, and speaks to the one origin', () => {
    expect(at.posted.map(({ action }) => action)).toEqual([
      'iframe-ready-for-launch-config',
      'call-machine-initialized',
      'loaded',
    ])
    expect(at.posted[0]).toEqual({
      what: 'iframe-call-message',
      from: 'embedded',
      callClientId: 'id',
      action: 'iframe-ready-for-launch-config',
    })
    expect([...at.targets]).toEqual([origin])
  })

  test.each([
    ['another window', { source: {} }],
    ['another origin', { origin: 'https://host.example.evil' }],
  ])('does not listen to %s', (_, from) => {
    at.receive(
      {
        what: 'iframe-call-message',
        from: 'module',
        callClientId: 'id',
        action: 'join-meeting',
        properties: {},
      },
      from,
    )
    expect(at.join).not.toHaveBeenCalled()
  })

  test.each([
    { what: 'iframe-call-message', from: 'module', callClientId: 'other', action: 'join-meeting' },
    { what: 'iframe-call-message', from: 'embedded', callClientId: 'id', action: 'join-meeting' },
    { what: 'something', from: 'module', callClientId: 'id', action: 'join-meeting' },
    'join-meeting',
    null,
  ])('does not listen to %j', (message) => {
    at.receive(message)
    expect(at.join).not.toHaveBeenCalled()
  })

  test('stops listening when stopped', () => {
    at.embedded.stop()
    joinCall()
    expect(at.join).not.toHaveBeenCalled()
  })
})

describe('joining', () => {
  test('is announced with everybody, ours as local, and its stamp is answered', () => {
    joinCall({ token: 't', startAudioOff: 'yes' })
    expect(at.join).toHaveBeenCalledWith({ userName: 'Ada', token: 't' })
    expect(at.of('joined-meeting')).toEqual([])
    at.room.join()
    expect(at.of('access-state-updated')).toMatchObject([{ access: { level: 'full' } }])
    expect(at.of('joined-meeting')).toMatchObject([
      {
        participants: {
          local: { session_id: 'me', user_name: 'Ada', local: true, joined_at: new Date(10_000) },
          r: { user_id: 'tavus-replica-r1', local: false },
        },
      },
    ])
    expect(at.of('join-meeting')).toMatchObject([{ callbackStamp: 'join' }])
    expect(at.of('join-meeting')[0]).not.toHaveProperty('error')
    at.room.set({ participants: [replica] })
    expect(at.of('joined-meeting')).toHaveLength(1)
  })

  test('left before it was joined, it is refused and left', async () => {
    joinCall()
    at.call('leave-meeting')
    await vi.waitFor(() => expect(at.of('left-meeting')).toHaveLength(1))
    expect(at.of('join-meeting')).toMatchObject([{ callbackStamp: 'join', error: { type: 'not-allowed' } }])
  })

  test('a goodbye without any join is answered too', () => {
    at.call('leave-meeting')
    expect(at.of('left-meeting')).toHaveLength(1)
  })

  test('a call that a reload left behind is announced without being asked for', () => {
    at.room.join()
    at.embedded.resume(at.room.connection)
    expect(at.of('joined-meeting')).toHaveLength(1)
    joinCall()
    expect(at.join).not.toHaveBeenCalled()
    expect(at.of('joined-meeting')).toHaveLength(2)
  })
})

describe('errors', () => {
  const forbidden = ['no-room', 'connection-error', 'end-of-life']
  test.each([
    'unknown',
    'ended',
    'full',
    'not-allowed',
    'token-expired',
    'token-used',
    'busy',
    'protocol',
  ] as const)('a refusal with %s has a type that is not reported, and keeps the frame', (reason) => {
    joinCall()
    at.room.set({ status: { phase: 'refused', reason, message: '' } })
    const [error] = at.of('error')
    expect(error).toMatchObject({ preserveIframe: true, error: { details: { reason } } })
    const { type } = (error?.error ?? { type: '' }) as { type: string }
    expect(type).not.toBe('')
    expect(forbidden).not.toContain(type)
    expect(at.of('left-meeting')).toHaveLength(1)
  })

  test.each([
    ['max_call_duration reached', 'exp-room'],
    ['participant_left_timeout reached', 'exp-room'],
    ['end_conversation_endpoint_hit', 'ejected'],
  ])('an end by %s is %s, then left', (reason, type) => {
    joinCall()
    at.room.join()
    at.room.set({ status: { phase: 'ended', reason } })
    const last = at.posted.slice(-2)
    expect(last).toMatchObject([{ action: 'error', error: { type } }, { action: 'left-meeting' }])
  })
})

describe('events', () => {
  beforeEach(() => {
    joinCall()
    at.room.join()
  })

  test('people and their number', () => {
    const grace = { ...me, session_id: 'g', name: 'Grace', audio: true }
    at.room.set({ participants: [replica, me, grace] })
    at.room.emit({ type: 'participant-joined', participant: grace })
    expect(at.of('participant-joined')).toMatchObject([
      { participant: { session_id: 'g', local: false, tracks: { audio: { state: 'loading' } } } },
    ])
    expect(at.of('participant-counts-updated').at(-1)).toMatchObject({
      participantCounts: { present: 3, hidden: 0 },
    })
  })

  test('quality always has a state: without one the host fails', () => {
    at.room.set({ status: { phase: 'reconnecting', offline: false, restarting: false } })
    at.room.set({ status: { phase: 'reconnecting', offline: true, restarting: false } })
    at.room.set({ status: { phase: 'joined' } })
    expect(at.of('network-connection').map(({ event }) => event)).toEqual(['interrupted', 'connected'])
    for (const message of at.of('network-quality-change'))
      expect(message.state).toMatchObject({ state: expect.any(String), reasons: [] })
  })

  test('tracks of others as they are here: on the way, playing, interrupted, off', () => {
    const grace = { ...me, session_id: 'g', name: 'Grace', video: true, screen: true }
    const states = () => {
      const participant = at.of('participant-updated').at(-1)?.participant as {
        session_id: string
        screen: boolean
        tracks: Record<string, { state: string }>
      }
      const { audio, video, screenVideo } = participant.tracks
      return [participant.session_id, audio?.state, video?.state, screenVideo?.state, participant.screen]
    }
    const camera = fakeTrack('video')
    camera.muted = true
    const tracks = { audio: null, video: camera, screenVideo: fakeTrack('video'), screenAudio: null }
    at.room.set({ participants: [replica, me, grace], tracks: new Map([['g', tracks]]) })
    expect(states()).toEqual(['g', 'off', 'loading', 'playable', true])
    camera.muted = false
    at.room.set({ tracks: new Map([['g', { ...tracks }]]) })
    expect(states()).toEqual(['g', 'off', 'playable', 'playable', true])
    at.room.set({ participants: [replica, me, { ...grace, reconnecting: true }] })
    at.room.set({ tracks: new Map([['g', { ...tracks }]]) })
    expect(states()).toEqual(['g', 'off', 'interrupted', 'interrupted', false])
  })

  test('a media connection that fails is bad quality until it stands again', () => {
    const media = (
      phase: RoomSnapshot['media']['phase'],
      quality: RoomSnapshot['media']['quality'] = 'good',
    ) => at.room.set({ media: { phase, quality, missing: nothingMissing } })
    media('connected')
    media('connected', 'low')
    media('failed')
    media('connecting')
    media('connected')
    expect(at.of('network-quality-change').map(({ threshold }) => threshold)).toEqual([
      'good',
      'low',
      'very-low',
      'good',
    ])
    expect(at.of('network-connection')).toMatchObject([
      { type: 'sfu', event: 'interrupted' },
      { type: 'sfu', event: 'connected' },
    ])
  })

  test('whoever speaks, and not that nobody does', () => {
    at.room.emit({ type: 'active-speaker', session_id: 'r' })
    at.room.emit({ type: 'active-speaker', session_id: null })
    expect(at.of('active-speaker-change')).toMatchObject([{ activeSpeaker: { peerId: 'r' } }])
  })

  test('our screen, when it is shown and when no longer', () => {
    at.devices.set({ screen: { ...noScreen, asking: true } })
    at.devices.set({ screen: { ...noScreen, video: fakeTrack('video') } })
    expect(at.of('local-screen-share-started')).toHaveLength(1)
    expect(at.of('participant-updated').at(-1)).toMatchObject({
      participant: {
        screen: true,
        tracks: { screenVideo: { state: 'playable' }, screenAudio: { state: 'off' } },
      },
    })
    at.devices.set({ screen: noScreen })
    expect(at.of('local-screen-share-stopped')).toHaveLength(1)
  })

  test('our devices, with the reason when one is refused', () => {
    at.devices.set({ audio: { ...off, problem: 'denied' }, video: { ...off, problem: 'missing' } })
    expect(at.of('participant-updated').at(-1)).toMatchObject({
      participant: {
        local: true,
        tracks: {
          audio: { state: 'blocked', blocked: { byPermissions: true } },
          video: { state: 'blocked', blocked: { byDeviceMissing: true } },
        },
      },
    })
  })
})

describe('calls', () => {
  beforeEach(() => {
    joinCall()
    at.room.join()
  })

  test.each(['daily-method-preauth', 'never-heard-of', 'constructor', '__proto__', 'toString'])(
    'the unknown %s is answered with an error when an answer is waited for',
    (action) => {
      const before = at.posted.length
      at.call(action)
      expect(at.posted).toHaveLength(before)
      at.call(action, { callbackStamp: '7' })
      expect(at.posted.slice(before)).toMatchObject([
        { callbackStamp: '7', error: { type: 'not-supported', msg: expect.any(String) } },
      ])
    },
  )

  test.each([
    ['set-user-name', { name: 5 }],
    ['set-output-device', {}],
    ['set-input-devices', { audioDeviceId: 'x'.repeat(513) }],
  ])('%s with malformed arguments is answered', async (action, fields) => {
    at.call(action, { ...fields, callbackStamp: '7' })
    await vi.waitFor(() => expect(at.of(action)).toMatchObject([{ callbackStamp: '7' }]))
  })

  test('app-messages go to the room; one that cannot is told', () => {
    at.call('app-msg', { data: { hello: 1 }, to: '*' })
    expect(at.room.connection.send).toHaveBeenCalledWith({ hello: 1 }, '*')
    vi.mocked(at.room.connection.send).mockReturnValueOnce(false)
    at.call('app-msg', { data: {}, to: '*' })
    expect(at.of('nonfatal-error')).toMatchObject([{ type: 'app-message-error' }])
  })

  test('nobody switches the devices of others', () => {
    at.call('update-participant', { id: 'r', properties: { setAudio: false } })
    expect(at.devices.media.set).not.toHaveBeenCalled()
    at.call('update-participants', { participants: { local: { setVideo: true } } })
    expect(at.devices.media.set).toHaveBeenCalledWith('video', true)
  })

  test('a screen that is not shown is cancelled, and an error where something went wrong', async () => {
    at.call('local-screen-start')
    await vi.waitFor(() => expect(at.of('local-screen-share-canceled')).toHaveLength(1))
    expect(at.of('nonfatal-error')).toEqual([])
    vi.mocked(at.devices.media.startScreen).mockImplementationOnce(async () =>
      at.devices.set({ screen: { ...noScreen, problem: 'failed' } }),
    )
    at.call('local-screen-start')
    await vi.waitFor(() => expect(at.of('nonfatal-error')).toMatchObject([{ type: 'screen-share-error' }]))
    at.call('local-screen-stop')
    expect(at.devices.media.stopScreen).toHaveBeenCalled()
  })

  test('a device that does not start is a camera error', async () => {
    vi.mocked(at.devices.media.set).mockImplementationOnce(async () =>
      at.devices.set({ audio: { ...off, problem: 'busy' } }),
    )
    at.call('local-audio', { state: true })
    await vi.waitFor(() =>
      expect(at.of('camera-error')).toMatchObject([
        { error: { type: 'cam-mic-in-use' }, errorMsg: { audioOk: false, videoOk: true } },
      ]),
    )
  })
})

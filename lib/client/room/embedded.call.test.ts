import { beforeEach, describe, expect, test, vi } from 'vitest'
import { framedRoom, me, noScreen, off, replica } from './embedded-fixture'
import { fakeTrack } from './fixture'
import { nothingMissing, type RoomSnapshot } from './room-state'

let at: ReturnType<typeof framedRoom>
beforeEach(() => {
  at = framedRoom()
})

describe('events', () => {
  beforeEach(() => {
    at.joinCall()
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
    at.joinCall()
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

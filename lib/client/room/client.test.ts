import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { joinRoom, type RoomClient } from './client'
import { FakeTrack, fakeJoined, fakePerson, fakeTrack, handRoom, offerSdp } from './fixture'

const link = 'https://colloquy.example/rooms/c1?t=secret'

let room: ReturnType<typeof handRoom>
let client: RoomClient
let log: [string, unknown][]

beforeEach(() => {
  vi.stubGlobal('window', { location: new URL('https://colloquy.example/examples/page') })
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: async ({ audio }: { audio?: unknown }) => ({
        getTracks: () => [fakeTrack(audio ? 'audio' : 'video', 'device')],
      }),
      enumerateDevices: async () => [],
      addEventListener() {},
      removeEventListener() {},
    },
    permissions: { query: async () => ({ state: 'granted' }) },
  })
  room = handRoom()
  log = []
})
afterEach(() => vi.unstubAllGlobals())

const names = [
  ...(['joined', 'reconnecting', 'rejoined', 'left', 'refused', 'ended', 'replaced'] as const),
  ...(['participant-joined', 'participant-updated', 'participant-left', 'app-message'] as const),
  ...(['track-started', 'track-stopped', 'active-speaker', 'spoken'] as const),
]

function join(options: Partial<Parameters<typeof joinRoom>[0]> = {}): void {
  client = joinRoom({ url: link, name: 'Ada', ...options }, room.world)
  for (const name of names) client.on(name, (event) => log.push([name, event]))
}

const settled = () => new Promise((resolve) => setTimeout(resolve))
const last = (name: string) => log.filter(([each]) => each === name).at(-1)?.[1]

async function connected(): Promise<void> {
  room.tell({ type: 'offer', generation: 1, sdp: offerSdp })
  await settled()
}
const arrive = (stream: string, kind: string) => {
  const track = new FakeTrack(kind)
  room.peers.at(-1)?.ontrack?.({ track, streams: [Object.assign(new EventTarget(), { id: stream })] })
  return track
}

describe('joining', () => {
  test('says who is there, by the token of the link', () => {
    join()
    expect(client.status.phase).toBe('connecting')
    room.admit()
    expect(room.heard[0]).toMatchObject({ type: 'join', name: 'Ada', token: 'secret', audio: false })
    expect(last('joined')).toEqual({ sessionId: 'me', participants: fakeJoined().participants })
    expect(client.participants).toHaveLength(2)
    expect(client.captions).toHaveLength(1)
  })

  test.each(['https://elsewhere.example/rooms/c1', 'https://colloquy.example/conversations/c1', 'nonsense'])(
    'is not tried by %s',
    (url) => {
      expect(() => join({ url })).toThrow('is not a meeting link of this site')
    },
  )

  test('a path will do', () => {
    join({ url: '/rooms/c1' })
    room.admit()
    expect(room.heard[0]).not.toHaveProperty('token')
  })

  test.each([
    ['refused', { type: 'refused', reason: 'full', message: 'no' }, { reason: 'full', message: 'no' }],
    ['ended', { type: 'ended', reason: 'over' }, { reason: 'over' }],
  ])('%s is told', (name, frame, event) => {
    join()
    room.admit()
    room.tell(frame)
    expect(last(name)).toEqual(event)
  })
})

test('a loss and the return are told, and who came meanwhile', () => {
  join()
  room.admit()
  room.lose(1012)
  expect(last('reconnecting')).toEqual({ offline: false, restarting: true })
  room.world.advance(250)
  room.admit(fakeJoined([fakePerson('replica', 'replica'), fakePerson('me'), fakePerson('ben')]))
  expect(log.filter(([name]) => name === 'joined')).toHaveLength(1)
  expect(last('rejoined')).toMatchObject({ sessionId: 'me' })
  expect(last('participant-joined')).toMatchObject({ participant: { session_id: 'ben' } })
})

describe('tracks of others', () => {
  test('start and stop with their device, whatever becomes of the track', async () => {
    join()
    const ben = { ...fakePerson('ben'), video: true }
    room.admit(fakeJoined([fakePerson('replica', 'replica'), fakePerson('me'), ben]))
    await connected()
    const track = arrive('ben', 'video')
    const event = { sessionId: 'ben', kind: 'video', track, local: false }
    expect(last('track-started')).toEqual(event)
    expect(client.tracks.get('ben')?.video).toBe(track)
    room.tell({ type: 'participant-updated', participant: { ...ben, video: false } })
    expect(last('track-stopped')).toEqual(event)
    expect(client.tracks.get('ben')?.video).toBeNull()
    room.tell({ type: 'participant-updated', participant: ben })
    expect(log.filter(([name]) => name === 'track-started')).toHaveLength(2)
  })

  test('stop when the connection is lost', async () => {
    join()
    room.admit(fakeJoined([{ ...fakePerson('replica', 'replica'), audio: true }, fakePerson('me')]))
    await connected()
    arrive('replica', 'audio')
    expect(log.filter(([name]) => name === 'track-started')).toHaveLength(1)
    room.lose()
    expect(log.filter(([name]) => name === 'track-stopped')).toHaveLength(1)
    expect(client.tracks.size).toBe(0)
  })
})

describe('our own', () => {
  const sent = () => room.peers.at(-1)?.transceivers.map(({ sender }) => sender.track)

  test('devices are sent while they are on', async () => {
    join({ audio: true })
    room.admit()
    await connected()
    expect(client.localTracks.audio).not.toBeNull()
    expect(sent()?.[0]).toBe(client.localTracks.audio)
    expect(last('track-started')).toMatchObject({ sessionId: 'me', kind: 'audio', local: true })
    expect(await client.setMicrophone(false)).toBeNull()
    await settled()
    expect(sent()?.[0]).toBeNull()
    expect(last('track-stopped')).toMatchObject({ kind: 'audio', local: true })
    expect(room.heard.slice(-2)).toEqual([
      { type: 'answer', generation: 1, sdp: 'answer' },
      { type: 'devices', audio: false, video: false, screen: false },
    ])
  })

  test('a track of the page’s own is sent in place of a device, and stays the page’s', async () => {
    join()
    room.admit()
    await connected()
    const canvas = fakeTrack('video', 'canvas')
    expect(await client.setCamera(canvas)).toBeNull()
    await client.setScreen(canvas)
    await settled()
    expect(sent()).toEqual([null, canvas, canvas, null])
    expect(room.heard.at(-1)).toEqual({ type: 'devices', audio: false, video: true, screen: true })
    await client.setCamera(true)
    expect(client.localTracks.video).not.toBe(canvas)
    canvas.dispatchEvent(new Event('ended'))
    expect(client.localTracks.screenVideo).toBeNull()
    expect(client.localTracks.video).not.toBeNull()
    expect(canvas.stopped).toBe(false)
  })

  test('are let go of when it is over', async () => {
    join({ audio: true })
    room.admit()
    await connected()
    const microphone = client.localTracks.audio as unknown as FakeTrack
    await client.setCamera(fakeTrack('video', 'canvas'))
    const leaving = client.leave()
    room.lose(1000)
    await leaving
    expect(last('left')).toEqual({})
    expect(microphone.stopped).toBe(true)
    expect(Object.values(client.localTracks)).toEqual([null, null, null, null])
    expect(log.filter(([name]) => name === 'track-stopped')).toHaveLength(2)
  })
})

test('messages and words are told, until one listens no more', () => {
  join()
  room.admit()
  const off = client.on('app-message', (event) => log.push(['twice', event]))
  room.tell({ type: 'app-message', from: 'ben', data: { hi: 1 } })
  off()
  room.tell({ type: 'app-message', from: 'ben', data: { hi: 2 } })
  expect(last('app-message')).toEqual({ from: 'ben', data: { hi: 2 } })
  expect(last('twice')).toEqual({ from: 'ben', data: { hi: 1 } })
  room.tell({ type: 'active-speaker', session_id: 'ben' })
  expect(last('active-speaker')).toEqual({ sessionId: 'ben' })
  expect(client.sendAppMessage({ hello: 1 }, 'ben')).toBe(true)
  expect(room.heard.at(-1)).toEqual({ type: 'app-message', to: 'ben', data: { hello: 1 } })
})

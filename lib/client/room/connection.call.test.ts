import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Connection, connect } from './connection'
import { FakeTrack, fakeJoined, fakePerson, fakeTrack, handRoom, offerSdp } from './fixture'
import type { UplinkTracks } from './peer'
import type { RoomEvent } from './room-state'

// What a connection makes of a call that goes on: speech, devices, media. Everything by hand.

const nothing: UplinkTracks = { microphone: null, camera: null, screen: null, screenAudio: null }

let room: ReturnType<typeof handRoom>
let connection: Connection
let events: RoomEvent[]

beforeEach(() => {
  room = handRoom()
  connection = connect(
    {
      url: 'ws://room',
      name: 'Ada',
      tracks: nothing,
      tickets: { read: () => null, write() {} },
    },
    room.world,
  )
  events = []
  connection.onEvent((event) => events.push(event))
  room.admit()
  room.heard.length = 0
  events.length = 0
})

const streaming = (speech: string, more: object = {}) => ({
  type: 'app-message',
  from: 'replica',
  data: {
    message_type: 'conversation',
    event_type: 'conversation.utterance.streaming',
    conversation_id: 'c1',
    timestamp: 1,
    seq: 5,
    turn_idx: 0,
    inference_id: 'i1',
    properties: { role: 'replica', speech, content_index: 0, final: false, ...more },
  },
})
const spoken = () => connection.snapshot().spoken
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('speech', () => {
  test('is shown as it is spoken, and for two seconds after its end', () => {
    room.tell(streaming('Hey'))
    expect(spoken()).toEqual({ inferenceId: 'i1', text: 'Hey', final: false, turn: 0 })
    room.tell(streaming('Hey there', { final: true }))
    room.world.advance(1999)
    expect(spoken()).toEqual({ inferenceId: 'i1', text: 'Hey there', final: true, turn: 0 })
    room.world.advance(1)
    expect(spoken()).toBeNull()
    expect(events.map(({ type }) => type)).toEqual(['app-message', 'app-message'])
  })

  test('that follows at once is not taken away with what was before', () => {
    room.tell(streaming('Hey', { final: true }))
    room.world.advance(1000)
    room.tell(streaming('And'))
    room.world.advance(5000)
    expect(spoken()?.text).toBe('And')
  })

  test('that is interrupted, or lost with the connection, is gone at once', () => {
    room.tell(streaming('Hey'))
    room.tell(streaming('Hey', { final: true, is_interrupted: true }))
    expect(spoken()).toBeNull()
    room.tell(streaming('Hey'))
    room.lose()
    expect(spoken()).toBeNull()
  })

  test.each([
    ['somebody else', { ...streaming('Hey'), from: 'stranger' }],
    ['a user, as the replica hears them', streaming('Hey', { role: 'user' })],
  ])('of %s is not the replica’s', (_, frame) => {
    room.tell(frame)
    expect(spoken()).toBeNull()
    expect(events).toHaveLength(1)
  })

  test('whoever speaks is known, until the connection is lost', () => {
    room.tell({ type: 'active-speaker', session_id: 'replica' })
    expect(connection.snapshot().activeSpeaker).toBe('replica')
    expect(events).toEqual([{ type: 'active-speaker', session_id: 'replica' }])
    room.lose()
    expect(connection.snapshot().activeSpeaker).toBeNull()
  })

  test('lines that are told again are kept once', () => {
    const line = { role: 'replica', speaker: 'replica', text: 'Hey', at: 1 }
    room.tell({
      type: 'captions',
      captions: [
        { ...line, seq: 2 },
        { ...line, seq: 1 },
      ],
    })
    expect(connection.snapshot().captions.map(({ seq }) => seq)).toEqual([1, 2])
  })
})

describe('devices', () => {
  test('are told when they change, and not when only their track does', () => {
    connection.setTracks({ ...nothing, microphone: fakeTrack('audio', '1') })
    connection.setTracks({ ...nothing, microphone: fakeTrack('audio', '2') })
    connection.setTracks({
      ...nothing,
      microphone: fakeTrack('audio', '2'),
      screen: fakeTrack('video'),
    })
    expect(room.heard).toEqual([
      { type: 'devices', audio: true, video: false, screen: false },
      { type: 'devices', audio: true, video: false, screen: true },
    ])
  })

  test('and recognition are told again after a loss', () => {
    connection.setRecognition(true)
    connection.setRecognition(true)
    connection.setTracks({ ...nothing, camera: fakeTrack('video') })
    room.lose()
    room.world.advance(250)
    room.heard.length = 0
    room.admit()
    expect(room.heard).toMatchObject([
      { type: 'join', audio: false, video: true, screen: false, media: true },
      { type: 'recognition', on: true },
    ])
  })
})

describe('a loss', () => {
  test('that was announced is told as a restart, until it is over', () => {
    room.lose(1012)
    expect(connection.snapshot().status).toEqual({ phase: 'reconnecting', offline: false, restarting: true })
    room.world.advance(250)
    room.lose(1006)
    expect(connection.snapshot().status).toMatchObject({ restarting: true })
    room.world.advance(500)
    room.admit()
    room.lose()
    expect(connection.snapshot().status).toMatchObject({ restarting: false })
  })

  test('and further tries that come to nothing are one change', () => {
    room.lose()
    const changed = vi.fn()
    connection.subscribe(changed)
    room.world.advance(250)
    room.lose()
    room.world.advance(500)
    room.lose()
    expect(changed).not.toHaveBeenCalled()
  })
})

describe('media', () => {
  const arrive = (stream: string, kind = 'video') =>
    room.peers.at(-1)?.ontrack?.({
      track: new FakeTrack(kind),
      streams: [Object.assign(new EventTarget(), { id: stream })],
    })
  const here = () =>
    Object.fromEntries(
      [...connection.snapshot().tracks].map(([id, tracks]) => [
        id,
        Object.entries(tracks).flatMap(([slot, track]) => (track ? [slot] : [])),
      ]),
    )

  beforeEach(async () => {
    room.tell({ type: 'offer', generation: 1, sdp: offerSdp })
    await settled()
  })

  test('is answered, and its tracks are those of whom their stream names', () => {
    expect(room.heard).toEqual([{ type: 'answer', generation: 1, sdp: 'answer' }])
    arrive('replica')
    arrive('replica', 'audio')
    arrive('ben.screen')
    expect(here()).toEqual({ replica: ['audio', 'video'], ben: ['screenVideo'] })
  })

  test('of somebody who leaves goes with them', () => {
    room.tell({ type: 'participant-joined', participant: fakePerson('ben') })
    arrive('ben')
    room.tell({ type: 'participant-left', participant: fakePerson('ben') })
    expect(here()).toEqual({})
  })

  test('goes with the connection and comes anew with the next', async () => {
    arrive('replica')
    room.lose()
    expect(here()).toEqual({})
    expect(connection.snapshot().media.phase).toBe('off')
    room.world.advance(250)
    room.admit()
    room.tell({ type: 'offer', generation: 1, sdp: offerSdp })
    await settled()
    expect(room.peers).toHaveLength(2)
    expect(connection.snapshot().media.phase).toBe('connecting')
  })

  test('carries messages over its channel, and only messages', () => {
    const channel = room.peers[0]?.openChannel()
    room.heard.length = 0
    expect(connection.send({ hello: 1 })).toBe(true)
    expect(room.heard).toEqual([])
    expect(channel?.sent.map((text) => JSON.parse(text))).toEqual([
      { type: 'app-message', to: '*', data: { hello: 1 } },
    ])
    channel?.onmessage?.({ data: JSON.stringify({ type: 'app-message', from: 'ben', data: 'hi' }) })
    channel?.onmessage?.({ data: JSON.stringify({ type: 'ended', reason: 'no such thing' }) })
    expect(events).toEqual([{ type: 'app-message', from: 'ben', data: 'hi' }])
    expect(connection.snapshot().status.phase).toBe('joined')
    channel?.shut()
    expect(connection.send({ hello: 2 })).toBe(true)
    expect(room.heard).toMatchObject([{ type: 'app-message', data: { hello: 2 } }])
  })

  test('ends with the call', async () => {
    const leaving = connection.leave()
    room.lose(1000)
    await leaving
    expect(room.peers[0]?.calls.at(-1)).toBe('close')
    room.world.advance(60_000)
    expect(room.heard.map(({ type }) => type)).toEqual(['answer', 'leave'])
  })

  test('a recording that begins or ends is known', () => {
    const recording = { recording_id: 'rec', session_id: 'ben', name: 'Ben', started_at: 1 }
    room.tell({ type: 'recording', recording })
    expect(connection.snapshot().room?.recording).toEqual(recording)
    room.tell({ type: 'recording', recording: null })
    expect(connection.snapshot().room).toEqual(fakeJoined().room)
  })
})

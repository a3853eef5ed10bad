import { beforeEach, describe, expect, test, vi } from 'vitest'
import { FakePeerConnection, FakeTrack, fakeTrack, handWorld, offerSdp } from './fixture'
import { createPeer, type Peer, type PeerEvents, type UplinkTracks } from './peer'

const nothing: UplinkTracks = { microphone: null, camera: null, screen: null, screenAudio: null }

let world: ReturnType<typeof handWorld>
let connection: FakePeerConnection
let events: { [Name in keyof PeerEvents]: ReturnType<typeof vi.fn> }

beforeEach(() => {
  world = handWorld()
  events = {
    signal: vi.fn(),
    opened: vi.fn(),
    message: vi.fn(),
    arrived: vi.fn(),
    gone: vi.fn(),
    failed: vi.fn(),
  }
})

function open(tracks: UplinkTracks = nothing): Peer {
  return createPeer({
    iceServers: [{ urls: ['stun:stun.example'] }],
    generation: 3,
    tracks,
    events: events as unknown as PeerEvents,
    create(configuration) {
      connection = new FakePeerConnection(configuration)
      return connection as unknown as RTCPeerConnection
    },
    later: world.later,
  })
}

const offer = (sdp = offerSdp) => ({ type: 'offer' as const, generation: 3, sdp })
const candidate = (text: string) => ({
  type: 'candidate' as const,
  generation: 3,
  candidate: { candidate: text },
})
const settled = () => new Promise((resolve) => setTimeout(resolve))
const sent = () => connection.transceivers.map(({ sender }) => sender.track)

describe('an offer', () => {
  test('is answered with four uplinks that send, and the tracks there are', async () => {
    const microphone = fakeTrack('audio')
    const peer = open({ ...nothing, microphone })
    expect(connection.configuration).toEqual({
      iceServers: [{ urls: ['stun:stun.example'] }],
      bundlePolicy: 'max-bundle',
    })
    peer.hear(offer(`${offerSdp}m=audio\nm=video\n`))
    await settled()
    expect(connection.calls).toEqual([
      'setRemoteDescription',
      'replaceTrack',
      'createAnswer',
      'setLocalDescription',
    ])
    expect(connection.transceivers.map(({ direction }) => direction)).toEqual([
      'sendonly',
      'sendonly',
      'sendonly',
      'sendonly',
      'recvonly',
      'recvonly',
    ])
    expect(sent()).toEqual([microphone, null, null, null, null, null])
    expect(events.signal.mock.calls).toEqual([[{ type: 'answer', generation: 3, sdp: 'answer' }]])
  })

  test('is taken only when the one before was answered, and candidates wait for it', async () => {
    const peer = open()
    let release = () => {}
    connection.gate = new Promise((resolve) => {
      release = resolve
    })
    peer.hear(offer())
    peer.hear(candidate('a'))
    peer.hear(offer(`${offerSdp}m=audio\n`))
    await settled()
    expect(connection.calls).toEqual(['setRemoteDescription'])
    release()
    await settled()
    expect(connection.calls).toEqual([
      'setRemoteDescription',
      'createAnswer',
      'setLocalDescription',
      'addIceCandidate a',
      'setRemoteDescription',
      'createAnswer',
      'setLocalDescription',
    ])
    expect(events.signal).toHaveBeenCalledTimes(2)
  })

  test('that is none ends the connection', async () => {
    open().hear(offer('nonsense'))
    await settled()
    expect(events.failed).toHaveBeenCalledTimes(1)
    expect(connection.calls.at(-1)).toBe('close')
  })

  test('a candidate of no use does not end it', async () => {
    const peer = open()
    peer.hear(offer())
    peer.hear(candidate('malformed'))
    peer.hear(candidate('b'))
    peer.hear({ ...candidate(''), candidate: null })
    await settled()
    expect(connection.calls.slice(-2)).toEqual(['addIceCandidate malformed', 'addIceCandidate b'])
    expect(events.failed).not.toHaveBeenCalled()
  })

  test('our candidates are told with the generation, and the end of them is not', () => {
    open()
    connection.onicecandidate?.({ candidate: { toJSON: () => ({ candidate: 'c', sdpMid: '0' }) } })
    connection.onicecandidate?.({ candidate: { toJSON: () => ({ candidate: '' }) } })
    connection.onicecandidate?.({ candidate: null })
    expect(events.signal.mock.calls).toEqual([
      [{ type: 'candidate', generation: 3, candidate: { candidate: 'c', sdpMid: '0' } }],
    ])
  })
})

test('tracks switched before, while and after it connects are those that are sent', async () => {
  const [first, second, camera] = [fakeTrack('audio', '1'), fakeTrack('audio', '2'), fakeTrack('video')]
  const peer = open({ ...nothing, microphone: first })
  peer.setTracks({ ...nothing, microphone: second })
  peer.hear(offer())
  peer.setTracks({ ...nothing, microphone: second, camera })
  await settled()
  expect(sent()).toEqual([second, camera, null, null])
  peer.setTracks({ ...nothing, camera })
  peer.setTracks({ ...nothing, camera })
  await settled()
  expect(sent()).toEqual([null, camera, null, null])
  expect(connection.calls.filter((call) => call === 'replaceTrack')).toHaveLength(3)
  expect(events.signal).toHaveBeenCalledTimes(1)
})

describe('tracks of others', () => {
  const arrive = (track: FakeTrack) => {
    const stream = Object.assign(new EventTarget(), { id: 'ada' })
    connection.ontrack?.({ track, streams: [stream] })
    return stream
  }

  test('arrive with their stream, again when muted or unmuted, and go once', () => {
    open()
    const track = new FakeTrack('video')
    const stream = arrive(track)
    track.dispatchEvent(new Event('unmute'))
    expect(events.arrived.mock.calls).toEqual([
      ['ada', track],
      ['ada', track],
    ])
    stream.dispatchEvent(Object.assign(new Event('removetrack'), { track: new FakeTrack('audio') }))
    expect(events.gone).not.toHaveBeenCalled()
    stream.dispatchEvent(Object.assign(new Event('removetrack'), { track }))
    track.dispatchEvent(new Event('mute'))
    track.dispatchEvent(new Event('ended'))
    expect(events.gone.mock.calls).toEqual([['ada', track]])
    expect(events.arrived).toHaveBeenCalledTimes(2)
  })

  test('one without a stream belongs to nobody', () => {
    open()
    connection.ontrack?.({ track: new FakeTrack('video'), streams: [] })
    expect(events.arrived).not.toHaveBeenCalled()
  })
})

describe('failing', () => {
  test('a connection that breaks off has 3 s to find another way', () => {
    open()
    connection.become('disconnected')
    world.advance(2999)
    connection.become('connected')
    world.advance(5000)
    expect(events.failed).not.toHaveBeenCalled()
    connection.become('disconnected')
    world.advance(3000)
    expect(events.failed).toHaveBeenCalledTimes(1)
  })

  test('what has failed for good is told at once, and once', () => {
    open()
    connection.become('disconnected')
    connection.become('failed')
    world.advance(5000)
    expect(events.failed).toHaveBeenCalledTimes(1)
  })

  test('a channel that is closed fails it a moment later, unless we go first', () => {
    const peer = open()
    connection.openChannel().shut()
    world.advance(400)
    peer.close()
    world.advance(400)
    expect(events.failed).not.toHaveBeenCalled()

    open()
    connection.openChannel().shut()
    world.advance(500)
    expect(events.failed).toHaveBeenCalledTimes(1)
  })

  test('closed, it tells nothing more', async () => {
    const peer = open()
    peer.hear(offer())
    const channel = connection.openChannel()
    peer.close()
    channel.onmessage?.({ data: 'late' })
    connection.onicecandidate?.({ candidate: { toJSON: () => ({ candidate: 'c' }) } })
    connection.ontrack?.({ track: new FakeTrack('video'), streams: [new EventTarget()] })
    await settled()
    expect(events.signal).not.toHaveBeenCalled()
    expect(events.message).not.toHaveBeenCalled()
    expect(events.arrived).not.toHaveBeenCalled()
    expect(events.failed).not.toHaveBeenCalled()
    expect(await peer.stats()).toBeNull()
  })
})

describe('messages', () => {
  test('go over the channel while it is open, in so far as it takes them', () => {
    const peer = open()
    expect(peer.send('early')).toBe(false)
    const channel = connection.openChannel()
    expect(events.opened).toHaveBeenCalledTimes(1)
    expect(peer.send('hello')).toBe(true)
    expect(peer.send('x'.repeat(201))).toBe(false)
    channel.shut()
    expect(peer.send('late')).toBe(false)
    expect(channel.sent).toEqual(['hello'])
  })

  test('text is told, and other kinds of data are not', () => {
    open()
    const channel = connection.openChannel()
    channel.onmessage?.({ data: new ArrayBuffer(1) })
    channel.onmessage?.({ data: 'hi' })
    expect(events.message.mock.calls).toEqual([['hi']])
  })
})

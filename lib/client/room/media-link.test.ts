import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { FromParticipant, RoomParticipant } from '@/lib/protocol/room'
import { FakePeerConnection, FakeTrack, fakeTrack, handWorld, offerSdp } from './fixture'
import { createMediaLink, type MediaLink } from './media-link'
import { noTracks, nothingMissing, type RoomSnapshot } from './room-state'

let world: ReturnType<typeof handWorld>
let connections: FakePeerConnection[]
let told: FromParticipant[]
let snapshot: RoomSnapshot
let message: ReturnType<typeof vi.fn<(text: string) => void>>

beforeEach(() => {
  world = handWorld()
  connections = []
  told = []
  message = vi.fn()
  snapshot = {
    status: { phase: 'joined' },
    sessionId: 'me',
    room: { audio_only: false } as RoomSnapshot['room'],
    participants: [{ session_id: 'r', role: 'replica' } as RoomParticipant],
    media: { phase: 'off', quality: 'good', missing: nothingMissing },
    tracks: noTracks,
    activeSpeaker: null,
    spoken: null,
    captions: [],
  }
})

function start(createPeer: 'works' | 'throws' | null = 'works'): MediaLink {
  const link = createMediaLink({
    world: {
      ...world,
      open: () => {
        throw new Error('The link opens no sockets.')
      },
      createPeer:
        createPeer &&
        ((configuration) => {
          if (createPeer === 'throws') throw new DOMException('forbidden', 'UnknownError')
          const made = new FakePeerConnection(configuration)
          connections.push(made)
          return made as unknown as RTCPeerConnection
        }),
    },
    transmit: (frame) => told.push(frame),
    current: () => snapshot,
    change(fields) {
      snapshot = { ...snapshot, ...fields }
    },
    message,
  })
  return link
}

const offer = (generation: number) => ({ type: 'offer' as const, generation, sdp: offerSdp })
const candidate = (generation: number, text: string) => ({
  type: 'candidate' as const,
  generation,
  candidate: { candidate: text },
})
const settled = () => new Promise((resolve) => setTimeout(resolve))
const phase = () => snapshot.media.phase
const asked = () => told.filter(({ type }) => type === 'connect').length
const last = () => connections.at(-1) as FakePeerConnection

/** Up to an open channel. */
async function connected(link: MediaLink, generation = 1): Promise<void> {
  link.begin([])
  link.hear(offer(generation))
  await settled()
  last().openChannel()
}

describe('connecting', () => {
  test('from joining to an open channel', async () => {
    const link = start()
    expect(link.supported).toBe(true)
    link.begin([{ urls: ['turn:turn.example'] }])
    expect(phase()).toBe('connecting')
    link.hear(offer(1))
    await settled()
    expect(last().configuration.iceServers).toEqual([{ urls: ['turn:turn.example'] }])
    expect(told.map(({ type }) => type)).toEqual(['answer'])
    last().openChannel()
    expect(phase()).toBe('connected')
    world.advance(20_000)
    expect(phase()).toBe('connected')
  })

  test('candidates that overtake their offer are kept for it', async () => {
    const link = start()
    link.begin([])
    link.hear(candidate(2, 'early'))
    link.hear(candidate(1, 'of another'))
    expect(connections).toHaveLength(0)
    link.hear(offer(2))
    link.hear(candidate(2, 'late'))
    await settled()
    expect(last().calls.filter((call) => call.startsWith('add'))).toEqual([
      'addIceCandidate early',
      'addIceCandidate late',
    ])
  })

  test('a further offer of the same generation goes to the same connection, one of a later to a new one', async () => {
    const link = start()
    await connected(link)
    link.hear(offer(1))
    await settled()
    expect(connections).toHaveLength(1)
    link.hear(offer(2))
    link.hear(offer(1))
    await settled()
    expect(connections).toHaveLength(2)
    expect(connections[0]?.calls.at(-1)).toBe('close')
    expect(told.at(-1)).toMatchObject({ type: 'answer', generation: 2 })
  })

  test('tracks that were set before are sent from the first answer on', async () => {
    const link = start()
    const microphone = fakeTrack('audio')
    link.setTracks({ microphone, camera: null, screen: null, screenAudio: null })
    await connected(link)
    expect(last().transceivers[0]?.sender.track).toBe(microphone)
  })

  test('nothing is heard before joining, or after', async () => {
    const link = start()
    link.hear(offer(1))
    expect(connections).toHaveLength(0)
    await connected(link)
    last().ontrack?.({ track: new FakeTrack('video'), streams: [{ id: 'r', addEventListener() {} }] })
    link.end()
    expect(phase()).toBe('off')
    expect(snapshot.tracks.size).toBe(0)
    expect(last().calls.at(-1)).toBe('close')
    link.hear(offer(2))
    world.advance(60_000)
    expect(connections).toHaveLength(1)
    expect(asked()).toBe(0)
  })
})

describe('failing', () => {
  test('without a connection in 10 s, another is asked for, with growing waits', () => {
    const link = start()
    link.begin([])
    world.advance(9999)
    expect(phase()).toBe('connecting')
    world.advance(1)
    expect(phase()).toBe('failed')
    const waits = [500, 1000, 2000, 4000, 8000, 15_000, 15_000]
    for (const [round, wait] of waits.entries()) {
      world.advance(wait - 1)
      expect(asked()).toBe(round)
      world.advance(1)
      expect(asked()).toBe(round + 1)
      expect(phase()).toBe('failed')
      world.advance(10_000)
    }
  })

  test('an offer does not lengthen the 10 s', async () => {
    const link = start()
    link.begin([])
    world.advance(8000)
    link.hear(offer(1))
    await settled()
    world.advance(2000)
    expect(phase()).toBe('failed')
  })

  test('one that held and broke is asked for again soon, and its tracks are gone', async () => {
    const link = start()
    await connected(link)
    last().ontrack?.({ track: new FakeTrack('video'), streams: [{ id: 'r', addEventListener() {} }] })
    expect(snapshot.tracks.get('r')?.video).not.toBeNull()
    last().become('failed')
    expect(phase()).toBe('failed')
    expect(snapshot.tracks.size).toBe(0)
    world.advance(500)
    expect(asked()).toBe(1)
    // The studio may count from one again.
    link.hear(offer(1))
    await settled()
    last().openChannel()
    expect(phase()).toBe('connected')
    world.advance(2000)
    await settled()
    last().become('failed')
    world.advance(500)
    expect(asked()).toBe(2)
  })

  test('asked for by a person, it is tried at once, also when one stands', async () => {
    const link = start()
    await connected(link)
    link.retry()
    expect(phase()).toBe('connecting')
    expect(asked()).toBe(1)
    expect(connections[0]?.calls.at(-1)).toBe('close')
    world.advance(10_000)
    expect(phase()).toBe('failed')
    link.retry()
    expect(phase()).toBe('connecting')
    expect(asked()).toBe(2)
  })
})

describe('a browser that cannot', () => {
  test.each([null, 'throws'] as const)('tells the room once (%s)', async (createPeer) => {
    const link = start(createPeer)
    link.begin([])
    link.hear(offer(1))
    await settled()
    expect(phase()).toBe('unsupported')
    expect(told).toEqual([{ type: 'no-media' }])
    world.advance(60_000)
    link.retry()
    expect(told).toHaveLength(1)
    expect(link.send('x')).toBe(false)
  })
})

describe('what is missed', () => {
  const arrive = (track: FakeTrack) =>
    last().ontrack?.({ track, streams: [{ id: 'r', addEventListener() {} }] })
  const look = async () => {
    world.advance(2000)
    await settled()
  }

  test('is what has brought nothing at the second look, until it comes', async () => {
    const link = start()
    await connected(link)
    arrive(new FakeTrack('audio', 'voice'))
    arrive(new FakeTrack('video', 'face'))
    last().stats.set('1', {
      type: 'inbound-rtp',
      kind: 'audio',
      trackIdentifier: 'voice',
      packetsReceived: 9,
    })
    await look()
    expect(snapshot.media.missing).toEqual({ audio: false, video: false })
    await look()
    expect(snapshot.media.missing).toEqual({ audio: false, video: true })
    last().stats.set('2', { type: 'inbound-rtp', kind: 'video', trackIdentifier: 'face', framesDecoded: 1 })
    await look()
    expect(snapshot.media.missing).toEqual({ audio: false, video: false })
  })

  test('is no picture where there is to be none', async () => {
    snapshot = { ...snapshot, room: { audio_only: true } as RoomSnapshot['room'] }
    await connected(start())
    await look()
    await look()
    expect(snapshot.media.missing).toEqual({ audio: true, video: false })
  })

  test('is forgotten with the connection', async () => {
    const link = start()
    await connected(link)
    await look()
    await look()
    expect(snapshot.media.missing.audio).toBe(true)
    link.retry()
    expect(snapshot.media.missing.audio).toBe(false)
  })
})

test('messages come and go over the channel while there is one', async () => {
  const link = start()
  expect(link.send('early')).toBe(false)
  link.begin([])
  link.hear(offer(1))
  await settled()
  const channel = last().openChannel()
  channel.onmessage?.({ data: 'hi' })
  expect(message.mock.calls).toEqual([['hi']])
  expect(link.send('hello')).toBe(true)
  expect(channel.sent).toEqual(['hello'])
})

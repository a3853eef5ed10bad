import wrtc from '@roamhq/wrtc'
import { createLog } from '@/lib/platform/log'
import { uplinks } from '@/lib/protocol/room'
import { createWrtcTransport } from '@/lib/studio/transport/wrtc'
import type { MediaRoom, SignalOut } from './port'

/**
 * For tests: rooms and their participants' ends in one process of its own, since the library must not live in the
 * process of a test runner. Run as a program it prints what it saw as one line of JSON.
 */
const { RTCPeerConnection, MediaStream, nonstandard } = wrtc

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(what: string, holds: () => boolean, ms = 8000): Promise<void> {
  const end = performance.now() + ms
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not seen: ${what}`)
    await sleep(10)
  }
}

/** A participant's end, as a browser has it. */
function participant(room: MediaRoom, sessionId: string) {
  const messages: string[] = []
  const streams = new Map<string, MediaStreamTrack[]>()
  const frames = new Map<string, number>()
  const loudness = new Map<string, number>()
  const generations = new Set<number>()
  const states = { connected: 0, failed: 0 }
  let connection: RTCPeerConnection | null = null
  let channel: RTCDataChannel | null = null
  let generation = 0
  let last = Promise.resolve()
  const microphone = new nonstandard.RTCAudioSource()
  const camera = new nonstandard.RTCVideoSource()
  const tracks = [microphone.createTrack(), camera.createTrack()]

  function listen(track: MediaStreamTrack, stream: string): void {
    streams.set(stream, [...(streams.get(stream) ?? []), track])
    if (track.kind === 'video') {
      new nonstandard.RTCVideoSink(track).onframe = () => frames.set(stream, (frames.get(stream) ?? 0) + 1)
    } else {
      new nonstandard.RTCAudioSink(track).ondata = ({ samples }: { samples: Int16Array }) => {
        const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
        loudness.set(stream, Math.max(loudness.get(stream) ?? 0, peak / 32_768))
      }
    }
  }

  async function hear(signal: SignalOut): Promise<void> {
    generations.add(signal.generation)
    if (signal.generation !== generation) {
      connection?.close()
      generation = signal.generation
      connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
      connection.onicecandidate = ({ candidate }) => {
        const own = candidate?.toJSON() as { candidate: string } | undefined
        if (own) room.signal(sessionId, { type: 'candidate', generation: signal.generation, candidate: own })
      }
      connection.ondatachannel = (event) => {
        channel = event.channel
        channel.onmessage = ({ data }) => messages.push(data)
      }
      connection.ontrack = ({ track, streams: of }) => {
        if (of[0]) listen(track, of[0].id)
      }
    }
    if (!connection) return
    if (signal.type === 'candidate') {
      if (signal.candidate) await connection.addIceCandidate(signal.candidate as RTCIceCandidateInit)
      return
    }
    await connection.setRemoteDescription({ type: 'offer', sdp: signal.sdp })
    const mine = connection.getTransceivers().slice(0, uplinks.length)
    for (const [i, transceiver] of mine.entries()) {
      transceiver.direction = 'sendonly'
      if (tracks[i]) await transceiver.sender.replaceTrack(tracks[i])
    }
    const answer = await connection.createAnswer()
    await connection.setLocalDescription(answer)
    room.signal(sessionId, { type: 'answer', generation: signal.generation, sdp: answer.sdp ?? '' })
  }

  const join = () =>
    room.join(sessionId, {
      signal: (signal) => {
        last = last.then(() => hear(signal)).catch(() => {})
      },
      connected: () => {
        states.connected += 1
      },
      message: (text) => messages.push(`back: ${text}`),
      failed: () => {
        states.failed += 1
      },
    })
  join()
  return {
    messages,
    streams,
    frames,
    loudness,
    generations,
    states,
    join,
    send: (text: string) => channel?.send(text),
    hangUp: () => connection?.close(),
    talk: () => microphone.onData({ samples: tone(), sampleRate: 48_000 }),
    film: () => camera.onFrame({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 1.5).fill(90) }),
  }
}

const tone = () => Int16Array.from({ length: 480 }, (_, i) => 12_000 * Math.sin((2 * Math.PI * i) / 48))
const picture = { width: 128, height: 128, data: new Uint8ClampedArray(128 * 128 * 4).fill(200) }

async function main(): Promise<object> {
  const settings = { ports: { min: 42_000, max: 42_400 }, announcedIp: null, iceServers: [] }
  const transport = createWrtcTransport(settings, createLog('silent'))
  const room = transport.openRoom({ replicaSessionId: 'replica', audioOnly: false })
  const heard = new Map<string, number>()
  room.onAudio((sessionId, { length }) => {
    if (length === 480) heard.set(sessionId, (heard.get(sessionId) ?? 0) + 1)
  })
  const unwatched = room.watchers()
  const ana = participant(room, 'ana')
  const bea = participant(room, 'bea')
  const pump = setInterval(() => {
    room.publishAudio(tone())
    room.publishVideo(picture)
    for (const one of [ana, bea]) {
      one.talk()
      one.film()
    }
  }, 10)

  await until('both connected', () => room.watchers() === 2)
  const hello = room.sendMessage('ana', 'hello')
  await until('a message arrives', () => ana.messages.includes('hello'))
  ana.send('hi')
  await until('a message comes back', () => ana.messages.includes('back: hi'))
  await until('the replica is seen and heard', () =>
    [ana, bea].every(
      (one) => (one.frames.get('replica') ?? 0) > 10 && (one.loudness.get('replica') ?? 0) > 0.1,
    ),
  )
  const unheard = heard.size
  room.setSending('ana', { audio: true, video: true, screen: false })
  await until('the microphone is heard', () => (heard.get('ana') ?? 0) > 20)
  await until(
    'others see and hear her',
    () => (bea.frames.get('ana') ?? 0) > 5 && (bea.loudness.get('ana') ?? 0) > 0.1,
  )
  room.setSending('ana', { audio: false, video: false, screen: false })
  await sleep(50)
  const heardUntilOff = heard.get('ana')
  await sleep(100)
  const heardAfterOff = heard.get('ana')

  // Whoever joins again gets a new connection, and what comes late for the old one is ignored.
  bea.join()
  room.signal('bea', { type: 'answer', generation: 1, sdp: 'v=0' })
  await until('a second connection', () => bea.states.connected === 2 && room.watchers() === 2)
  room.signal('bea', { type: 'answer', generation: 2, sdp: 'nonsense' })
  room.signal('nobody', { type: 'candidate', generation: 1, candidate: null })

  // A participant who answers nonsense fails, and nobody else notices.
  const rogue = { failed: 0 }
  room.join('rogue', {
    signal: ({ type, generation }) => {
      if (type === 'offer') room.signal('rogue', { type: 'answer', generation, sdp: 'nonsense' })
    },
    connected() {},
    message() {},
    failed() {
      rogue.failed += 1
    },
  })
  await until('the rogue fails', () => rogue.failed === 1)

  ana.hangUp()
  await until('a hang-up is noticed', () => ana.states.failed === 1 && room.watchers() === 1)

  const before = process.memoryUsage().rss
  for (let i = 0; i < 200; i += 1) {
    const guest = participant(room, `guest ${i}`)
    if (i % 4 === 0) await until(`guest ${i} connects`, () => guest.states.connected === 1)
    room.leave(`guest ${i}`)
    guest.hangUp()
  }
  const grown = (process.memoryUsage().rss - before) / 2 ** 20
  await until('the room is as before', () => room.watchers() === 1)
  const framesOfBea = bea.frames.get('replica') ?? 0
  await until('pictures still arrive', () => (bea.frames.get('replica') ?? 0) > framesOfBea + 10)
  clearInterval(pump)

  const quiet = transport.openRoom({ replicaSessionId: 'replica', audioOnly: true })
  const carl = participant(quiet, 'carl')
  await until('a connection without video', () => quiet.watchers() === 1)
  const kinds = [...(carl.streams.get('replica') ?? [])].map(({ kind }) => kind)
  quiet.close()
  room.close()
  return {
    unwatched,
    hello,
    unheard,
    stillHeard: heardAfterOff === heardUntilOff ? 0 : 1,
    kinds,
    grown,
    leftOver: room.watchers(),
    stream: new MediaStream({ id: 'x' } as unknown as MediaStreamTrack[]).id,
  }
}

main().then(
  (seen) => {
    console.log(JSON.stringify(seen))
    process.exit(0)
  },
  (error) => {
    console.error(error)
    process.exit(1)
  },
)

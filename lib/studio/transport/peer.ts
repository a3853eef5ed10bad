import wrtc from '@roamhq/wrtc'
import type { Log } from '@/lib/platform/log'
import { channelLabel, type IceCandidate, uplinks } from '@/lib/protocol/room'
import type { MediaSettings } from '@/lib/protocol/studio'
import { announced, sharpFromTheStart, withoutCandidates } from './candidates'
import type { PeerEvents, SignalIn } from './port'

const { MediaStream, RTCPeerConnection, nonstandard } = wrtc

/** Bytes that may wait in the channel of a slow browser before messages take the WebSocket again. */
const mostBuffered = 1024 * 1024
/** Candidates of one connection: each makes this machine send to an address that the other side names. */
const mostCandidates = 100

/** One participant's connection. It always offers, one negotiation at a time, and never throws at its caller. */
export type Peer = {
  signal(signal: SignalIn): void
  /** What the participant sends, by its place in `uplinks`. */
  uplink(index: number): MediaStreamTrack | null
  /** Whether their microphone is listened to here. */
  listen(on: boolean): void
  /** Sends them a track, in a stream that is named by whom it comes from. */
  forward(key: string, track: MediaStreamTrack, stream: string): void
  withdraw(key: string): void
  send(text: string): boolean
  isConnected(): boolean
  close(): void
}

type Options = {
  settings: MediaSettings
  generation: number
  log: Log
  events: PeerEvents
  /** 10 ms of the microphone: 480 samples. */
  heard(samples: Int16Array): void
}

/** The library's configuration has a port range beside what browsers know. */
type Configuration = RTCConfiguration & { portRange?: { min: number; max: number } }

/** A connection that makes its first offer at once. */
export function createPeer({ settings, generation, log, events, heard }: Options): Peer {
  const configuration: Configuration = {
    iceServers: settings.iceServers,
    bundlePolicy: 'max-bundle',
    ...(settings.ports && { portRange: settings.ports }),
  }
  const connection = new RTCPeerConnection(configuration)
  const received = uplinks.map((name) =>
    connection.addTransceiver(name === 'camera' || name === 'screen' ? 'video' : 'audio', {
      direction: 'recvonly',
    }),
  )
  const channel = connection.createDataChannel(channelLabel)
  const forwarded = new Map<string, RTCRtpTransceiver>()
  /** Candidates that came before the answer they belong to. */
  let early: NonNullable<IceCandidate>[] = []
  let candidates = 0
  let sink: InstanceType<typeof nonstandard.RTCAudioSink> | null = null
  let busy = false
  let again = false
  let over = false

  connection.onicecandidate = ({ candidate }) => {
    if (over) return
    const told = candidate && announced(candidate.toJSON() as NonNullable<IceCandidate>, settings.announcedIp)
    if (told) events.signal({ type: 'candidate', generation, candidate: told })
  }
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === 'failed') fail()
  }
  channel.onopen = () => {
    if (!over) events.connected()
  }
  channel.onmessage = ({ data }) => {
    if (!over && typeof data === 'string') events.message(data)
  }
  channel.onclose = () => fail()

  function fail(): void {
    if (over) return
    close()
    events.failed()
  }

  function close(): void {
    over = true
    sink?.stop()
    sink = null
    for (const transceiver of received) transceiver.receiver.track.stop()
    connection.onicecandidate = null
    connection.onconnectionstatechange = null
    channel.onopen = null
    channel.onmessage = null
    channel.onclose = null
    connection.close()
  }

  /** Whatever changes while an offer is out is offered when its answer has come. */
  function negotiate(): void {
    if (over) return
    again = true
    if (busy) return
    busy = true
    // Several changes of one moment make one offer.
    queueMicrotask(offer)
  }

  function offer(): void {
    again = false
    guarded(async () => {
      const description = await connection.createOffer()
      if (over) return
      await connection.setLocalDescription(description)
      if (over) return
      events.signal({ type: 'offer', generation, sdp: withoutCandidates(description.sdp ?? '') })
    })
  }

  async function take(sdp: string): Promise<void> {
    await connection.setRemoteDescription({ type: 'answer', sdp: sharpFromTheStart(sdp) })
    const waiting = early
    early = []
    for (const candidate of waiting) await addCandidate(candidate)
    if (over) return
    busy = false
    if (again) negotiate()
  }

  /** A candidate that is of no use is no reason to give up the others. */
  async function addCandidate(candidate: NonNullable<IceCandidate>): Promise<void> {
    if (over) return
    await connection
      .addIceCandidate(candidate as RTCIceCandidateInit)
      .catch((error) => log.debug({ error }, 'A candidate was not taken.'))
  }

  /** The library rejects what reaches a connection that has just gone; that must never leave this file. */
  function guarded(work: () => Promise<void>): void {
    work().catch((error) => {
      if (over) return
      log.warn({ error }, 'A media connection could not be negotiated.')
      fail()
    })
  }

  negotiate()
  return {
    signal(signal) {
      if (over || signal.generation !== generation) return
      if (signal.type === 'answer') {
        if (connection.signalingState === 'have-local-offer') guarded(() => take(signal.sdp))
      } else if (signal.candidate && candidates < mostCandidates) {
        candidates += 1
        const { candidate } = signal
        if (connection.remoteDescription) guarded(() => addCandidate(candidate))
        else early.push(candidate)
      }
    },
    uplink: (index) => received[index]?.receiver.track ?? null,
    listen(on) {
      const track = received[0]?.receiver.track
      if (!on || !track) {
        sink?.stop()
        sink = null
      } else if (!sink && !over) {
        sink = new nonstandard.RTCAudioSink(track)
        sink.ondata = (data: AudioData) => {
          if (!over) heard(monoOf(data))
        }
      }
    },
    forward(key, track, stream) {
      if (over || forwarded.has(key)) return
      const transceiver = connection.addTransceiver(track, {
        direction: 'sendonly',
        // Our own argument: a stream with a name of our choice, by which the browser knows whose it is.
        streams: [new MediaStream({ id: stream } as unknown as MediaStreamTrack[])],
      })
      forwarded.set(key, transceiver)
      negotiate()
    },
    withdraw(key) {
      const transceiver = forwarded.get(key)
      if (over || !transceiver) return
      forwarded.delete(key)
      // Its place in the description is used again by the next track.
      transceiver.stop()
      negotiate()
    },
    send(text) {
      if (over || channel.readyState !== 'open' || channel.bufferedAmount > mostBuffered) return false
      try {
        channel.send(text)
        return true
      } catch {
        return false
      }
    },
    isConnected: () => !over && channel.readyState === 'open',
    close() {
      if (!over) close()
    },
  }
}

type AudioData = { samples: Int16Array; channelCount?: number }

/** One channel of what the library delivers, which has as many as the sender. */
function monoOf({ samples, channelCount = 1 }: AudioData): Int16Array {
  if (channelCount === 1) return samples
  return Int16Array.from({ length: samples.length / channelCount }, (_, i) => samples[i * channelCount] ?? 0)
}

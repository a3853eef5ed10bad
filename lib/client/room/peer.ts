import {
  channelLabel,
  type FromParticipant,
  type FromStudio,
  type IceServer,
  uplinks,
} from '@/lib/protocol/room'

export type Signal = Extract<FromStudio, { type: 'offer' | 'candidate' }>
export type SignalAnswer = Extract<FromParticipant, { type: 'answer' | 'candidate' }>

/** What this browser sends; null where it sends nothing. */
export type UplinkTracks = Record<(typeof uplinks)[number], MediaStreamTrack | null>

export type PeerEvents = {
  signal(answer: SignalAnswer): void
  /** The data channel is open, and media flows. */
  opened(): void
  message(text: string): void
  /** A track of the stream of that name has come, or one that was there is muted or unmuted. */
  arrived(stream: string, track: MediaStreamTrack): void
  gone(stream: string, track: MediaStreamTrack): void
  /** It is over and not by our wish. */
  failed(): void
}

/** The browser's end of one media connection. Nothing here throws at its caller. */
export type Peer = {
  generation: number
  /** The first signal must be an offer. */
  hear(signal: Signal): void
  /** Sends these tracks from now on, without a negotiation. */
  setTracks(tracks: UplinkTracks): void
  /** Returns false when the channel is not open. */
  send(text: string): boolean
  stats(): Promise<RTCStatsReport | null>
  close(): void
}

/** Milliseconds in which a connection that broke off may find another way. */
const recovery = 3000
/** Milliseconds in which the room may say why it closed the channel: that it ended, that we left. */
const farewell = 500

type Options = {
  iceServers: IceServer[]
  generation: number
  tracks: UplinkTracks
  events: PeerEvents
  create(configuration: RTCConfiguration): RTCPeerConnection
  later(ms: number, wake: () => void): () => void
}

/**
 * A connection that waits for the studio's offer.
 * @throws where the browser may not use WebRTC
 */
export function createPeer({ iceServers, generation, tracks, events, create, later }: Options): Peer {
  const connection = create({ iceServers, bundlePolicy: 'max-bundle' })
  let sent = tracks
  let channel: RTCDataChannel | null = null
  let last = Promise.resolve()
  let over = false
  let giveUp = () => {}

  connection.onicecandidate = ({ candidate }) => {
    const { candidate: line, sdpMid, sdpMLineIndex, usernameFragment } = candidate?.toJSON() ?? {}
    // An empty one says that there are no more.
    if (!over && line)
      events.signal({
        type: 'candidate',
        generation,
        candidate: { candidate: line, sdpMid, sdpMLineIndex, usernameFragment },
      })
  }
  connection.onconnectionstatechange = () => {
    giveUp()
    if (connection.connectionState === 'failed') fail()
    else if (connection.connectionState === 'disconnected') giveUp = later(recovery, fail)
  }
  connection.ondatachannel = ({ channel: offered }) => {
    if (offered.label !== channelLabel) return
    channel = offered
    const opened = () => {
      if (!over) events.opened()
    }
    // Some browsers announce it when it is open already.
    if (offered.readyState === 'open') opened()
    else offered.onopen = opened
    offered.onmessage = ({ data }) => {
      if (!over && typeof data === 'string') events.message(data)
    }
    offered.onclose = () => {
      giveUp()
      giveUp = later(farewell, fail)
    }
  }
  connection.ontrack = ({ track, streams: [stream] }) => {
    if (over || !stream) return
    const stay = new AbortController()
    const here = () => {
      if (!over) events.arrived(stream.id, track)
    }
    const gone = () => {
      stay.abort()
      if (!over) events.gone(stream.id, track)
    }
    for (const news of ['mute', 'unmute']) track.addEventListener(news, here, stay)
    track.addEventListener('ended', gone, stay)
    stream.addEventListener('removetrack', (event) => event.track === track && gone(), stay)
    here()
  }

  function fail(): void {
    if (over) return
    close()
    events.failed()
  }

  function close(): void {
    over = true
    giveUp()
    connection.close()
  }

  /** One signal at a time, in their order; what fails ends the connection, and a new one is asked for. */
  function queue(work: () => Promise<void>): void {
    last = last.then(() => (over ? undefined : work())).catch(fail)
  }

  async function answer(sdp: string): Promise<void> {
    await connection.setRemoteDescription({ type: 'offer', sdp })
    for (const [i, transceiver] of connection.getTransceivers().slice(0, uplinks.length).entries()) {
      transceiver.direction = 'sendonly'
      if (transceiver.sender.track !== trackOf(i)) await transceiver.sender.replaceTrack(trackOf(i))
    }
    const description = await connection.createAnswer()
    await connection.setLocalDescription(description)
    if (!over) events.signal({ type: 'answer', generation, sdp: description.sdp ?? '' })
  }

  const trackOf = (index: number) => {
    const name = uplinks[index]
    return name ? sent[name] : null
  }

  return {
    generation,
    hear(signal) {
      if (signal.type === 'offer') queue(() => answer(signal.sdp))
      else if (signal.candidate) {
        const candidate = signal.candidate
        // One that is of no use is no reason to give up the others.
        queue(() => connection.addIceCandidate(candidate).catch(() => {}))
      }
    },
    setTracks(next) {
      sent = next
      queue(async () => {
        const senders = connection.getTransceivers().slice(0, uplinks.length)
        for (const [i, { sender }] of senders.entries()) {
          if (sender.track !== trackOf(i)) await sender.replaceTrack(trackOf(i))
        }
      })
    },
    send(text) {
      if (over || channel?.readyState !== 'open') return false
      try {
        channel.send(text)
        return true
      } catch {
        return false
      }
    },
    stats: () => (over ? Promise.resolve(null) : connection.getStats().catch(() => null)),
    close() {
      if (!over) close()
    },
  }
}

import type { FromParticipant, FromStudio, RoomParticipant } from '@/lib/protocol/room'
import type { Socket, World } from './world'

/** For tests: time and news of the network by hand. */
export type HandWorld = Pick<World, 'now' | 'later' | 'random' | 'onNetwork'> & {
  advance(ms: number): void
  network(online: boolean): void
}

export function handWorld(): HandWorld {
  let now = 0
  const alarms = new Set<{ at: number; wake: () => void }>()
  const networkListeners = new Set<(online: boolean) => void>()
  return {
    now: () => now,
    later(ms, wake) {
      const alarm = { at: now + ms, wake }
      alarms.add(alarm)
      return () => alarms.delete(alarm)
    },
    random: () => 0.999,
    onNetwork(listener) {
      networkListeners.add(listener)
      return () => networkListeners.delete(listener)
    },
    advance(ms) {
      const until = now + ms
      for (;;) {
        const [next] = [...alarms].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        if (!next) break
        alarms.delete(next)
        now = Math.max(now, next.at)
        next.wake()
      }
      now = until
    },
    network: (online) => {
      for (const listener of [...networkListeners]) listener(online)
    },
  }
}

/** For tests: a track that is told what happens to it. */
export class FakeTrack extends EventTarget {
  muted = false
  stopped = false
  onended: (() => void) | null = null
  constructor(
    readonly kind: string,
    readonly id: string = kind,
  ) {
    super()
  }
  stop(): void {
    this.stopped = true
  }
  getSettings() {
    return { deviceId: this.id }
  }
}

/** The same, as code that uses tracks takes it. */
export const fakeTrack = (kind: string, id?: string) =>
  new FakeTrack(kind, id) as FakeTrack & MediaStreamTrack

/** Four uplinks, as every offer begins. */
export const offerSdp = 'm=audio\nm=video\nm=video\nm=audio\nm=application\n'

type FakeTransceiver = {
  direction: string
  sender: { track: unknown; replaceTrack(track: unknown): Promise<void> }
}

/**
 * For tests: a browser's peer connection that connects to nothing. It writes down what is asked of it, and refuses
 * what comes at the wrong time, as browsers do.
 */
export class FakePeerConnection {
  readonly calls: string[] = []
  readonly transceivers: FakeTransceiver[] = []
  remoteDescription: { sdp: string } | null = null
  connectionState = 'new'
  stats = new Map<string, object>()
  /** When set, descriptions wait for it. */
  gate: Promise<void> | null = null
  onicecandidate: ((event: { candidate: { toJSON(): object } | null }) => void) | null = null
  onconnectionstatechange: (() => void) | null = null
  ondatachannel: ((event: { channel: object }) => void) | null = null
  ontrack: ((event: { track: FakeTrack; streams: object[] }) => void) | null = null
  constructor(readonly configuration: RTCConfiguration) {}

  async setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
    this.calls.push('setRemoteDescription')
    await this.gate
    if (!sdp.startsWith('m=')) throw new DOMException('no offer', 'OperationError')
    this.remoteDescription = { sdp }
    const lines = sdp.split('\n').filter((line) => /^m=(audio|video)/.test(line)).length
    while (this.transceivers.length < lines) {
      const sender: FakeTransceiver['sender'] = {
        track: null,
        replaceTrack: async (track) => {
          this.calls.push('replaceTrack')
          sender.track = track
        },
      }
      this.transceivers.push({ direction: 'recvonly', sender })
    }
  }
  getTransceivers = () => this.transceivers
  async createAnswer(): Promise<{ sdp: string }> {
    if (!this.remoteDescription) throw new DOMException('no offer yet', 'InvalidStateError')
    this.calls.push('createAnswer')
    return { sdp: 'answer' }
  }
  async setLocalDescription(): Promise<void> {
    this.calls.push('setLocalDescription')
  }
  async addIceCandidate({ candidate = '' }: RTCIceCandidateInit): Promise<void> {
    if (!this.remoteDescription) throw new DOMException('no description yet', 'InvalidStateError')
    this.calls.push(`addIceCandidate ${candidate}`)
    if (candidate === 'malformed') throw new DOMException('malformed', 'OperationError')
  }
  getStats = async () => this.stats
  close(): void {
    this.calls.push('close')
    this.connectionState = 'closed'
  }

  become(state: string): void {
    this.connectionState = state
    this.onconnectionstatechange?.()
  }
  /** Announces the data channel, open by then. */
  openChannel() {
    const channel = {
      label: 'messages',
      readyState: 'open',
      sent: [] as string[],
      onmessage: null as ((event: { data: unknown }) => void) | null,
      onclose: null as (() => void) | null,
      send(text: string) {
        if (text.length > 200) throw new TypeError('too large')
        channel.sent.push(text)
      },
      shut() {
        channel.readyState = 'closed'
        channel.onclose?.()
      },
    }
    this.ondatachannel?.({ channel })
    return channel
  }
}

/** For tests: a participant of a room in which nothing is on. */
export const fakePerson = (
  session_id: string,
  role: RoomParticipant['role'] = 'participant',
): RoomParticipant => ({
  session_id,
  user_id: session_id,
  name: session_id,
  role,
  audio: false,
  video: false,
  screen: false,
  joined_at: 1,
  reconnecting: false,
})

/** For tests: the answer to our join, as `me`. */
export const fakeJoined = (
  participants: RoomParticipant[] = [fakePerson('replica', 'replica'), fakePerson('me')],
): Extract<FromStudio, { type: 'joined' }> => ({
  type: 'joined',
  session_id: 'me',
  ticket: 'ticket-1',
  participants,
  captions: [{ seq: 1, role: 'replica', speaker: 'replica', text: 'Hey', at: 1 }],
  room: {
    conversation_id: 'c1',
    conversation_name: '',
    audio_only: false,
    closed_captions: false,
    language: 'english',
    max_participants: null,
    ends_when_empty: true,
    may_record: false,
    recording: null,
    background: null,
  },
  ice_servers: [],
})

/** For tests: sockets and peer connections by hand, in a browser that has both. */
export function handRoom() {
  const world = handWorld()
  const heard: FromParticipant[] = []
  const peers: FakePeerConnection[] = []
  let socket: (Socket & { readyState: number }) | null = null
  return {
    heard,
    peers,
    world: {
      ...world,
      open() {
        const opened: Socket & { readyState: number } = {
          readyState: 0,
          send: (text) => heard.push(JSON.parse(text)),
          close() {
            opened.readyState = 3
          },
          onopen: null,
          onmessage: null,
          onclose: null,
        }
        socket = opened
        return opened
      },
      createPeer(configuration: RTCConfiguration) {
        const made = new FakePeerConnection(configuration)
        peers.push(made)
        return made as unknown as RTCPeerConnection
      },
    },
    /** The socket opens, and our join is answered. */
    admit(joined = fakeJoined()) {
      if (!socket) throw new Error('No socket was opened.')
      socket.readyState = 1
      socket.onopen?.({} as never)
      this.tell(joined)
    },
    tell(frame: FromStudio | object) {
      socket?.onmessage?.({ data: JSON.stringify(frame) })
    },
    lose(code = 1006) {
      if (socket) socket.readyState = 3
      socket?.onclose?.({ code })
    },
  }
}

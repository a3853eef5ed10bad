import type { World } from '@/lib/client/room/world'
import { browserWorld } from '@/lib/client/room/world'
import {
  channelLabel,
  type FromParticipant,
  type FromStudio,
  fromParticipant,
  type RoomParticipant,
  screenStream,
  uplinks,
} from '@/lib/protocol/room'

// The studio's end of a room, in the same page as its participant: the browser's own peer connection makes the offers.

export const replicaSession = 'replica-session'
const otherSession = 'other-session'

const person = (session_id: string, role: RoomParticipant['role']): RoomParticipant => ({
  session_id,
  user_id: role === 'replica' ? 'tavus-replica-r1' : session_id,
  name: session_id,
  role,
  audio: role === 'replica',
  video: role === 'replica',
  screen: false,
  joined_at: 1,
  reconnecting: false,
})

/** What a studio may do otherwise than as agreed. */
export type Faults = {
  /** No candidate gets through, in either direction. */
  noCandidates?: boolean
  /** No track of the replica's is offered. */
  noTracks?: boolean
}

/** A moving picture and a tone. */
function sources() {
  const canvas = document.createElement('canvas')
  canvas.width = 128
  canvas.height = 128
  const drawing = canvas.getContext('2d')
  let turn = 0
  setInterval(() => {
    turn += 1
    if (drawing) drawing.fillStyle = `hsl(${turn * 10} 80% 50%)`
    drawing?.fillRect(0, 0, 128, 128)
  }, 40)
  const [picture] = canvas.captureStream(25).getVideoTracks()
  const context = new AudioContext()
  const tone = context.createOscillator()
  const destination = context.createMediaStreamDestination()
  tone.connect(destination)
  tone.start()
  const [voice] = destination.stream.getAudioTracks()
  if (!picture || !voice) throw new Error('The page has no picture or tone to send.')
  return { picture, voice }
}

/** A room with a replica, and the world in which a connection reaches it. */
export function createStudio() {
  const { picture, voice } = sources()
  const heard: FromParticipant[] = []
  const overChannel: unknown[] = []
  let faults: Faults = {}
  let generation = 0
  let peer: RTCPeerConnection | null = null
  let channel: RTCDataChannel | null = null
  let received: RTCRtpTransceiver[] = []
  let streams = new Map<string, string>()
  let close = (_code: number) => {}
  let tell = (_frame: FromStudio) => {}

  /** Streams get names of ours, which browsers do not let a page choose. */
  const named = (sdp: string) =>
    [...streams].reduce((text, [id, name]) => text.replaceAll(`msid:${id} `, `msid:${name} `), sdp)

  async function offer(): Promise<void> {
    const by = peer
    if (!by) return
    await by.setLocalDescription(await by.createOffer())
    const sdp = named(by.localDescription?.sdp ?? '').replace(/^a=candidate:.*\r\n/gm, '')
    tell({ type: 'offer', generation, sdp })
  }

  function forward(track: MediaStreamTrack, name: string): RTCRtpTransceiver | undefined {
    const stream = new MediaStream()
    streams.set(stream.id, name)
    return peer?.addTransceiver(track, { direction: 'sendonly', streams: [stream] })
  }

  function begin(): void {
    peer?.close()
    generation += 1
    streams = new Map()
    const by = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
    const count = generation
    peer = by
    received = uplinks.map((name) =>
      by.addTransceiver(name === 'camera' || name === 'screen' ? 'video' : 'audio', {
        direction: 'recvonly',
      }),
    )
    channel = by.createDataChannel(channelLabel)
    channel.onmessage = ({ data }) => overChannel.push(JSON.parse(data))
    by.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate && !faults.noCandidates)
        tell({ type: 'candidate', generation: count, candidate: candidate.toJSON() as { candidate: string } })
    }
    if (!faults.noTracks) {
      forward(voice, replicaSession)
      forward(picture, replicaSession)
    }
    void offer()
  }

  async function hear(frame: FromParticipant): Promise<void> {
    heard.push(frame)
    if (frame.type === 'join') {
      tell({
        type: 'joined',
        session_id: 'me',
        ticket: 'ticket',
        participants: [person(replicaSession, 'replica'), person('me', 'participant')],
        captions: [],
        ice_servers: [],
        room: {
          conversation_id: 'c1',
          conversation_name: '',
          audio_only: false,
          closed_captions: true,
          language: 'english',
          max_participants: null,
          ends_when_empty: true,
          may_record: false,
          recording: null,
          background: null,
        },
      })
      if (frame.media) begin()
    } else if (frame.type === 'connect') begin()
    else if (frame.type === 'answer' && frame.generation === generation)
      await peer?.setRemoteDescription({ type: 'answer', sdp: frame.sdp })
    else if (frame.type === 'candidate' && frame.generation === generation && !faults.noCandidates)
      if (frame.candidate) await peer?.addIceCandidate(frame.candidate)
  }

  const world: World = {
    ...browserWorld,
    open() {
      const opened = {
        readyState: 0,
        send: (text: string) => void hear(fromParticipant.parse(JSON.parse(text))),
        close() {
          opened.readyState = 3
        },
        onopen: null as (() => void) | null,
        onmessage: null as ((event: { data: unknown }) => void) | null,
        onclose: null as ((event: { code: number }) => void) | null,
      }
      tell = (frame) => {
        if (opened.readyState === 1) setTimeout(() => opened.onmessage?.({ data: JSON.stringify(frame) }))
      }
      close = (code) => {
        opened.readyState = 3
        opened.onclose?.({ code })
      }
      setTimeout(() => {
        opened.readyState = 1
        opened.onopen?.()
      })
      return opened
    },
  }

  return {
    world,
    heard,
    overChannel,
    generation: () => generation,
    fault: (next: Faults) => {
      faults = next
    },
    /** What comes from the participant: bytes by uplink. */
    async uplinkBytes(): Promise<Record<string, number>> {
      const bytes: Record<string, number> = {}
      for (const [i, name] of uplinks.entries()) {
        const stats = await received[i]?.receiver.getStats()
        for (const one of stats?.values() ?? [])
          if (one.type === 'inbound-rtp') bytes[name] = (bytes[name] ?? 0) + one.bytesReceived
      }
      return bytes
    },
    sendOverChannel: (frame: FromStudio) => channel?.send(JSON.stringify(frame)),
    /** Somebody else joins and shows a camera and a screen; what withdraws them. */
    async addPerson() {
      tell({ type: 'participant-joined', participant: person(otherSession, 'participant') })
      const camera = forward(picture, otherSession)
      const screen = forward(picture.clone(), screenStream(otherSession))
      await offer()
      return {
        async withdrawScreen() {
          screen?.stop()
          await offer()
        },
        async leave() {
          tell({ type: 'participant-left', participant: person(otherSession, 'participant') })
          camera?.stop()
          await offer()
        },
      }
    },
    /** The studio's end goes, as when its process is killed. */
    closePeer: () => peer?.close(),
    closeSocket: (code: number) => close(code),
  }
}

import wrtc from '@roamhq/wrtc'
import { WebSocket } from 'ws'
import type { FromParticipant, FromStudio } from '@/lib/protocol/room'

/**
 * For benches: one participant with WebRTC, in a process of its own (the library needs that). Told over IPC what to
 * do: `{ do: 'send' | 'report' | 'speak', … }`.
 */
const { RTCPeerConnection, nonstandard } = wrtc

/** RMS from which a sound counts as one, of 1. */
const audible = 0.01

const address = process.argv[2] ?? ''
const conversationId = process.argv[3] ?? ''
const socket = new WebSocket(`${address}/rooms/${conversationId}/socket`)
const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
const started = performance.now()
const levels: { at: number; level: number }[] = []
const mouths: { at: number; dark: number }[] = []
const marks: Record<string, number> = {}
let frames = 0
let channel: RTCDataChannel | null = null

const mark = (name: string) => {
  marks[name] ??= performance.now() - started
}
const send = (frame: FromParticipant) => socket.send(JSON.stringify(frame))

connection.ondatachannel = (event) => {
  channel = event.channel
  channel.onopen = () => mark('channel')
}
connection.onicecandidate = ({ candidate }) => {
  if (candidate)
    send({ type: 'candidate', generation: 1, candidate: candidate.toJSON() as { candidate: string } })
}
connection.ontrack = ({ track }) => {
  if (track.kind === 'audio') listen(track)
  else watch(track)
}

function listen(track: MediaStreamTrack): void {
  new nonstandard.RTCAudioSink(track).ondata = ({ samples }: { samples: Int16Array }) => {
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    const level = Math.sqrt(power) / 32_768
    if (level > audible) mark('audible')
    levels.push({ at: performance.now(), level })
  }
}

type Picture = { frame: { width: number; height: number; data: Uint8Array } }

function watch(track: MediaStreamTrack): void {
  new nonstandard.RTCVideoSink(track).onframe = ({ frame }: Picture) => {
    frames += 1
    mark('frame')
    mouths.push({ at: performance.now(), dark: darknessOf(frame) })
  }
}

/** How dark the picture is where the mouth is; brightness is the first plane. */
function darknessOf({ width, height, data }: Picture['frame']): number {
  let sum = 0
  let count = 0
  for (let y = Math.floor(height * 0.59); y < height * 0.76; y += 2) {
    for (let x = Math.floor(width * 0.51); x < width * 0.67; x += 2) {
      sum += 255 - (data[y * width + x] ?? 0)
      count += 1
    }
  }
  return sum / count
}

let work = Promise.resolve()
async function hear(frame: FromStudio): Promise<void> {
  if (frame.type === 'offer') {
    await connection.setRemoteDescription({ type: 'offer', sdp: frame.sdp })
    const answer = await connection.createAnswer()
    await connection.setLocalDescription(answer)
    send({ type: 'answer', generation: frame.generation, sdp: answer.sdp ?? '' })
  } else if (frame.type === 'candidate' && frame.candidate) {
    await connection.addIceCandidate(frame.candidate as RTCIceCandidateInit)
  }
}
socket.on('message', (data) => {
  work = work.then(() => hear(JSON.parse(String(data)))).catch(() => {})
})
socket.on('open', () => send({ type: 'join', audio: false, video: false, media: true }))

/** Samples the receiver had to invent because none came, and all it played. */
async function concealed(): Promise<{ concealed: number; played: number }> {
  const stats = await connection.getStats()
  for (const one of stats.values()) {
    if (one.type === 'inbound-rtp' && one.kind === 'audio')
      return {
        concealed: one.concealedSamples - one.silentConcealedSamples,
        played: one.totalSamplesReceived,
      }
  }
  return { concealed: 0, played: 0 }
}

process.on('message', async (order: { do: string; data?: unknown }) => {
  if (order.do === 'send') {
    channel?.send(JSON.stringify({ type: 'app-message', to: '*', data: order.data }))
    process.send?.({ sentAt: performance.now() })
  } else if (order.do === 'report') {
    process.send?.({ now: performance.now(), frames, levels, mouths, marks, ...(await concealed()) })
  }
})
process.on('disconnect', () => process.exit(0))

import type { MediaRoom, PeerEvents, SignalIn, Transport } from './port'

type Sending = Parameters<MediaRoom['setSending']>[1]

/** For tests: media that goes nowhere and is remembered. */
export function memoryTransport() {
  const rooms: ReturnType<typeof memoryRoom>[] = []
  const transport: Transport = {
    openRoom({ replicaSessionId, audioOnly }) {
      const room = memoryRoom(replicaSessionId, audioOnly)
      rooms.push(room)
      return room.media
    },
  }
  return { transport, rooms }
}

function memoryRoom(replicaSessionId: string, audioOnly: boolean) {
  const peers = new Map<string, PeerEvents>()
  const open = new Set<string>()
  const sending = new Map<string, Sending>()
  const signals: { sessionId: string; signal: SignalIn }[] = []
  const messages: { sessionId: string; data: { data: unknown } }[] = []
  const seen = { chunks: 0, loudChunks: 0, frames: 0, closed: false }
  let listener = (_sessionId: string, _samples: Int16Array) => {}
  const media: MediaRoom = {
    join(sessionId, events) {
      open.delete(sessionId)
      peers.set(sessionId, events)
    },
    signal: (sessionId, signal) => signals.push({ sessionId, signal }),
    setSending: (sessionId, what) => sending.set(sessionId, what),
    leave(sessionId) {
      open.delete(sessionId)
      peers.delete(sessionId)
    },
    publishVideo() {
      seen.frames += 1
    },
    publishAudio(samples) {
      seen.chunks += 1
      if (samples.some((sample) => sample !== 0)) seen.loudChunks += 1
    },
    onAudio(next) {
      listener = next
    },
    sendMessage(sessionId, text) {
      if (!open.has(sessionId)) return false
      messages.push({ sessionId, data: JSON.parse(text) })
      return true
    },
    watchers: () => open.size,
    close() {
      seen.closed = true
      open.clear()
      peers.clear()
    },
  }
  return {
    media,
    replicaSessionId,
    audioOnly,
    seen,
    sending,
    signals,
    peers,
    messages: (sessionId: string) =>
      messages.filter((message) => message.sessionId === sessionId).map(({ data }) => data.data),
    /** The participant's media comes up. */
    connect(sessionId: string) {
      open.add(sessionId)
      peers.get(sessionId)?.connected()
    },
    fail(sessionId: string) {
      open.delete(sessionId)
      peers.get(sessionId)?.failed()
    },
    /** What comes over the participant's data channel. */
    receive: (sessionId: string, text: string) => peers.get(sessionId)?.message(text),
    speak: (sessionId: string, samples: Int16Array) => listener(sessionId, samples),
  }
}

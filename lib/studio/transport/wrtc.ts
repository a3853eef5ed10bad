import wrtc from '@roamhq/wrtc'
import type { Log } from '@/lib/platform/log'
import { screenStream } from '@/lib/protocol/room'
import type { MediaSettings } from '@/lib/protocol/studio'
import { createPeer, type Peer } from './peer'
import type { Frame, MediaRoom, Transport } from './port'

const { nonstandard } = wrtc

/** Something a room sends to all: the replica's tracks and what participants send. */
type Published = { owner: string; stream: string; track: MediaStreamTrack }

/**
 * Media by libwebrtc in this process. It must be a process of its own, never a worker thread, and must end by
 * `process.exit`: the library crashes otherwise.
 */
export function createWrtcTransport(settings: MediaSettings, log: Log): Transport {
  return {
    openRoom({ replicaSessionId, audioOnly }): MediaRoom {
      const peers = new Map<string, Peer>()
      /** How many connections each participant has had: what comes late for one is never taken for the next. */
      const generations = new Map<string, number>()
      const published = new Map<string, Published>()
      const listeners = new Set<(sessionId: string, samples: Int16Array) => void>()
      const voice = new nonstandard.RTCAudioSource()
      const picture = audioOnly ? null : new nonstandard.RTCVideoSource()
      let planes: Frame | null = null

      publish('replica audio', {
        owner: replicaSessionId,
        stream: replicaSessionId,
        track: voice.createTrack(),
      })
      if (picture) {
        const track = picture.createTrack()
        publish('replica video', { owner: replicaSessionId, stream: replicaSessionId, track })
      }

      function publish(key: string, added: Published): void {
        if (published.has(key)) return
        published.set(key, added)
        for (const [sessionId, peer] of peers) {
          if (sessionId !== added.owner) peer.forward(key, added.track, added.stream)
        }
      }

      function withdraw(sessionId: string): void {
        for (const [key, { owner }] of [...published]) {
          if (owner !== sessionId) continue
          published.delete(key)
          for (const peer of peers.values()) peer.withdraw(key)
        }
      }

      function drop(sessionId: string): void {
        const peer = peers.get(sessionId)
        peers.delete(sessionId)
        peer?.close()
        withdraw(sessionId)
      }

      return {
        join(sessionId, events) {
          const generation = (generations.get(sessionId) ?? 0) + 1
          generations.set(sessionId, generation)
          drop(sessionId)
          const peer = createPeer({
            settings,
            generation,
            log,
            events: {
              ...events,
              failed() {
                if (peers.get(sessionId) !== peer) return
                drop(sessionId)
                events.failed()
              },
            },
            heard: (samples) => {
              for (const listener of listeners) listener(sessionId, samples)
            },
          })
          peers.set(sessionId, peer)
          for (const [key, { owner, stream, track }] of published) {
            if (owner !== sessionId) peer.forward(key, track, stream)
          }
        },
        signal: (sessionId, signal) => peers.get(sessionId)?.signal(signal),
        setSending(sessionId, { audio, video, screen }) {
          const peer = peers.get(sessionId)
          if (!peer) return
          peer.listen(audio)
          const send = (name: string, stream: string, index: number) => {
            const track = peer.uplink(index)
            if (track) publish(`${sessionId} ${name}`, { owner: sessionId, stream, track })
          }
          if (audio) send('audio', sessionId, 0)
          if (video) send('video', sessionId, 1)
          if (screen) {
            send('screen', screenStream(sessionId), 2)
            send('screen audio', screenStream(sessionId), 3)
          }
        },
        leave: drop,
        publishVideo(frame) {
          if (!picture) return
          const { width, height } = frame
          if (planes?.width !== width || planes.height !== height)
            planes = { width, height, data: new Uint8ClampedArray((width * height * 3) / 2) }
          // The declared types know Uint8Array only; at run time any bytes will do.
          const rgba = { width, height, data: bytesOf(frame.data) }
          const i420 = { width, height, data: bytesOf(planes.data) }
          nonstandard.rgbaToI420(rgba, i420)
          picture.onFrame(i420)
        },
        publishAudio: (samples) => voice.onData({ samples, sampleRate: 48_000 }),
        onAudio: (listener) => listeners.add(listener),
        sendMessage: (sessionId, text) => peers.get(sessionId)?.send(text) ?? false,
        watchers: () => [...peers.values()].filter((peer) => peer.isConnected()).length,
        close() {
          for (const peer of peers.values()) peer.close()
          peers.clear()
          for (const { track } of published.values()) track.stop()
          published.clear()
          listeners.clear()
        },
      }
    },
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8ClampedArray) =>
  new Uint8Array(buffer, byteOffset, byteLength)

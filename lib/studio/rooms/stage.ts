import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { SpeakingMessage, StreamingUtterance, UtteranceMessage } from '@/lib/protocol/interactions'
import type { IceServer } from '@/lib/protocol/room'
import type { RoomDescription } from '@/lib/protocol/studio'
import { createPainter } from '@/lib/studio/replica/face/painter'
import { createPlayback } from '@/lib/studio/replica/playback'
import { createReplica, type Line, type Replica, type Responder } from '@/lib/studio/replica/replica'
import { createSpeaker } from '@/lib/studio/replica/speaker'
import { createHearing } from '@/lib/studio/replica/stt/hearing'
import type { Recognizer } from '@/lib/studio/replica/stt/port'
import type { Synthesizer } from '@/lib/studio/replica/tts/port'
import type { MediaRoom, Transport } from '@/lib/studio/transport/port'

/** What the rooms of this process share. */
export type StudioParts = {
  transport: Transport
  /** Servers that help browsers find a way to us. */
  iceServers: IceServer[]
  synthesizer: Synthesizer
  /** Null where nothing turns speech into words. */
  recognizer: Recognizer | null
  responderFor(description: RoomDescription): Responder
}

/** Flat, so that whoever shows the picture can put something else in its place. */
const green = '#00ff9b'

/** The replica in a room, with voice, face and ears, and the media it shares with everybody there. */
export type Stage = {
  replica: Replica
  media: MediaRoom
  /** Words of somebody's speech come from their browser, or no longer. */
  recognition(sessionId: string, on: boolean): void
  left(sessionId: string): void
  /** Somebody receives media now. */
  watched(): void
  stop(): void
}

type Options = {
  parts: StudioParts
  description: RoomDescription
  replicaSessionId: string
  lines: Line[]
  clock: Clock
  log: Log
  /** The replica knows another context of this conversation now. */
  learned(context: string): void
  said(line: Line, message: UtteranceMessage): void
  told(message: SpeakingMessage | StreamingUtterance): void
  /** Whose voice is heard now; null when nobody's is. */
  activeSpeaker(sessionId: string | null): void
  /** Somebody's speech is heard, and its words are not made out. */
  notUnderstood(sessionId: string): void
  /** Who somebody is, for what they are heard to say. */
  nameOf(sessionId: string): string
}

/** Sets the stage. Nothing is drawn or sent before somebody watches. */
export function createStage(options: Options): Stage {
  const { parts, description, replicaSessionId, clock, log } = options
  const { conversationId, cast, language, audioOnly } = description
  const { look, voice } = cast.replica
  const media = parts.transport.openRoom({ replicaSessionId, audioOnly })
  const recognizing = new Set<string>()
  /** Who speaks, in the order in which they began. */
  const voices = new Set<string>()
  let active: string | null = null

  const hearing = createHearing({
    recognizer: parts.recognizer,
    language,
    clock,
    log,
    onStarted(sessionId) {
      heard(sessionId, true)
      // Without their words there is nothing to answer, so the replica goes on speaking.
      replica.listen(sessionId, { mayCut: parts.recognizer !== null || recognizing.has(sessionId) })
    },
    onStopped(sessionId, durationMs) {
      heard(sessionId, false)
      replica.listen(sessionId, { duration: durationMs / 1000 })
    },
    onWords(sessionId, text) {
      const message = {
        message_type: 'conversation',
        event_type: 'conversation.respond',
        conversation_id: conversationId,
        properties: { text },
      }
      replica.hear(message, options.nameOf(sessionId))
    },
    onNotUnderstood: options.notUnderstood,
  })
  media.onAudio((sessionId, samples) => hearing.hear(sessionId, samples))

  const playback = createPlayback({
    room: media,
    painter: audioOnly
      ? null
      : () => createPainter({ look, background: description.background && green, seed: conversationId }),
    clock,
    log,
    played: (samples) => hearing.played(samples),
  })
  const replica = createReplica({
    conversationId,
    name: cast.replica.name,
    responder: parts.responderFor(description),
    context: description.conversationalContext,
    learned: options.learned,
    lines: options.lines,
    age: description.age,
    greeted: description.resume.greeted,
    clock,
    log,
    speakerFor: (tell) =>
      createSpeaker({
        synthesizer: parts.synthesizer,
        playback,
        voice,
        language,
        clock,
        log,
        tell,
        changed: (speaking) => heard(replicaSessionId, speaking),
      }),
    setMood: (mood) => playback.setMood(mood),
    said: options.said,
    told: options.told,
  })

  /** Whoever began last is the one to look at. */
  function heard(sessionId: string, speaking: boolean): void {
    voices.delete(sessionId)
    if (speaking) voices.add(sessionId)
    const now = [...voices].at(-1) ?? null
    if (now === active) return
    active = now
    options.activeSpeaker(active)
  }

  return {
    replica,
    media,
    recognition(sessionId, on) {
      if (on) recognizing.add(sessionId)
      else recognizing.delete(sessionId)
      hearing.recognition(sessionId, on)
    },
    left(sessionId) {
      recognizing.delete(sessionId)
      hearing.left(sessionId)
      if (voices.has(sessionId)) {
        heard(sessionId, false)
        replica.listen(sessionId, { duration: 0 })
      }
      media.leave(sessionId)
    },
    watched: () => playback.wake(),
    stop() {
      replica.stop()
      playback.stop()
      hearing.close()
      media.close()
    },
  }
}

import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { ReplicaMessage } from '@/lib/protocol/interactions'
import type { IceServer } from '@/lib/protocol/room'
import type { ModelProblem, RoomDescription } from '@/lib/protocol/studio'
import { createPainter } from '@/lib/studio/replica/face/painter'
import type { ModelClient } from '@/lib/studio/replica/models/endpoint'
import { createPlayback } from '@/lib/studio/replica/playback'
import { createReplica, type Replica } from '@/lib/studio/replica/replica'
import { createSpeaker } from '@/lib/studio/replica/speaker'
import { createHearing } from '@/lib/studio/replica/stt/hearing'
import { createModelRecognizer } from '@/lib/studio/replica/stt/model-recognizer'
import type { Thinker } from '@/lib/studio/replica/thinker'
import type { Line } from '@/lib/studio/replica/transcript'
import { createVoice } from '@/lib/studio/replica/tts/model-voice'
import type { Synthesizer } from '@/lib/studio/replica/tts/port'
import { createTurns, type Turn, type Turns } from '@/lib/studio/replica/turns'
import type { MediaRoom, Transport } from '@/lib/studio/transport/port'

/** What the rooms of this process share. */
export type StudioParts = {
  transport: Transport
  /** Servers that help browsers find a way to us. */
  iceServers: IceServer[]
  /** The built-in voice. */
  synthesizer: Synthesizer
  models: ModelClient
  /** Who finds the answers in a room. */
  thinkerFor(description: RoomDescription): Thinker
}

/** Milliseconds until the same problem of a model is told again. */
const problemAgain = 60_000

/** Flat, so that whoever shows the picture can put something else in its place. */
const green = '#00ff9b'

/** The replica in a room, with voice, face and ears, and the media it shares with everybody there. */
export type Stage = {
  replica: Replica
  media: MediaRoom
  /** Words of somebody's speech come from their browser, or no longer. */
  recognition(sessionId: string, on: boolean): void
  /** What somebody's browser measured of an answer. */
  heard: Turns['heard']
  left(sessionId: string): void
  /** Somebody receives media now. */
  watched(): void
  /** Resolves when what was said is recorded. */
  stop(): Promise<void>
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
  /** A line was said, or goes on. */
  said(line: Line): void
  /** More is known of how long a turn took. */
  turned(turn: Turn): void
  /** A model did not do what it was asked, in words. */
  problem(part: ModelProblem['part'], message: string): void
  told(message: ReplicaMessage): void
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
  /** Who speaks, in the order in which they began. */
  const voices = new Set<string>()
  let active: string | null = null

  const { voiceModel, transcriber, patience, interruptibility } = description.mind
  const client = parts.models
  const lastTold = new Map<string, number>()
  const problem = (part: ModelProblem['part']) => (message: string) => {
    const now = clock.now().getTime()
    const name = `${part} ${message}`
    if (now - (lastTold.get(name) ?? Number.NEGATIVE_INFINITY) < problemAgain) return
    lastTold.set(name, now)
    log.warn({ conversation: conversationId, part, message }, 'A model did not do what it was asked.')
    options.problem(part, message)
  }
  const modelVoice =
    voiceModel &&
    createVoice({ voiceModel, client, builtIn: parts.synthesizer, clock, problem: problem('tts') })
  const hearing = createHearing({
    recognizer:
      transcriber && createModelRecognizer({ transcriber, client, language, problem: problem('stt') }),
    language,
    patience,
    interruptibility,
    clock,
    log,
    onStarted(sessionId, understood) {
      heard(sessionId, true)
      replica.listen(sessionId, { understood })
    },
    onStopped(sessionId, durationMs) {
      heard(sessionId, false)
      replica.listen(sessionId, { duration: durationMs / 1000 })
    },
    onInterrupt: (sessionId) => replica.cut(sessionId),
    onHold: (held) => playback.hold(held),
    onTurn(sessionId, { text, began, endedAt, decidedAt, transcribedAt }) {
      replica.take({
        text,
        speaker: options.nameOf(sessionId),
        sessionId,
        at: new Date(endedAt),
        speech: {
          began: new Date(began),
          decided: new Date(decidedAt),
          transcribed: new Date(transcribedAt),
        },
      })
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
  const turns = createTurns({ clock, told: options.turned })
  const replica = createReplica({
    conversationId,
    name: cast.replica.name,
    language,
    pipelineMode: description.mind.pipelineMode,
    thinker: parts.thinkerFor(description),
    turns,
    problem: problem('llm'),
    tune: (change) => hearing.tune(change),
    context: description.conversationalContext,
    learned: options.learned,
    lines: options.lines,
    age: description.age,
    greeted: description.resume.greeted,
    clock,
    log,
    speakerFor: (tell, mayBegin) =>
      createSpeaker({
        synthesizer: modelVoice ?? parts.synthesizer,
        playback,
        voice,
        language,
        clock,
        log,
        tell,
        mayBegin,
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
    recognition: hearing.recognition,
    heard: turns.heard,
    left(sessionId) {
      hearing.left(sessionId)
      if (voices.has(sessionId)) {
        heard(sessionId, false)
        replica.listen(sessionId, { duration: 0 })
      }
      media.leave(sessionId)
    },
    watched: () => playback.wake(),
    async stop() {
      const recorded = replica.stop()
      playback.stop()
      modelVoice?.close()
      hearing.close()
      media.close()
      await recorded
    },
  }
}

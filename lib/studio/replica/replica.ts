import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurnOfLoop } from 'node:timers/promises'
import { type Clock, wait } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { Interaction, ReplicaMessage } from '@/lib/protocol/interactions'
import type { Mind } from '@/lib/protocol/mind'
import { createAnswering } from '@/lib/studio/replica/answering'
import { inferenceIdOf, readInteraction } from '@/lib/studio/replica/inbox'
import { createMemory } from '@/lib/studio/replica/memory'
import { createNarrator } from '@/lib/studio/replica/narrator'
import type { Mood } from '@/lib/studio/replica/playback'
import { createSoundEchoes } from '@/lib/studio/replica/sound-echo'
import type { Speaker, SpeechNews, Utterance } from '@/lib/studio/replica/speaker'
import type { TurnTaking } from '@/lib/studio/replica/stt/sensitivity'
import { createTell } from '@/lib/studio/replica/telling'
import type { Thinker } from '@/lib/studio/replica/thinker'
import { createTranscript, type Line } from '@/lib/studio/replica/transcript'
import type { Turns } from '@/lib/studio/replica/turns'

/** The most characters that a conversation's context grows to. */
const longestContext = 100_000
/** Turns that may wait for their answer. */
const mostWaiting = 20
/** Milliseconds for which an answer waits until nobody speaks. */
const longestHold = 1500

/** Somebody's part in the conversation, said or written. */
export type Heard = {
  text: string
  speaker: string
  /** Null when it comes from outside of the room. */
  sessionId: string | null
  /** When it had ended. */
  at: Date
  /** Of speech: when it began, when it was certain that it had ended, and when its words had come. */
  speech?: { began: Date; decided: Date; transcribed: Date }
}

type Options = {
  conversationId: string
  name: string
  /** A name of the wire contract. */
  language: string
  pipelineMode: Mind['pipelineMode']
  thinker: Thinker
  turns: Turns
  /** What it knows of this conversation. */
  context: string
  /** What was said before, when the room goes on after a restart. */
  lines: Line[]
  /** Milliseconds since the conversation was created. */
  age: number
  greeted: boolean
  clock: Clock
  log: Log
  /** Makes its voice, which tells what it says as it says it. */
  speakerFor(
    tell: (about: Pick<Utterance, 'inferenceId' | 'turn'>, news: SpeechNews) => void,
    mayBegin: () => Promise<void>,
  ): Speaker
  setMood(mood: Mood): void
  /** It knows another context now: to be recorded. */
  learned(context: string): void
  /** A line was said, or goes on: to be recorded. */
  said(line: Line): void
  /** To be sent to everybody. */
  told(message: ReplicaMessage): void
  /** The model did not do what it was asked. */
  problem(message: string): void
  /** Changes how long a pause may be, and how much voice interrupts, from now on. */
  tune: TurnTaking['tune']
}

/** The replica's part in one conversation: one turn at a time, in the order in which they were asked for. */
export type Replica = {
  /** Makes the greeting ready to be spoken. */
  prepare(text: string): void
  /** Says the greeting, the first time it is called in the conversation. */
  greet(text: string): void
  /** Takes a message that is for the replica. Returns null, or in words why it was not taken. */
  hear(message: unknown, from: { name: string; sessionId: string | null }): string | null
  /** Takes what somebody was heard to say. */
  take(heard: Heard): void
  /** Somebody speaks, and will be understood or not; or has stopped after `duration` seconds. */
  listen(sessionId: string, speaking: { understood: boolean } | { duration: number }): void
  /** Stops what it is saying, as somebody speaks; and what it is about to say to them, who go on instead. */
  cut(sessionId: string): void
  greeted(): boolean
  /** What was said of late, oldest first. */
  lines(): Line[]
  /** Says nothing any more. Resolves when what was said is recorded. */
  stop(): Promise<void>
}

/** A replica that answers by its thinker. Its lines and turns are numbered on from those told before. */
export function createReplica(options: Options): Replica {
  const { conversationId, name, language, pipelineMode, thinker, turns, clock, log, learned, setMood } =
    options
  const transcript = createTranscript(options, { clock, changed: options.said })
  const memory = createMemory(options.lines)
  const tell = createTell({
    conversationId,
    transcript,
    clock,
    told: (message) => stopped || options.told(message),
  })
  const speaker = options.speakerFor(tell, mayBegin)
  const narrator = createNarrator({ name, speaker, transcript, memory, turns, tell, clock, log })
  const { problem } = options
  const echoes = createSoundEchoes(clock)
  const answering = createAnswering({ language, thinker, memory, narrator, turns, tell, log, problem })
  // A greeting that was recorded was said, even when the word that it was got lost in a crash.
  let greeted = options.greeted || options.lines.some(({ role }) => role === 'replica')
  let turn = Math.max(0, ...options.lines.map((line) => line.turn))
  /** Whose turn was the last to be answered. */
  let asker: string | null = null
  let waiting = 0
  let stopped = false
  let context = options.context
  let last = Promise.resolve()
  /** Session ids of those who speak, and of those among them whose words will come. */
  const speaking = new Set<string>()
  const talking = new Set<string>()
  let quiet = () => {}

  const showMood = () => setMood(speaking.size > 0 ? 'listening' : waiting > 0 ? 'thinking' : 'idle')

  /** It does not fall into somebody's word, unless that goes on. */
  async function mayBegin(): Promise<void> {
    if (talking.size === 0) return
    const silence = new Promise<void>((resolve) => {
      quiet = resolve
    })
    await Promise.race([silence, wait(clock, longestHold)])
  }

  /** Each turn gets a turn of the event loop of its own, so that a busy room does not hold up the others. */
  function enqueue(act: () => void | Promise<void>): void {
    waiting += 1
    showMood()
    last = last
      .then(() => nextTurnOfLoop())
      .then(() => (stopped ? undefined : act()))
      .catch((error) => log.error({ error, conversation: conversationId }, 'A turn of the replica failed.'))
      .finally(() => {
        waiting -= 1
        showMood()
      })
  }

  async function answer({ text, speaker: from, sessionId, at, speech }: Heard): Promise<void> {
    turn += 1
    const about = { inferenceId: randomUUID(), turn }
    const began = speech?.began ?? at
    const { seq } = transcript.add({
      role: 'user',
      speaker: from,
      text,
      at: began,
      duration: speech ? at.getTime() - began.getTime() : null,
      ...about,
    })
    tell(about, {
      event_type: 'conversation.utterance',
      properties: { role: 'user', speech: text, speaker: from, line: seq },
    })
    memory.heard(from, text)
    if (pipelineMode === 'echo') return
    turns.begin({ ...about, kind: speech ? 'speech' : 'text', sessionId, at })
    if (speech) {
      turns.reached(about.inferenceId, 'endpoint', speech.decided)
      turns.reached(about.inferenceId, 'transcription', speech.transcribed)
    }
    asker = sessionId
    await answering.answer(about, text)
  }

  function take(heard: Heard): void {
    // A turn of a participant's: what the replica was saying is over; and what it was about to say to speech.
    speaker.interrupt()
    if (heard.speech) answering.abort()
    enqueue(() => answer(heard))
  }

  /** What was asked before is answered by what was known then. */
  function learn(given: string, isMore: boolean): string | null {
    const next = isMore ? [context, given].filter((part) => part.trim()).join('\n\n') : given
    if (next.length > longestContext)
      return `The context would be longer than ${longestContext.toLocaleString('en')} characters. Replace it instead.`
    context = next
    enqueue(() => thinker.learn(next))
    learned(next)
    return null
  }

  /** Null when it was taken, or in words why not. */
  function carryOut(message: Interaction, from: { name: string; sessionId: string | null }): string | null {
    switch (message.event_type) {
      case 'conversation.interrupt':
        answering.abort()
        speaker.interrupt()
        return null
      case 'conversation.tool_result': {
        const { tool_call_id: id, result } = message.properties
        const taken = answering.result({ id, result }, turn)
        if (typeof taken === 'string') return taken
        if (taken.next) enqueue(taken.next)
        return null
      }
      case 'conversation.respond':
        take({
          text: message.properties.text,
          speaker: from.name,
          sessionId: from.sessionId,
          at: clock.now(),
        })
        return null
      case 'conversation.echo': {
        const { properties } = message
        if (properties.modality === 'audio') {
          return echoes.take(properties, (inferenceId, sound) =>
            enqueue(() => narrator.speak({ inferenceId, turn }, '', { sound })),
          )
        }
        const inferenceId = inferenceIdOf(properties.inference_id)
        enqueue(() => narrator.speak({ inferenceId, turn }, properties.text))
        return null
      }
      case 'conversation.sensitivity': {
        const { participant_pause_sensitivity: pause, participant_interrupt_sensitivity: interrupt } =
          message.properties
        options.tune({ pause, interrupt })
        return null
      }
      case 'conversation.overwrite_llm_context':
        return learn(message.properties.context, false)
      case 'conversation.append_llm_context':
        return learn(message.properties.context, true)
    }
  }

  return {
    prepare: (text) => speaker.prepare(text),
    greet(text) {
      if (greeted) return
      greeted = true
      const about = { inferenceId: randomUUID(), turn }
      if (text.trim()) enqueue(() => narrator.speak(about, text, { interruptible: false }))
    },
    take,
    hear(raw, from) {
      const message = readInteraction(raw, conversationId)
      if (typeof message === 'string') return message
      if (waiting >= mostWaiting && message.event_type !== 'conversation.interrupt')
        return 'Too many messages are waiting for their answer. Try again in a moment.'
      return carryOut(message, from)
    },
    listen(sessionId, heard) {
      const about = { turn }
      const properties = { role: 'user' as const, session_id: sessionId }
      if ('understood' in heard) {
        speaking.add(sessionId)
        if (heard.understood) talking.add(sessionId)
        tell(about, { event_type: 'conversation.started_speaking', properties })
        tell(about, { event_type: 'conversation.user.started_speaking', properties })
      } else if (speaking.delete(sessionId)) {
        talking.delete(sessionId)
        if (talking.size === 0) quiet()
        const stop = { ...properties, interrupted: false, duration: heard.duration }
        tell(about, { event_type: 'conversation.stopped_speaking', properties: stop })
        tell(about, { event_type: 'conversation.user.stopped_speaking', properties })
      }
      showMood()
    },
    cut(sessionId) {
      if (sessionId === asker) answering.abort()
      speaker.interrupt()
    },
    greeted: () => greeted,
    lines: () => transcript.lines(),
    async stop() {
      stopped = true
      answering.abort()
      echoes.close()
      speaker.stop()
      await narrator.settled()
    },
  }
}

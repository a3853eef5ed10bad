import { createHash, randomUUID } from 'node:crypto'
import { setImmediate as nextTurnOfLoop } from 'node:timers/promises'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import {
  type Interaction,
  interaction,
  interactionTypes,
  type SpeakingMessage,
  type StreamingUtterance,
  type UtteranceMessage,
} from '@/lib/protocol/interactions'
import { longestText } from '@/lib/protocol/longest-text'
import type { Mood } from '@/lib/studio/replica/playback'
import type { Turn } from '@/lib/studio/replica/responder/responder'
import type { Speaker, SpeechNews, Utterance } from '@/lib/studio/replica/speaker'

/** Finds the answer to what a participant says. */
export type Responder = {
  respond(message: string, history: Turn[]): { text: string } | Promise<{ text: string }>
  /** Takes `context` as what it knows of this conversation, in place of what it knew before. */
  learn(context: string): void
}

/** A line that was said. Its number rises within the conversation; what was told in between has numbers too. */
export type Line = {
  seq: number
  role: 'user' | 'replica'
  speaker: string
  text: string
  at: Date
  turn: number
  inferenceId: string | null
}

/** The most characters that a conversation's context grows to. */
const longestContext = 100_000
/** Turns that may wait for their answer. */
const mostWaiting = 20
/** Lines the responder is given as the conversation so far. */
const longestMemory = 40
/** What is kept of the lines for those who join later. */
const mostLines = 200
const mostCharacters = 200_000
/** Said when the responder fails, so that nobody waits in silence. */
const lostThread = 'Something went wrong while I looked for the answer. Please ask me again.'

type Options = {
  conversationId: string
  name: string
  responder: Responder
  /** What the responder knows of this conversation. */
  context: string
  /** What was said before, when the room goes on after a restart. */
  lines: Line[]
  /** Milliseconds since the conversation was created. */
  age: number
  greeted: boolean
  clock: Clock
  log: Log
  /** Makes its voice, which tells what it says as it says it. */
  speakerFor(tell: (utterance: Utterance, news: SpeechNews) => void): Speaker
  setMood(mood: Mood): void
  /** It knows another context now: to be recorded. */
  learned(context: string): void
  /** A line was said: to be recorded, and its message to be sent to everybody. */
  said(line: Line, message: UtteranceMessage): void
  /** Something happened to a voice: to be sent to everybody. */
  told(message: SpeakingMessage | StreamingUtterance): void
}

/** The replica's part in one conversation: one turn at a time, in the order in which they were asked for. */
export type Replica = {
  /** Makes the greeting ready to be spoken. */
  prepare(text: string): void
  /** Says the greeting, the first time it is called in the conversation. */
  greet(text: string): void
  /** Takes a message that is for the replica. Returns null, or in words why it was not taken. */
  hear(message: unknown, speaker: string): string | null
  /** Somebody speaks, or has stopped after `duration` seconds. With `mayCut` that silences the replica. */
  listen(sessionId: string, speaking: { mayCut: boolean } | { duration: number }): void
  greeted(): boolean
  /** What was said of late, oldest first. */
  lines(): Line[]
  /** Says nothing any more. */
  stop(): void
}

/** A replica that answers from `responder`. Its lines and turns are numbered on from those told before. */
export function createReplica({
  conversationId,
  name,
  responder,
  clock,
  log,
  said,
  told,
  learned,
  speakerFor,
  setMood,
  ...before
}: Options): Replica {
  const lines = [...before.lines]
  // A greeting that was recorded was said, even when the word that it was got lost in a crash.
  let greeted = before.greeted || lines.some(({ role }) => role === 'replica')
  // Fewer messages than milliseconds: what was told before a crash, recorded or not, has lower numbers.
  let seq = Math.max(Math.floor(before.age), ...lines.map((line) => line.seq))
  let turn = Math.max(0, ...lines.map((line) => line.turn))
  let waiting = 0
  let stopped = false
  let context = before.context
  let last = Promise.resolve()
  /** Session ids of those who speak. */
  const speaking = new Set<string>()
  const speaker = speakerFor((utterance, news) => tell(news, utterance))

  function tell(news: SpeechNews, about: Pick<Utterance, 'turn'> & { inferenceId?: string }): void {
    if (stopped) return
    seq += 1
    told({
      message_type: 'conversation',
      conversation_id: conversationId,
      timestamp: clock.now().getTime() / 1000,
      seq,
      turn_idx: about.turn,
      ...(about.inferenceId && { inference_id: about.inferenceId }),
      ...news,
    } as SpeakingMessage | StreamingUtterance)
  }

  const showMood = () => setMood(speaking.size > 0 ? 'listening' : waiting > 0 ? 'thinking' : 'idle')

  /** A line of the replica's own: read at once, spoken as soon as it can be. */
  function speak(text: string, inferenceId: string, interruptible = true): void {
    say('replica', name, text, inferenceId)
    speaker.say({ text, inferenceId, turn, interruptible })
  }

  function say(role: Line['role'], speaker: string, text: string, inferenceId: string): void {
    if (stopped) return
    seq += 1
    const line: Line = { seq, role, speaker, text, at: clock.now(), turn, inferenceId }
    lines.push(line)
    forget(lines)
    said(line, {
      message_type: 'conversation',
      event_type: 'conversation.utterance',
      conversation_id: conversationId,
      timestamp: line.at.getTime() / 1000,
      seq,
      turn_idx: turn,
      inference_id: inferenceId,
      properties: { role, speech: text, speaker },
    })
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

  /** What was asked before is answered by what was known then. */
  function learn(next: string): void {
    context = next
    enqueue(() => responder.learn(next))
    learned(next)
  }

  async function answer(text: string, speaker: string): Promise<void> {
    const history: Turn[] = lines.slice(-longestMemory).map(({ role, text }) => ({ role, text }))
    const inferenceId = randomUUID()
    turn += 1
    say('user', speaker, text, inferenceId)
    try {
      const { text: answered } = await responder.respond(text, history)
      if (!stopped) speak(answered, inferenceId)
    } catch (error) {
      log.error({ error, conversation: conversationId }, 'The replica found no answer.')
      speak(lostThread, inferenceId)
    }
  }

  return {
    prepare: (text) => speaker.prepare(text),
    greet(text) {
      if (greeted) return
      greeted = true
      if (text.trim()) enqueue(() => speak(text, randomUUID(), false))
    },
    hear(message, from) {
      const parsed = interaction.safeParse(message)
      if (!parsed.success) return misfit(message)
      if (parsed.data.conversation_id !== conversationId) return 'The message is for another conversation.'
      if (parsed.data.event_type === 'conversation.interrupt') {
        speaker.interrupt()
        return null
      }
      if (waiting >= mostWaiting)
        return 'Too many messages are waiting for their answer. Try again in a moment.'
      if ('context' in parsed.data.properties) {
        const { context: given } = parsed.data.properties
        const isMore = parsed.data.event_type === 'conversation.append_llm_context'
        const next = isMore ? [context, given].filter((part) => part.trim()).join('\n\n') : given
        if (next.length > longestContext)
          return `The context would be longer than ${longestContext.toLocaleString('en')} characters. Replace it instead.`
        learn(next)
        return null
      }
      const { event_type: kind } = parsed.data
      const { properties } = parsed.data
      if (!properties.text.trim()) return 'The message has no text.'
      if (kind === 'conversation.respond') {
        // A turn of a participant's: what the replica was saying is over.
        speaker.interrupt()
        enqueue(() => answer(properties.text, from))
      } else {
        enqueue(() => speak(properties.text, inferenceIdOf(parsed.data)))
      }
      return null
    },
    listen(sessionId, heard) {
      const about = { turn }
      const properties = { role: 'user' as const, session_id: sessionId }
      if ('mayCut' in heard) {
        speaking.add(sessionId)
        if (heard.mayCut) speaker.interrupt()
        tell({ event_type: 'conversation.started_speaking', properties }, about)
        tell({ event_type: 'conversation.user.started_speaking', properties }, about)
      } else if (speaking.delete(sessionId)) {
        const stop = { ...properties, interrupted: false, duration: heard.duration }
        tell({ event_type: 'conversation.stopped_speaking', properties: stop }, about)
        tell({ event_type: 'conversation.user.stopped_speaking', properties }, about)
      }
      showMood()
    },
    greeted: () => greeted,
    lines: () => [...lines],
    stop() {
      stopped = true
      speaker.stop()
    },
  }
}

/** Drops the oldest lines beyond what is kept. */
function forget(lines: Line[]): void {
  let characters = lines.reduce((sum, { text }) => sum + text.length, 0)
  while (lines.length > mostLines || (lines.length > 1 && characters > mostCharacters)) {
    characters -= lines.shift()?.text.length ?? 0
  }
}

/** The id of an echo: a name given by the sender always makes the same id. */
function inferenceIdOf(message: Interaction): string {
  const given = message.event_type === 'conversation.echo' ? message.properties.inference_id : undefined
  if (given === undefined) return randomUUID()
  const hex = createHash('sha256').update(given).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** Whether an app-message asks something of the replica; others are between participants. */
export const isForReplica = (message: unknown) =>
  typeof message === 'object' &&
  message !== null &&
  'event_type' in message &&
  interactionTypes.some((type) => type === message.event_type)

/** Why a message that is for the replica cannot be taken. */
function misfit(message: unknown): string {
  const { properties } = message as { properties?: { text?: unknown; context?: unknown } }
  const text = properties?.text ?? properties?.context
  return typeof text === 'string' && text.length > longestText
    ? `The message is longer than ${longestText.toLocaleString('en')} characters.`
    : 'The message is not complete: it needs message_type, event_type, conversation_id and properties.text, or properties.context.'
}

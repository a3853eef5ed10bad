import { createHash, randomUUID } from 'node:crypto'
import { setImmediate as nextTurnOfLoop } from 'node:timers/promises'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import {
  type Interaction,
  interaction,
  longestText,
  type UtteranceMessage,
} from '@/lib/protocol/interactions'
import type { Turn } from '@/lib/studio/replica/responder/responder'

/** Finds the answer to what a participant says. */
export type Responder = {
  respond(message: string, history: Turn[]): { text: string } | Promise<{ text: string }>
}

/** A line that was said, numbered from 1 within the conversation. */
export type Line = {
  seq: number
  role: 'user' | 'replica'
  speaker: string
  text: string
  at: Date
  turn: number
  inferenceId: string | null
}

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
  /** What was said before, when the room goes on after a restart. */
  lines: Line[]
  greeted: boolean
  clock: Clock
  log: Log
  /** A line was said: to be recorded, and its message to be sent to everybody. */
  said(line: Line, message: UtteranceMessage): void
}

/** The replica's part in one conversation: one turn at a time, in the order in which they were asked for. */
export type Replica = {
  /** Says the greeting, the first time it is called in the conversation. */
  greet(text: string): void
  /** Takes a message that is for the replica. Returns null, or in words why it was not taken. */
  hear(message: unknown, speaker: string): string | null
  greeted(): boolean
  /** What was said of late, oldest first. */
  lines(): Line[]
  /** Says nothing any more. */
  stop(): void
}

/** A replica that answers from `responder`. Its lines and turns are numbered on from those given. */
export function createReplica({
  conversationId,
  name,
  responder,
  clock,
  log,
  said,
  ...before
}: Options): Replica {
  const lines = [...before.lines]
  // A greeting that was recorded was said, even when the word that it was got lost in a crash.
  let greeted = before.greeted || lines.some(({ role }) => role === 'replica')
  let seq = Math.max(0, ...lines.map((line) => line.seq))
  let turn = Math.max(0, ...lines.map((line) => line.turn))
  let waiting = 0
  let stopped = false
  let last = Promise.resolve()

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
    last = last
      .then(() => nextTurnOfLoop())
      .then(() => (stopped ? undefined : act()))
      .catch((error) => log.error({ error, conversation: conversationId }, 'A turn of the replica failed.'))
      .finally(() => {
        waiting -= 1
      })
  }

  async function answer(text: string, speaker: string): Promise<void> {
    const history: Turn[] = lines.slice(-longestMemory).map(({ role, text }) => ({ role, text }))
    const inferenceId = randomUUID()
    turn += 1
    say('user', speaker, text, inferenceId)
    try {
      say('replica', name, (await responder.respond(text, history)).text, inferenceId)
    } catch (error) {
      log.error({ error, conversation: conversationId }, 'The replica found no answer.')
      say('replica', name, lostThread, inferenceId)
    }
  }

  return {
    greet(text) {
      if (greeted) return
      greeted = true
      if (text.trim()) enqueue(() => say('replica', name, text, randomUUID()))
    },
    hear(message, speaker) {
      const parsed = interaction.safeParse(message)
      if (!parsed.success) return misfit(message)
      if (parsed.data.conversation_id !== conversationId) return 'The message is for another conversation.'
      const { event_type: kind, properties } = parsed.data
      if (!properties.text.trim()) return 'The message has no text.'
      if (waiting >= mostWaiting)
        return 'Too many messages are waiting for their answer. Try again in a moment.'
      enqueue(
        kind === 'conversation.respond'
          ? () => answer(properties.text, speaker)
          : () => say('replica', name, properties.text, inferenceIdOf(parsed.data)),
      )
      return null
    },
    greeted: () => greeted,
    lines: () => [...lines],
    stop() {
      stopped = true
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
  (message.event_type === 'conversation.respond' || message.event_type === 'conversation.echo')

/** Why a message that is for the replica cannot be taken. */
function misfit(message: unknown): string {
  const { properties } = message as { properties?: { text?: unknown } }
  const text = properties?.text
  return typeof text === 'string' && text.length > longestText
    ? `The message is longer than ${longestText.toLocaleString('en')} characters.`
    : 'The message is not complete: it needs message_type, event_type, conversation_id and properties.text.'
}

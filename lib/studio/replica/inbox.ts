import { createHash, randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { type Interaction, interaction, interactionTypes } from '@/lib/protocol/interactions'
import { longestText } from '@/lib/protocol/longest-text'

/** Whether an app-message asks something of the replica; others are between participants. */
export const isForReplica = (message: unknown) =>
  typeof message === 'object' &&
  message !== null &&
  'event_type' in message &&
  interactionTypes.some((type) => type === message.event_type)

/** A message that is for the replica of a conversation, or in words why it cannot be taken. */
export function readInteraction(message: unknown, conversationId: string): Interaction | string {
  const { data, error } = interaction.safeParse(message)
  if (!data) return misfit(message, error)
  if (data.conversation_id !== conversationId) return 'The message is for another conversation.'
  const said = data.event_type === 'conversation.respond' || data.event_type === 'conversation.echo'
  const isEmpty = said && 'text' in data.properties && !data.properties.text.trim()
  return isEmpty ? 'The message has no text.' : data
}

function misfit(message: unknown, error: z.ZodError): string {
  const { event_type, properties } = message as {
    event_type?: string
    properties?: { text?: unknown; context?: unknown }
  }
  if (event_type === 'conversation.sensitivity') {
    const own = error.issues.find(({ code }) => code === 'custom')?.message
    return own ?? 'A sensitivity is one of superlow, verylow, low, medium, high and auto.'
  }
  const text = properties?.text ?? properties?.context
  return typeof text === 'string' && text.length > longestText
    ? `The message is longer than ${longestText.toLocaleString('en')} characters.`
    : 'The message is not complete: it needs message_type, event_type, conversation_id and properties.text, properties.context or properties.result.'
}

/** The id of an echo: a name given by the sender always makes the same id. */
export function inferenceIdOf(given: string | undefined): string {
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

import * as z from 'zod'
import { longestText } from './longest-text'

/**
 * The Interactions protocol: app-messages between participants and the replica, in the shapes that clients of
 * Tavus's conversations send and expect.
 */
const envelope = { message_type: z.literal('conversation'), conversation_id: z.string().max(64) }

const text = z.string().max(longestText)

/** Messages a participant may send to the replica. */
export const interaction = z.discriminatedUnion('event_type', [
  z.object({ ...envelope, event_type: z.literal('conversation.interrupt') }),
  z.object({
    ...envelope,
    event_type: z.literal('conversation.respond'),
    properties: z.object({ text }),
  }),
  z.object({
    ...envelope,
    event_type: z.literal('conversation.echo'),
    properties: z.object({
      modality: z.literal('text').optional(),
      text,
      inference_id: z.string().max(200).optional(),
    }),
  }),
  /** Puts another text in the place of the conversation's context; what the persona knows stays. */
  z.object({
    ...envelope,
    event_type: z.literal('conversation.overwrite_llm_context'),
    properties: z.object({ context: text }),
  }),
  /** Adds to the conversation's context. */
  z.object({
    ...envelope,
    event_type: z.literal('conversation.append_llm_context'),
    properties: z.object({ context: text, job_status: z.string().max(64).optional() }),
  }),
])

/** The kinds of messages that are for the replica. */
export const interactionTypes = interaction.options.map(({ shape }) => shape.event_type.value)

/** Messages the replica sends to everybody in the room. */
export const utterance = z.object({
  ...envelope,
  event_type: z.literal('conversation.utterance'),
  timestamp: z.number().describe('Unix seconds'),
  seq: z.int().describe('Rising within the conversation'),
  turn_idx: z.int().describe('Rises with each respond message'),
  inference_id: z.string().optional(),
  properties: z.object({
    role: z.enum(['user', 'replica']),
    speech: z.string(),
    speaker: z.string().optional().describe('Name of whoever says it; ours, in addition to the protocol'),
  }),
})

const told = {
  ...envelope,
  timestamp: z.number().describe('Unix seconds'),
  seq: z.int().describe('Rising within the conversation'),
  turn_idx: z.int(),
  inference_id: z.string().optional(),
}

/** The words of an utterance that have been spoken so far, in time with the voice. */
export const streamingUtterance = z.object({
  ...told,
  event_type: z.literal('conversation.utterance.streaming'),
  properties: z.object({
    role: z.enum(['user', 'replica']),
    speech: z.string().describe('Everything spoken so far'),
    content_index: z.int().describe('Counts the messages of one utterance from 0'),
    final: z.boolean(),
    is_interrupted: z.boolean().optional(),
  }),
})

/** Somebody began or stopped to speak. Each is told by a general name and by the older one of its role. */
export const speaking = z.object({
  ...told,
  event_type: z.enum([
    'conversation.started_speaking',
    'conversation.stopped_speaking',
    'conversation.replica.started_speaking',
    'conversation.replica.stopped_speaking',
    'conversation.user.started_speaking',
    'conversation.user.stopped_speaking',
  ]),
  properties: z
    .object({
      role: z.enum(['user', 'replica']).optional(),
      /** Session id of whoever speaks; ours, in addition to the protocol. */
      session_id: z.string().optional(),
      interrupted: z.boolean().optional(),
      duration: z.number().nullable().optional().describe('Seconds'),
    })
    .optional(),
})

/** Tells a participant alone that their speech is heard and its words are not understood. Ours, beside the protocol. */
export const speechNotUnderstood = z.object({
  message_type: z.literal('system'),
  event_type: z.literal('system.speech_not_understood'),
  conversation_id: z.string(),
})

/** Tells a sender alone that the replica did not take their message, and why. Ours, beside the protocol. */
export const interactionRefused = z.object({
  message_type: z.literal('system'),
  event_type: z.literal('system.interaction_refused'),
  conversation_id: z.string(),
  properties: z.object({ reason: z.string() }),
})

export type Interaction = z.infer<typeof interaction>
export type UtteranceMessage = z.infer<typeof utterance>
export type StreamingUtterance = z.infer<typeof streamingUtterance>
export type SpeakingMessage = z.infer<typeof speaking>
export type SpeechNotUnderstood = z.infer<typeof speechNotUnderstood>
export type InteractionRefused = z.infer<typeof interactionRefused>

import * as z from 'zod'
import { longestText } from './longest-text'

/**
 * The Interactions protocol: app-messages between participants and the replica, in the shapes that clients of
 * Tavus's conversations send and expect.
 */
const envelope = { message_type: z.literal('conversation'), conversation_id: z.string().max(64) }

const text = z.string().max(longestText)

const sensitivity = z.enum(['superlow', 'verylow', 'low', 'medium', 'high', 'auto'])

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
    properties: z.union([
      z.object({
        modality: z.literal('text').optional(),
        text,
        inference_id: z.string().max(200).optional(),
      }),
      /** Sound that it says, in parts under one inference id; the last part has `done`. */
      z.object({
        modality: z.literal('audio'),
        audio: z.base64().describe('PCM of 16 bits, one channel, little endian'),
        sample_rate: z.int().optional().describe('16000 unless it says another'),
        inference_id: z.string().max(200).optional(),
        done: z.boolean().optional(),
      }),
    ]),
  }),
  /** Changes how readily a pause is taken for the end of a turn, or a voice for an interruption: one of the two. */
  z.object({
    ...envelope,
    event_type: z.literal('conversation.sensitivity'),
    properties: z
      .object({
        participant_pause_sensitivity: sensitivity.optional(),
        participant_interrupt_sensitivity: sensitivity.optional(),
      })
      .refine(
        (given) => Object.values(given).filter((value) => value !== undefined).length === 1,
        'Exactly one of participant_pause_sensitivity and participant_interrupt_sensitivity is needed.',
      ),
  }),
  /** What a function came to that the replica called. */
  z.object({
    ...envelope,
    event_type: z.literal('conversation.tool_result'),
    properties: z.object({
      /** Of the call; without it the latest one that waits is meant. */
      tool_call_id: z.string().max(200).optional(),
      result: z.unknown().refine((value) => value !== undefined, 'result is missing.'),
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

/** Around every message that the replica sends to everybody in the room. */
const told = {
  ...envelope,
  timestamp: z.number().describe('Unix seconds'),
  seq: z.int().describe('Rising within the conversation'),
  turn_idx: z.int().describe('Rises with each respond message'),
  inference_id: z.string().optional(),
}

/** What somebody has said, all of it. */
export const utterance = z.object({
  ...told,
  event_type: z.literal('conversation.utterance'),
  properties: z.object({
    role: z.enum(['user', 'replica']),
    speech: z.string().describe('All of it, though it may have been cut off'),
    interrupted: z.literal(true).optional().describe('It was cut off'),
    // Ours, in addition to the protocol.
    speaker: z.string().optional().describe('Name of whoever says it'),
    spoken: z.string().optional().describe('What was said of it, where it was cut off'),
    line: z
      .int()
      .optional()
      .describe('Its number in the transcript; it may have begun long before it is told'),
  }),
})

/** A function that the replica wants called; what it came to is told by `conversation.tool_result`. */
export const toolCall = z.object({
  ...told,
  event_type: z.literal('conversation.tool_call'),
  properties: z.object({
    name: z.string(),
    arguments: z.string().describe('JSON, as the model wrote it'),
    tool_call_id: z.string(),
  }),
})

/** Which documents the replica looked into for an answer. */
export const ragObservability = z.object({
  ...told,
  event_type: z.literal('conversation.rag.observability'),
  properties: z.object({
    documents: z.array(z.object({ document_id: z.string(), document_name: z.string() })),
  }),
})

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

/** What happens to the conversation as a whole, in the words of its webhooks. */
export const roomSystemMessage = z.object({
  message_type: z.literal('system'),
  event_type: z.enum(['system.replica_joined', 'system.pal_joined', 'system.shutdown']),
  conversation_id: z.string(),
  properties: z.record(z.string(), z.string()),
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

/** Tells those who joined with an account that a model did not do what it was asked. Ours, beside the protocol. */
export const modelFailed = z.object({
  message_type: z.literal('system'),
  event_type: z.literal('system.model_failed'),
  conversation_id: z.string(),
  properties: z.object({
    part: z.enum(['llm', 'tts', 'stt']),
    message: z.string().describe('Status and our words, never what it answered'),
  }),
})

export type Interaction = z.infer<typeof interaction>
export type UtteranceMessage = z.infer<typeof utterance>
/** What the replica tells everybody. */
export type ReplicaMessage =
  | UtteranceMessage
  | StreamingUtterance
  | SpeakingMessage
  | z.infer<typeof toolCall>
  | z.infer<typeof ragObservability>
export type StreamingUtterance = z.infer<typeof streamingUtterance>
export type SpeakingMessage = z.infer<typeof speaking>
export type RoomSystemMessage = z.infer<typeof roomSystemMessage>
export type SpeechNotUnderstood = z.infer<typeof speechNotUnderstood>
export type ModelFailed = z.infer<typeof modelFailed>
export type InteractionRefused = z.infer<typeof interactionRefused>

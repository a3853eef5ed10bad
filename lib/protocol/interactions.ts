import * as z from 'zod'

/**
 * The Interactions protocol: app-messages between participants and the replica, in the shapes that clients of
 * Tavus's conversations send and expect.
 */
const envelope = { message_type: z.literal('conversation'), conversation_id: z.string().max(64) }

/** The most characters of one message's text. Longer than the longest context, shorter than a frame. */
export const longestText = 40_000

const text = z.string().max(longestText)

/** Messages a participant may send to the replica. */
export const interaction = z.discriminatedUnion('event_type', [
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
])

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

/** Tells a sender alone that the replica did not take their message, and why. Ours, beside the protocol. */
export const interactionRefused = z.object({
  message_type: z.literal('system'),
  event_type: z.literal('system.interaction_refused'),
  conversation_id: z.string(),
  properties: z.object({ reason: z.string() }),
})

export type Interaction = z.infer<typeof interaction>
export type UtteranceMessage = z.infer<typeof utterance>
export type InteractionRefused = z.infer<typeof interactionRefused>

import * as z from 'zod'

/**
 * What a participant's browser and the studio say to each other over the room's WebSocket
 * (`/rooms/<conversation id>/socket`), as JSON text frames.
 */

/** The largest frame in bytes; a larger one closes the connection. A 40,000-character text in UTF-8 fits. */
export const largestFrame = 192 * 1024

/** Close code of a connection whose place was taken by a newer one of the same participant: not to be tried again. */
export const replacedCode = 4001

/** Who is in the room. Device states are what each participant says of its own devices. */
export const participant = z.object({
  session_id: z.string(),
  /** The replica's contains `tavus-replica`, by which clients of the protocol recognise it. */
  user_id: z.string(),
  name: z.string(),
  role: z.enum(['replica', 'participant']),
  audio: z.boolean(),
  video: z.boolean(),
  joined_at: z.number().describe('Unix seconds'),
  /** The connection is lost and a return is waited for. */
  reconnecting: z.boolean(),
})

export const caption = z.object({
  seq: z.int(),
  role: z.enum(['user', 'replica']),
  speaker: z.string(),
  text: z.string(),
  at: z.number().describe('Unix seconds'),
})

const name = z.string().trim().max(80)

/** Browser to studio. The first frame is `join`; `ticket` returns to a place held before. */
export const fromParticipant = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('join'),
    name: name.optional(),
    token: z.string().max(4096).optional(),
    ticket: z.string().max(512).optional(),
    audio: z.boolean(),
    video: z.boolean(),
  }),
  z.object({ type: z.literal('app-message'), to: z.string().max(64), data: z.unknown() }),
  z.object({ type: z.literal('devices'), audio: z.boolean(), video: z.boolean() }),
  z.object({ type: z.literal('rename'), name }),
  z.object({ type: z.literal('leave') }),
])

/** Why nobody, or this one, may be in the room. */
export const refusal = z.enum([
  'unknown',
  'ended',
  'full',
  'not-allowed',
  'token-expired',
  'token-used',
  'busy',
  'protocol',
])

/** Studio to browser. */
export const fromStudio = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('joined'),
    session_id: z.string(),
    ticket: z.string(),
    participants: z.array(participant),
    captions: z.array(caption).describe('What was said before, oldest first'),
    room: z.object({
      conversation_id: z.string(),
      conversation_name: z.string(),
      audio_only: z.boolean(),
      closed_captions: z.boolean(),
      language: z.string(),
      max_participants: z.int().nullable(),
      /** The conversation ends at once when the last participant leaves. */
      ends_when_empty: z.boolean(),
    }),
  }),
  z.object({ type: z.literal('refused'), reason: refusal, message: z.string() }),
  z.object({ type: z.literal('participant-joined'), participant }),
  z.object({ type: z.literal('participant-updated'), participant }),
  z.object({ type: z.literal('participant-left'), participant }),
  z.object({ type: z.literal('app-message'), from: z.string(), data: z.unknown() }),
  z.object({ type: z.literal('ended'), reason: z.string() }),
])

export type RoomParticipant = z.infer<typeof participant>
export type Caption = z.infer<typeof caption>
export type FromParticipant = z.infer<typeof fromParticipant>
export type FromStudio = z.infer<typeof fromStudio>
export type Refusal = z.infer<typeof refusal>

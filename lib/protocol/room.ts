import * as z from 'zod'

/**
 * What a participant's browser and the studio say to each other over the room's WebSocket
 * (`/rooms/<conversation id>/socket`), as JSON text frames.
 */

/** The largest frame in bytes; a larger one closes the connection. A 40,000-character text in UTF-8 fits. */
export const largestFrame = 192 * 1024

/** Close code of a connection whose place was taken by a newer one of the same participant: not to be tried again. */
export const replacedCode = 4001

/** Label of the data channel that carries app-messages once it is open; until then, and without it, the WebSocket does. */
export const channelLabel = 'messages'

/**
 * What a browser sends, by the m-lines of every offer: the first four, in this order. The studio offers to receive
 * all of them from the start, so that switching a device needs no negotiation.
 */
export const uplinks = ['microphone', 'camera', 'screen', 'screenAudio'] as const

/** Id of the media stream that carries somebody's screen; camera and microphone come in one that is named `sessionId`. */
export const screenStream = (sessionId: string) => `${sessionId}.screen`

/** Who is in the room. Device states are what each participant says of its own devices. */
export const participant = z.object({
  session_id: z.string(),
  /** The replica's contains `tavus-replica`, by which clients of the protocol recognise it. */
  user_id: z.string(),
  name: z.string(),
  role: z.enum(['replica', 'participant']),
  audio: z.boolean(),
  video: z.boolean(),
  /** Shares a screen. */
  screen: z.boolean(),
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

/** The recording that is being made, and by whom. */
export const roomRecording = z.object({
  recording_id: z.string(),
  session_id: z.string(),
  name: z.string(),
  started_at: z.number().describe('Unix seconds'),
})

/**
 * What stands behind the replica, whose video arrives on flat green wherever there is one: `green` leaves it at that, a
 * colour or a picture takes the place of the green in the browser.
 */
export const roomBackground = z.discriminatedUnion('type', [
  z.object({ type: z.literal('green') }),
  z.object({ type: z.literal('color'), color: z.string().describe('#rrggbb') }),
  z.object({ type: z.literal('image'), url: z.string().describe('Path at the origin of the room') }),
])

/** The green that arrives (#00ff9b), before a codec has shifted it. */
export const greenScreen = [0, 255, 155] as const

/** A STUN or TURN server, as browsers take it. */
export const iceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
})

const name = z.string().trim().max(80)

/** A session description is some kilobytes for each participant. */
const sdp = z.string().max(largestFrame)

/** Null says that there are no more. */
const iceCandidate = z
  .object({
    candidate: z.string().max(1024),
    sdpMid: z.string().max(64).nullish(),
    sdpMLineIndex: z.int().nullish(),
    usernameFragment: z.string().max(256).nullish(),
  })
  .nullable()

/** Counts the media connections of one participant from 1; what belongs to an earlier one is ignored. */
const generation = z.int().positive()

/** Browser to studio. The first frame is `join`; `ticket` returns to a place held before. */
export const fromParticipant = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('join'),
    name: name.optional(),
    token: z.string().max(4096).optional(),
    ticket: z.string().max(512).optional(),
    audio: z.boolean(),
    video: z.boolean(),
    screen: z.boolean().optional(),
    /** Wants media: the studio makes an offer. */
    media: z.boolean().optional(),
  }),
  /** Asks for a new media connection in place of the one there is, which has failed. */
  z.object({ type: z.literal('connect') }),
  /** There will be no media connection: what is said is for the eye. */
  z.object({ type: z.literal('no-media') }),
  z.object({ type: z.literal('answer'), generation, sdp }),
  z.object({ type: z.literal('candidate'), generation, candidate: iceCandidate }),
  /** Words of this participant's speech will come from their browser's recognition (as `conversation.respond`), or no longer. */
  z.object({ type: z.literal('recognition'), on: z.boolean() }),
  z.object({ type: z.literal('app-message'), to: z.string().max(64), data: z.unknown() }),
  z.object({
    type: z.literal('devices'),
    audio: z.boolean(),
    video: z.boolean(),
    screen: z.boolean().optional(),
  }),
  /**
   * How long this participant waited for an answer, by their own audio clock: from the end of what they said, or from
   * sending what they wrote, until the replica was heard.
   */
  z.object({
    type: z.literal('heard'),
    inference_id: z.string().max(64),
    latency_ms: z.number(),
    from: z.enum(['speech', 'text']),
  }),
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
    ice_servers: z.array(iceServer),
    room: z.object({
      conversation_id: z.string(),
      conversation_name: z.string(),
      audio_only: z.boolean(),
      closed_captions: z.boolean(),
      language: z.string(),
      max_participants: z.int().nullable(),
      /** The conversation ends at once when the last participant leaves. */
      ends_when_empty: z.boolean(),
      /** This participant may start a recording. */
      may_record: z.boolean().default(false),
      recording: roomRecording.nullable().default(null),
      /** Null: the replica is seen as it is drawn. */
      background: roomBackground.nullable().default(null),
    }),
  }),
  z.object({ type: z.literal('offer'), generation, sdp }),
  z.object({ type: z.literal('candidate'), generation, candidate: iceCandidate }),
  /** Who is speaking now, the replica included; null when nobody is. */
  z.object({ type: z.literal('active-speaker'), session_id: z.string().nullable() }),
  /** A recording has begun, or the one there was has ended. */
  z.object({ type: z.literal('recording'), recording: roomRecording.nullable() }),
  /** What was said of late, again: after a media connection failed, whose channel may have swallowed some of it. */
  z.object({ type: z.literal('captions'), captions: z.array(caption) }),
  z.object({ type: z.literal('refused'), reason: refusal, message: z.string() }),
  z.object({ type: z.literal('participant-joined'), participant }),
  z.object({ type: z.literal('participant-updated'), participant }),
  z.object({ type: z.literal('participant-left'), participant }),
  z.object({ type: z.literal('app-message'), from: z.string(), data: z.unknown() }),
  z.object({ type: z.literal('ended'), reason: z.string() }),
])

export type RoomParticipant = z.infer<typeof participant>
export type IceServer = z.infer<typeof iceServer>
export type IceCandidate = z.infer<typeof iceCandidate>
export type Caption = z.infer<typeof caption>
export type FromParticipant = z.infer<typeof fromParticipant>
export type FromStudio = z.infer<typeof fromStudio>
export type RoomBackground = z.infer<typeof roomBackground>
export type RoomRecording = z.infer<typeof roomRecording>
export type Refusal = z.infer<typeof refusal>

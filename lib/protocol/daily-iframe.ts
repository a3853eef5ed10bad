import * as z from 'zod'

/**
 * The messages between a page that calls `createFrame` of `@daily-co/daily-js` (the host) and the meeting room in
 * its frame, by `window.postMessage`. Undocumented by its maker and taken from version 0.92.2: the contract test
 * in `e2e/daily-contract` runs that version against this.
 */

export const messageKind = 'iframe-call-message'

/** Errors that end a call. Those left out (`no-room`, `connection-error`, `end-of-life`) make the host report to a third party. */
export type FatalErrorType = 'ejected' | 'exp-room' | 'exp-token' | 'meeting-full' | 'not-allowed'

/** Host to room: what every message has. The rest depends on `action` and is read by one of the schemas below. */
export const fromHost = z.looseObject({
  what: z.literal(messageKind),
  from: z.literal('module'),
  callClientId: z.string().max(100),
  action: z.string().max(100),
  callbackStamp: z.string().max(100).optional(),
})
export type FromHost = z.infer<typeof fromHost>

/** A field that is of no use when malformed. */
const lenient = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined)

/** What a host says of the call before and while joining (`iframe-launch-config`, `join-meeting`). */
export const callProperties = z.object({
  token: lenient(z.string().max(4096)),
  userName: lenient(z.string()),
  userData: z.unknown().optional(),
  startAudioOff: lenient(z.boolean()),
  startVideoOff: lenient(z.boolean()),
  showLeaveButton: lenient(z.boolean()),
  showLocalVideo: lenient(z.boolean()),
  theme: z.unknown().optional(),
})
export type CallProperties = z.infer<typeof callProperties>

export const joinCall = z.object({ properties: callProperties.catch(callProperties.parse({})) })
export const switchCall = z.object({ state: z.boolean() })
export const appMessageCall = z.object({ data: z.unknown().optional(), to: z.string().max(64).catch('*') })
export const userNameCall = z.object({ name: z.string() })
export const userDataCall = z.object({ userData: z.unknown().optional() })
export const showNamesCall = z.object({ mode: z.enum(['always', 'never']).or(z.literal(false)) })
export const showLocalVideoCall = z.object({ show: z.boolean() })
export const themeCall = z.object({ theme: z.unknown().optional() })
/** `false` switches a device off, an id chooses one, nothing leaves it as it is. */
const chosenDevice = lenient(z.string().max(512).or(z.literal(false)))
export const inputDevicesCall = z.object({ audioDeviceId: chosenDevice, videoDeviceId: chosenDevice })
export const outputDeviceCall = z.object({ outputDeviceId: z.string().max(512) })
const participantUpdate = z.object({ setAudio: lenient(z.boolean()), setVideo: lenient(z.boolean()) })
export const updateParticipantCall = z.object({ id: z.string().max(64), properties: participantUpdate })
export const updateParticipantsCall = z.object({
  participants: z.record(z.string().max(64), participantUpdate),
})

export const recordingCall = z.object({
  type: lenient(z.string().max(64)),
  instanceId: lenient(z.string().max(128)),
})

/** One track of a participant. The media itself never crosses the frame. */
export type DailyTrack = {
  subscribed: boolean
  state: 'blocked' | 'off' | 'sendable' | 'loading' | 'interrupted' | 'playable'
  off?: { byUser?: boolean }
  blocked?: { byPermissions?: boolean; byDeviceMissing?: boolean; byDeviceInUse?: boolean }
}

/** Somebody in the call as hosts know them. */
export type DailyParticipant = {
  session_id: string
  user_id: string
  user_name: string
  userData?: unknown
  local: boolean
  owner: boolean
  record: boolean
  audio: boolean
  video: boolean
  screen: boolean
  joined_at: Date
  will_eject_at: Date
  permissions: {
    hasPresence: boolean
    canSend: boolean
    canReceive: { base: boolean }
    canAdmin: boolean
  }
  tracks: Record<'audio' | 'video' | 'screenAudio' | 'screenVideo', DailyTrack>
}

export type DailyDevice = { deviceId: string; groupId: string; kind: string; label: string }

type DailyError = {
  errorMsg: string
  error: { type: FatalErrorType; msg: string; details: { reason: string } }
  /** Without it the host blanks the frame, and with it our words for what happened. */
  preserveIframe: true
}

/** Room to host, without the envelope. */
export type ToHost =
  | { action: 'iframe-ready-for-launch-config' | 'call-machine-initialized' | 'loaded' | 'left-meeting' }
  | { action: 'access-state-updated'; access: { level: 'full' } }
  | {
      action: 'joined-meeting'
      participants: Record<string, DailyParticipant>
      /** Raises the largest app-message the host accepts, in characters of JSON. */
      internal: { _maxAppMessageSize: number }
    }
  | {
      action: 'participant-joined' | 'participant-updated' | 'participant-left'
      participant: DailyParticipant
    }
  | { action: 'participant-counts-updated'; participantCounts: { present: number; hidden: number } }
  | { action: 'meeting-session-summary-updated'; meetingSession: { id: string } }
  | { action: 'app-message'; data: unknown; fromId: string }
  | { action: 'active-speaker-change'; activeSpeaker: { peerId: string } }
  | {
      action: 'network-quality-change'
      state: { state: 'good' | 'bad'; reasons: string[] }
      threshold: 'good' | 'low' | 'very-low'
      quality: number
    }
  | { action: 'network-connection'; type: 'signaling' | 'sfu'; event: 'connected' | 'interrupted' }
  | { action: 'nonfatal-error'; type: string; errorMsg: string }
  | {
      action: 'local-screen-share-started' | 'local-screen-share-stopped' | 'local-screen-share-canceled'
    }
  | {
      action: 'recording-started'
      local: boolean
      recordingId: string
      /** Session id of who records. */
      startedBy: string
      type: 'cloud'
      instanceId?: string
    }
  | { action: 'recording-stopped'; instanceId?: string }
  | { action: 'recording-error'; errorMsg: string; instanceId?: string }
  | { action: 'transcription-error' | 'live-streaming-error'; errorMsg: string }
  | {
      action: 'camera-error'
      errorMsg: { errorMsg: string; audioOk: boolean; videoOk: boolean }
      error: { type: string; msg: string }
    }
  | { action: 'selected-devices-updated'; devices: Record<'camera' | 'mic' | 'speaker', object> }
  | ({ action: 'error' } & DailyError)

import type {
  DailyEventObjectCameraError,
  DailyEventObjectNonFatalError,
  DailyParticipant,
} from '@daily-co/daily-js'

/** A device that a room wanted and did not get, in a call that goes on without it. */
export type DeviceTrouble = {
  device: 'camera' | 'microphone' | 'both' | 'screen'
  reason: 'denied' | 'missing' | 'busy' | 'failed'
}

const reasons: Partial<Record<string, DeviceTrouble['reason']>> = {
  permissions: 'denied',
  'not-found': 'missing',
  'cam-in-use': 'busy',
  'mic-in-use': 'busy',
  'cam-mic-in-use': 'busy',
}

/** What a room says of camera and microphone. Its fields come from another origin, and are not trusted to be there. */
export function cameraTrouble({ error, errorMsg }: DailyEventObjectCameraError): DeviceTrouble {
  return { device: deviceOf(error, errorMsg), reason: reasons[error?.type ?? ''] ?? 'failed' }
}

function deviceOf(
  error: DailyEventObjectCameraError['error'] | undefined,
  told: DailyEventObjectCameraError['errorMsg'] | undefined,
): DeviceTrouble['device'] {
  if (error?.type === 'cam-in-use') return 'camera'
  if (error?.type === 'mic-in-use') return 'microphone'
  const { blockedMedia, missingMedia, failedMedia } = (error ?? {}) as Partial<Record<string, unknown>>
  const media = [blockedMedia, missingMedia, failedMedia].find(Array.isArray)
  const [video, audio] = media
    ? [media.includes('video'), media.includes('audio')]
    : [told?.videoOk === false, told?.audioOk === false]
  if (video === audio) return 'both'
  return video ? 'camera' : 'microphone'
}

/** What a room says of something that went wrong beside the call; null where it is about no device. */
export const otherTrouble = ({ type }: DailyEventObjectNonFatalError): DeviceTrouble | null =>
  type === 'screen-share-error' ? { device: 'screen', reason: 'failed' } : null

/** Whether what was missing is there now, by the reader's own tracks. */
export function isOver({ device }: DeviceTrouble, tracks: Partial<DailyParticipant['tracks']> | undefined) {
  const runs = (name: 'audio' | 'video' | 'screenVideo') =>
    tracks?.[name]?.state === 'playable' || tracks?.[name]?.state === 'sendable'
  if (device === 'screen') return runs('screenVideo')
  return (device === 'camera' || runs('audio')) && (device === 'microphone' || runs('video'))
}

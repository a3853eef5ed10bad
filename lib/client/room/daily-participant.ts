import type { DailyDevice, DailyParticipant, DailyTrack } from '@/lib/protocol/daily-iframe'
import type { RoomParticipant } from '@/lib/protocol/room'
import type { DeviceState, MediaSnapshot } from './media'

const switchedOff: DailyTrack = { subscribed: true, state: 'off', off: { byUser: true } }
const none: DailyTrack = { subscribed: true, state: 'off' }

/** A track of ours, with the reason when a device is refused. */
function localTrack({ track, problem }: DeviceState): DailyTrack {
  if (track) return { subscribed: true, state: 'playable' }
  switch (problem) {
    case 'denied':
    case 'insecure':
      return { subscribed: true, state: 'blocked', blocked: { byPermissions: true } }
    case 'missing':
      return { subscribed: true, state: 'blocked', blocked: { byDeviceMissing: true } }
    case 'busy':
      return { subscribed: true, state: 'blocked', blocked: { byDeviceInUse: true } }
    default:
      return switchedOff
  }
}

/** A track of somebody else: whether it is on is known, the media does not come here. */
const remoteTrack = (on: boolean): DailyTrack => (on ? { subscribed: false, state: 'sendable' } : switchedOff)

/** Somebody in the room as a host of daily-js knows them. `media` is given for ourselves only. */
export function toDailyParticipant(
  person: RoomParticipant,
  local: { media: MediaSnapshot; userData: unknown } | null,
): DailyParticipant {
  const audio = local ? localTrack(local.media.audio) : remoteTrack(person.audio)
  const video = local ? localTrack(local.media.video) : remoteTrack(person.video)
  return {
    session_id: person.session_id,
    user_id: person.user_id,
    user_name: person.name,
    ...(local?.userData !== undefined && { userData: local.userData }),
    local: local !== null,
    owner: false,
    record: false,
    audio: audio.state === 'playable',
    video: video.state === 'playable',
    screen: false,
    joined_at: new Date(person.joined_at * 1000),
    will_eject_at: new Date(0),
    permissions: { hasPresence: true, canSend: true, canReceive: { base: true }, canAdmin: false },
    tracks: { audio, video, screenAudio: none, screenVideo: none },
  }
}

/** A device in a form that may cross the frame. */
export const toDailyDevice = ({ deviceId, groupId, kind, label }: MediaDeviceInfo): DailyDevice => ({
  deviceId,
  groupId,
  kind,
  label,
})

/** The devices in use as `getInputDevices` answers them; an empty object where there is none. */
export function chosenDevices({ audio, video, speakerId, devices }: MediaSnapshot) {
  const find = (kind: MediaDeviceKind, id: string | null) => {
    const device = devices.find((one) => one.kind === kind && one.deviceId === id)
    return device ? toDailyDevice(device) : id ? { deviceId: id } : {}
  }
  return {
    camera: find('videoinput', video.deviceId),
    mic: find('audioinput', audio.deviceId),
    speaker: find('audiooutput', speakerId),
  }
}

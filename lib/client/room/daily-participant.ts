import type { DailyDevice, DailyParticipant, DailyTrack } from '@/lib/protocol/daily-iframe'
import type { RoomParticipant } from '@/lib/protocol/room'
import type { DeviceState, MediaSnapshot } from './media'
import type { PersonTracks } from './room-state'

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

/** A track of somebody else: what they say of it, and whether it is here. */
function remoteTrack(on: boolean, track: MediaStreamTrack | null, isLost: boolean): DailyTrack {
  if (!on) return switchedOff
  if (isLost) return { subscribed: true, state: 'interrupted' }
  // A track is muted until something of it has come.
  return { subscribed: true, state: track && !track.muted ? 'playable' : 'loading' }
}

const shared = (track: MediaStreamTrack | null): DailyTrack =>
  track ? { subscribed: true, state: 'playable' } : none

/** Somebody in the room as a host of daily-js knows them, with their tracks that are here; `local` is given for ourselves only. */
export function toDailyParticipant(
  person: RoomParticipant,
  tracks: PersonTracks | undefined,
  local: { media: MediaSnapshot; userData: unknown } | null,
): DailyParticipant {
  const remote = (on: boolean, track: MediaStreamTrack | null | undefined) =>
    remoteTrack(on, track ?? null, person.reconnecting)
  const audio = local ? localTrack(local.media.audio) : remote(person.audio, tracks?.audio)
  const video = local ? localTrack(local.media.video) : remote(person.video, tracks?.video)
  const screenVideo = local ? shared(local.media.screen.video) : remote(person.screen, tracks?.screenVideo)
  const screenAudio = shared((local ? local.media.screen.audio : tracks?.screenAudio) ?? null)
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
    screen: screenVideo.state === 'playable',
    joined_at: new Date(person.joined_at * 1000),
    will_eject_at: new Date(0),
    permissions: { hasPresence: true, canSend: true, canReceive: { base: true }, canAdmin: false },
    tracks: { audio, video, screenAudio, screenVideo },
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

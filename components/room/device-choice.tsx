import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { Media, MediaSnapshot } from '@/lib/client/room/media'

type Kind = 'audio' | 'video' | 'speaker'
type DeviceChoiceProps = { kind: Kind; media: Media; state: MediaSnapshot }

const kinds: Record<Kind, { label: string; listed: MediaDeviceKind }> = {
  audio: { label: 'Microphone', listed: 'audioinput' },
  video: { label: 'Camera', listed: 'videoinput' },
  speaker: { label: 'Speaker', listed: 'audiooutput' },
}

/** Which microphone, camera or speaker is used, where there is a choice that the browser lets us see. */
export function DeviceChoice({ kind, media, state }: DeviceChoiceProps) {
  const { label, listed } = kinds[kind]
  const devices = state.devices.filter((device) => device.kind === listed)
  if (devices.length === 0) return null
  const chosen = kind === 'speaker' ? state.speakerId : state[kind].deviceId
  return (
    <Field label={label}>
      <Select
        value={chosen ?? devices[0]?.deviceId}
        onChange={({ target }) => {
          if (kind === 'speaker') media.chooseSpeaker(target.value)
          else void media.choose(kind, target.value)
        }}
      >
        {devices.map(({ deviceId, label: name }, index) => (
          <option key={deviceId} value={deviceId}>
            {name || `${label} ${index + 1}`}
          </option>
        ))}
      </Select>
    </Field>
  )
}

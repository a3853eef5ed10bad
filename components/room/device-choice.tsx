import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { DeviceKind, Media, MediaSnapshot } from '@/lib/client/room/media'

type DeviceChoiceProps = { kind: DeviceKind; media: Media; state: MediaSnapshot }

/** Which microphone or camera is used, where there is a choice the browser lets us see. */
export function DeviceChoice({ kind, media, state }: DeviceChoiceProps) {
  const label = kind === 'audio' ? 'Microphone' : 'Camera'
  const devices = state.devices.filter((device) => device.kind === `${kind}input`)
  if (devices.length === 0) return null
  return (
    <Field label={label}>
      <Select
        value={state[kind].deviceId ?? devices[0]?.deviceId}
        onChange={(event) => void media.choose(kind, event.target.value)}
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

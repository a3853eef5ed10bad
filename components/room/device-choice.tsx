import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { Media, MediaSnapshot } from '@/lib/client/room/media'

type Kind = 'audio' | 'video' | 'speaker'
type DeviceChoiceProps = { kind: Kind; media: Media; state: MediaSnapshot }

const listed = { audio: 'audioinput', video: 'videoinput', speaker: 'audiooutput' } as const

/** Which microphone, camera or speaker is used, where there is a choice that the browser lets us see. */
export function DeviceChoice({ kind, media, state }: DeviceChoiceProps) {
  const t = useTranslations('room.deviceChoice')
  const devices = state.devices.filter((device) => device.kind === listed[kind])
  if (devices.length === 0) return null
  const chosen = kind === 'speaker' ? state.speakerId : state[kind].deviceId
  return (
    <Field label={t(`${kind}.name`)}>
      <Select
        value={chosen ?? devices[0]?.deviceId}
        onChange={({ target }) => {
          if (kind === 'speaker') media.chooseSpeaker(target.value)
          else void media.choose(kind, target.value)
        }}
      >
        {devices.map(({ deviceId, label }, index) => (
          <option key={deviceId} value={deviceId}>
            {label || t(`${kind}.numbered`, { number: index + 1 })}
          </option>
        ))}
      </Select>
    </Field>
  )
}

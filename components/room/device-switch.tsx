import { Mic, MicOff, Video, VideoOff } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import type { DeviceKind, DeviceState, Media } from '@/lib/client/room/media'

const icons = { audio: { on: Mic, off: MicOff }, video: { on: Video, off: VideoOff } }
const names = { audio: 'Microphone', video: 'Camera' }

type DeviceSwitchProps = { kind: DeviceKind; media: Media; state: DeviceState }

/** Switches the microphone or the camera. While the browser asks, another press takes the wish back. */
export function DeviceSwitch({ kind, media, state }: DeviceSwitchProps) {
  const running = state.track !== null
  const Icon = icons[kind][running ? 'on' : 'off']
  return (
    <Button
      size="icon"
      className="size-10"
      variant={running ? 'secondary' : 'ghost'}
      aria-label={names[kind]}
      aria-pressed={state.on}
      title={`${names[kind]} ${running ? 'on' : 'off'}`}
      onClick={() => void media.set(kind, !state.on)}
    >
      {state.asking && state.on ? <Spinner /> : <Icon aria-hidden className={running ? '' : 'text-danger'} />}
    </Button>
  )
}

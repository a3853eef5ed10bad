'use client'

import { Mic, MicOff, Video, VideoOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Spinner } from '@/components/ui/spinner'
import type { DeviceKind, DeviceState, Media } from '@/lib/client/room/media'
import { ControlButton } from './control-button'
import { useLevel } from './use-level'

const icons = { audio: { on: Mic, off: MicOff }, video: { on: Video, off: VideoOff } }

type DeviceSwitchProps = { kind: DeviceKind; media: Media; state: DeviceState; shortcut?: string }

/** Switches the microphone or the camera. While the browser asks, another press takes the wish back. */
export function DeviceSwitch({ kind, media, state, shortcut }: DeviceSwitchProps) {
  const t = useTranslations('room.deviceSwitch')
  const running = state.track !== null
  const asking = state.asking && state.on
  const Icon = icons[kind][running ? 'on' : 'off']
  return (
    <ControlButton
      label={t(`${kind}.name`)}
      title={t(`${kind}.${running ? 'on' : 'off'}`)}
      pressed={state.on}
      mark={running || asking ? undefined : 'off'}
      shortcut={shortcut}
      onClick={() => void media.set(kind, !state.on)}
    >
      {kind === 'audio' && <Level track={state.track} />}
      {asking ? <Spinner /> : <Icon aria-hidden className="relative" />}
    </ControlButton>
  )
}

/** Rises behind the icon as one speaks. */
function Level({ track }: { track: MediaStreamTrack | null }) {
  const fill = useRef<HTMLSpanElement>(null)
  // A quiet voice is to be seen too: the root lifts the low end.
  useLevel(track, (level) => fill.current?.style.setProperty('transform', `scaleY(${Math.sqrt(level)})`))
  return (
    <span
      ref={fill}
      aria-hidden
      className="absolute inset-0 origin-bottom bg-accent/25"
      style={{ transform: 'scaleY(0)' }}
    />
  )
}

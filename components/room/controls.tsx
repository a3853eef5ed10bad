'use client'

import { Captions, CaptionsOff, Settings2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import type { Media, MediaSnapshot } from '@/lib/client/room/media'
import { DeviceChoice } from './device-choice'
import { DeviceSwitch } from './device-switch'

type ControlsProps = {
  media: Media
  state: MediaSnapshot
  audioOnly: boolean
  captions: boolean
  onCaptions(shown: boolean): void
  /** Absent when the host shows a button of its own. */
  leave?: { label: string; busy: boolean; act(): void }
}

/** What one can do in a call, always in view. */
export function Controls({ media, state, audioOnly, captions, onCaptions, leave }: ControlsProps) {
  const CaptionIcon = captions ? Captions : CaptionsOff
  return (
    <footer className="flex shrink-0 items-center gap-1.5 border-border border-t bg-surface px-3 py-2 [@container_(max-height:520px)]:py-1">
      <DeviceSwitch kind="audio" media={media} state={state.audio} />
      {!audioOnly && <DeviceSwitch kind="video" media={media} state={state.video} />}
      <Button
        size="icon"
        variant="ghost"
        className="size-10"
        aria-label="Captions"
        aria-pressed={captions}
        title={captions ? 'Captions shown' : 'Captions hidden'}
        onClick={() => onCaptions(!captions)}
      >
        <CaptionIcon aria-hidden />
      </Button>
      <Popover
        label="Devices"
        align="start"
        trigger={
          <Button size="icon" variant="ghost" className="size-10" aria-label="Choose devices">
            <Settings2 aria-hidden />
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <DeviceChoice kind="audio" media={media} state={state} />
          {!audioOnly && <DeviceChoice kind="video" media={media} state={state} />}
          {state.devices.length === 0 && (
            <p className="text-muted">
              Switch the microphone or the camera on first; then the browser says which there are.
            </p>
          )}
        </div>
      </Popover>
      {leave && (
        <Button variant="danger" className="ml-auto h-10" busy={leave.busy} onClick={leave.act}>
          {leave.label}
        </Button>
      )}
    </footer>
  )
}

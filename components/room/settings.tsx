'use client'

import { Settings2 } from 'lucide-react'
import { Popover } from '@/components/ui/popover'
import { SwitchField } from '@/components/ui/switch'
import type { Media, MediaSnapshot } from '@/lib/client/room/media'
import { ControlButton } from './control-button'
import { DeviceChoice } from './device-choice'
import { SpeakerTest } from './speaker-test'
import { type Transparency, TransparencyField } from './transparency'
import type { RecognitionHook } from './use-recognition'

export type SettingsProps = {
  media: Media
  state: MediaSnapshot
  audioOnly: boolean
  replicaName: string
  /** Null where the browser has none. */
  recognition: RecognitionHook | null
  /** Null where there is no green to take out. */
  transparency: Transparency | null
  captions: boolean
  shortcuts: { allowed: boolean; allow(allowed: boolean): void }
}

/** What one chooses once: devices, recognition, shortcuts. */
export function Settings(props: SettingsProps) {
  return (
    <Popover
      label="Settings"
      align="start"
      className="max-h-[var(--radix-popover-content-available-height)] overflow-y-auto"
      trigger={
        <ControlButton label="Settings" title="Settings">
          <Settings2 aria-hidden />
        </ControlButton>
      }
    >
      <SettingsPanel {...props} />
    </Popover>
  )
}

function SettingsPanel({
  media,
  state,
  audioOnly,
  replicaName,
  recognition,
  transparency,
  captions,
  shortcuts,
}: SettingsProps) {
  const letters = ['M microphone', !audioOnly && 'V camera', captions && 'C captions'].filter(Boolean)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-3">
        <DeviceChoice kind="audio" media={media} state={state} />
        {!audioOnly && <DeviceChoice kind="video" media={media} state={state} />}
        <DeviceChoice kind="speaker" media={media} state={state} />
        <SpeakerTest speakerId={state.speakerId} />
        {state.devices.length === 0 && (
          <p className="text-muted text-xs">
            Switch the microphone or the camera on first; then the browser says which there are.
          </p>
        )}
      </div>
      {recognition && (
        <SwitchField
          label="Speech recognition of this browser"
          hint={`${replicaName} gets what you say as words. The maker of the browser may receive the audio. It listens while your microphone is on.`}
          checked={recognition.wanted}
          onCheckedChange={recognition.want}
        />
      )}
      {transparency && <TransparencyField transparency={transparency} name={replicaName} />}
      <SwitchField
        label="Keyboard shortcuts"
        hint={`${letters.join(', ')}. Escape in the message box stops ${replicaName}, whether this is on or off.`}
        checked={shortcuts.allowed}
        onCheckedChange={shortcuts.allow}
      />
    </div>
  )
}

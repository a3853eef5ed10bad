'use client'

import { Settings2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
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
  const t = useTranslations('room.settings')
  return (
    <Popover
      label={t('settings')}
      align="start"
      className="max-h-[var(--radix-popover-content-available-height)] overflow-y-auto"
      trigger={
        <ControlButton label={t('settings')} title={t('settings')}>
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
  const t = useTranslations('room.settings')
  const letters = [t('letterM'), !audioOnly && t('letterV'), captions && t('letterC')].filter(Boolean)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-3">
        <DeviceChoice kind="audio" media={media} state={state} />
        {!audioOnly && <DeviceChoice kind="video" media={media} state={state} />}
        <DeviceChoice kind="speaker" media={media} state={state} />
        <SpeakerTest speakerId={state.speakerId} />
        {state.devices.length === 0 && <p className="text-muted text-xs">{t('noDevices')}</p>}
      </div>
      {recognition && (
        <SwitchField
          label={t('recognition')}
          hint={t('recognitionHint', { replicaName })}
          checked={recognition.wanted}
          onCheckedChange={recognition.want}
        />
      )}
      {transparency && <TransparencyField transparency={transparency} name={replicaName} />}
      <SwitchField
        label={t('keyboardShortcuts')}
        hint={t('lettersAndEscape', { letters: letters.join(', '), replicaName })}
        checked={shortcuts.allowed}
        onCheckedChange={shortcuts.allow}
      />
    </div>
  )
}

'use client'

import { Captions, CaptionsOff, MessageSquare, PhoneOff, ScreenShare, ScreenShareOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { ControlButton } from './control-button'
import { DeviceSwitch } from './device-switch'
import { Settings, type SettingsProps } from './settings'

/** Something that is shown or not. */
type Shown = { shown: boolean; show(shown: boolean): void }

type ControlsProps = {
  settings: SettingsProps
  /** Null where the conversation has none. */
  captions: Shown | null
  /** Null where the browser cannot share its screen. */
  screen: { on: boolean; asking: boolean; toggle(): void } | null
  /** The switch of the recording; null where there is none. */
  record: ReactNode
  chat: Shown & { unread: boolean }
  /** Absent when the host shows a button of its own. */
  leave?: { label: string; busy: boolean; act(): void }
}

/** What one can do in a call, always in view. */
export function Controls({ settings, captions, screen, record, chat, leave }: ControlsProps) {
  const t = useTranslations('room.controls')
  const { media, state, audioOnly, shortcuts } = settings
  const letter = (key: string) => (shortcuts.allowed ? key : undefined)
  const CaptionIcon = captions?.shown ? Captions : CaptionsOff
  const ScreenIcon = screen?.on ? ScreenShareOff : ScreenShare
  return (
    <fieldset aria-label={t('controls')} className="flex min-w-0 flex-wrap items-center gap-1.5">
      <DeviceSwitch kind="audio" media={media} state={state.audio} shortcut={letter('M')} />
      {!audioOnly && <DeviceSwitch kind="video" media={media} state={state.video} shortcut={letter('V')} />}
      {screen && (
        <ControlButton
          label={t('shareScreen')}
          title={screen.on ? t('stopSharingTheScreen') : t('shareTheScreen')}
          pressed={screen.on}
          mark={screen.on ? 'on' : undefined}
          onClick={screen.toggle}
        >
          {screen.asking ? <Spinner /> : <ScreenIcon aria-hidden />}
        </ControlButton>
      )}
      {record}
      {captions && (
        <ControlButton
          label={t('captions')}
          title={captions.shown ? t('captionsShown') : t('captionsHidden')}
          pressed={captions.shown}
          mark={captions.shown ? 'on' : undefined}
          shortcut={letter('C')}
          onClick={() => captions.show(!captions.shown)}
        >
          <CaptionIcon aria-hidden />
        </ControlButton>
      )}
      <Settings {...settings} />
      <ControlButton
        label={chat.unread ? t('chatNewMessages') : t('chat')}
        title={chat.shown ? t('hideTheChat') : t('showTheChat')}
        pressed={chat.shown}
        mark={chat.shown ? 'on' : undefined}
        className="ms-auto"
        onClick={() => chat.show(!chat.shown)}
      >
        <MessageSquare aria-hidden />
        {chat.unread && (
          <span aria-hidden className="absolute end-1.5 top-1.5 size-2 rounded-full bg-accent" />
        )}
      </ControlButton>
      {leave && (
        <Button
          variant="danger"
          className="h-10 pointer-coarse:h-11 [@container_(max-width:360px)]:h-9 [@container_(max-width:420px)]:px-3"
          busy={leave.busy}
          onClick={leave.act}
        >
          <PhoneOff aria-hidden />
          <span className="[@container_(max-width:420px)]:sr-only">{leave.label}</span>
        </Button>
      )}
    </fieldset>
  )
}

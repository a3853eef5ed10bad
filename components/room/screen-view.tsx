'use client'

import { useTranslations } from 'next-intl'
import { NamePlate } from './name-plate'
import { TrackVideo } from './track-video'

type ScreenViewProps = { track: MediaStreamTrack; name: string; showName: boolean }

/** Somebody's shared screen, whole and as large as there is room. */
export function ScreenView({ track, name, showName }: ScreenViewProps) {
  const t = useTranslations('room.screenView')
  return (
    <section
      aria-label={t('screenOf', { name })}
      className="relative min-h-0 flex-1 overflow-hidden rounded-lg border border-border bg-subtle"
    >
      <TrackVideo track={track} label={t('screenOf', { name })} className="absolute inset-0 object-contain" />
      {showName && <NamePlate name={name} aside={t('screen')} className="start-2 top-2" />}
    </section>
  )
}

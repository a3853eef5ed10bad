'use client'

import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import type { RoomParticipant } from '@/lib/protocol/room'
import { NamePlate } from './name-plate'
import { TrackVideo } from './track-video'

type PersonTileProps = {
  person: RoomParticipant
  /** Their camera, while it sends. */
  camera: MediaStreamTrack | null
  isSelf: boolean
  speaking: boolean
  showName: boolean
  className?: string
}

const initialOf = (name: string) => [...name.trim()][0]?.toUpperCase() ?? '?'

/** How a tile reads to who does not see it. */
function labelOf({ person, isSelf, speaking }: PersonTileProps): string {
  const facts = [
    isSelf ? `${person.name} (you)` : person.name,
    speaking && 'speaking',
    !person.audio && 'microphone off',
    !person.video && 'camera off',
    person.reconnecting && 'reconnecting',
  ]
  return facts.filter(Boolean).join(', ')
}

/** Somebody in the call. */
export function PersonTile(props: PersonTileProps) {
  const t = useTranslations('room.personTile')
  const { person, camera, isSelf, speaking, showName, className } = props
  return (
    <li
      aria-label={labelOf(props)}
      className={cn(
        'relative flex shrink-0 items-center justify-center overflow-hidden rounded-lg border border-border bg-subtle [container-type:size]',
        className,
      )}
    >
      {!person.reconnecting && (
        <span
          aria-hidden
          className="pb-[min(1.25rem,36cqh)] font-medium text-[min(1.5rem,28cqh)] text-muted leading-none"
        >
          {initialOf(person.name)}
        </span>
      )}
      {camera && (
        <TrackVideo
          track={camera}
          label={isSelf ? t('yourCamera') : t('cameraOf', { name: person.name })}
          mirrored={isSelf}
          className="absolute inset-0"
        />
      )}
      {person.reconnecting && (
        <span
          aria-hidden
          className="absolute inset-0 flex items-center justify-center bg-subtle/85 p-1 text-center text-muted text-xs"
        >
          {t('reconnecting')}
        </span>
      )}
      {speaking && <span aria-hidden className="absolute inset-0 rounded-lg border-2 border-accent" />}
      {(showName || !person.audio) && (
        <NamePlate
          name={showName ? (isSelf ? 'You' : person.name) : ''}
          speaking={speaking}
          muted={!person.audio}
          className="start-1.5 bottom-1.5"
        />
      )}
    </li>
  )
}

'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Portrait } from '@/components/replicas/portrait'
import { cn } from '@/components/ui/cn'
import type { PersonTracks } from '@/lib/client/room/room-state'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import type { ShownBackground } from './keyed-video'
import { NamePlate } from './name-plate'
import { KeyedPicture, ReplicaPicture } from './replica-picture'
import { useLevel } from './use-level'

type ReplicaTileProps = {
  /** A list item among tiles, or the section that fills the stage. */
  as: 'section' | 'li'
  replica: GuestView['replica']
  tracks: PersonTracks | undefined
  audioOnly: boolean
  /** Null where the picture is shown as it was drawn. */
  background: ShownBackground | null
  speaking: boolean
  /** A message waits for its answer. */
  thinking: boolean
  showName: boolean
  className?: string
}

/** The ground that a look is drawn on, so that the tile around it continues the picture. */
function groundOf({ options: { ground } }: GuestView['replica']['look']): string | undefined {
  return typeof ground === 'string' && /^#[0-9a-f]{6}$/i.test(ground) ? ground : undefined
}

/** The replica: its picture never larger than it is sharp, on ground of the same colour. */
export function ReplicaTile({
  as: Element,
  replica,
  tracks,
  audioOnly,
  background,
  speaking,
  thinking,
  showName,
  className,
}: ReplicaTileProps) {
  const t = useTranslations('room.replicaTile')
  const [received, setReceived] = useState<string | null>(null)
  const ground = received ?? groundOf(replica.look)
  return (
    <Element
      aria-label={t('replica', { name: replica.name })}
      className={cn(
        'relative flex min-h-0 min-w-0 items-end justify-center overflow-hidden rounded-lg border [container-type:size]',
        background === 'transparent' ? 'border-transparent' : 'border-border bg-surface',
        className,
      )}
      style={{ backgroundColor: audioOnly || background ? undefined : ground }}
    >
      {audioOnly ? (
        <SpeakingPortrait replica={replica} voice={tracks?.audio ?? null} speaking={speaking} />
      ) : background ? (
        <KeyedPicture replica={replica} track={tracks?.video ?? null} background={background} />
      ) : (
        <ReplicaPicture
          replica={replica}
          track={tracks?.video ?? null}
          onGround={setReceived}
          // 640 px are 1.25 times what is drawn.
          className="w-[min(100cqw,100cqh,40rem)]"
        />
      )}
      {speaking && <span aria-hidden className="absolute inset-0 rounded-lg border-2 border-accent" />}
      {(showName || thinking) && (
        <NamePlate
          name={replica.name}
          aside={thinking ? t('thinking') : undefined}
          speaking={speaking}
          className={Element === 'li' ? 'start-1.5 bottom-1.5' : 'start-2 top-2'}
        />
      )}
    </Element>
  )
}

type SpeakingPortraitProps = {
  replica: GuestView['replica']
  voice: MediaStreamTrack | null
  speaking: boolean
}

/** A call without pictures: the portrait in a ring that widens with the voice. */
function SpeakingPortrait({ replica, voice, speaking }: SpeakingPortraitProps) {
  const ring = useRef<HTMLSpanElement>(null)
  useLevel(voice, (level) => ring.current?.style.setProperty('transform', `scale(${1 + level * 0.14})`))
  return (
    <div className="relative m-auto aspect-square w-[min(56cqw,56cqh,16rem)]">
      <span
        ref={ring}
        aria-hidden
        className={cn(
          'absolute -inset-2 rounded-full bg-accent-soft motion-reduce:transform-none!',
          !speaking && 'invisible',
        )}
      />
      <Portrait
        large
        look={replica.look}
        alt={replica.name}
        className={cn(
          'relative size-full rounded-full border-2 border-border object-cover',
          speaking && 'border-accent',
        )}
      />
    </div>
  )
}

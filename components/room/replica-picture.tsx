'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Portrait } from '@/components/replicas/portrait'
import { cn } from '@/components/ui/cn'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { BackgroundGround, KeyedVideo, type ShownBackground } from './keyed-video'
import { TrackVideo } from './track-video'
import { useTrackLive } from './use-track-live'

/** Milliseconds between two looks at the colour of the picture's ground. */
const lookEvery = 1000

type Replica = GuestView['replica']

type ReplicaPictureProps = {
  replica: Replica
  /** Null while there is none. */
  track: MediaStreamTrack | null
  /**
   * Told the colour at the picture's edge as it is received, so that what surrounds it can continue it; null for the
   * portrait's own.
   */
  onGround(color: string | null): void
  className?: string
}

/** The replica's face: live as soon as a picture has arrived, and until then its portrait in the same place. */
export function ReplicaPicture({ replica, track, onGround, className }: ReplicaPictureProps) {
  const t = useTranslations('room.replicaPicture')
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const flowing = useTrackLive(track)
  const live = flowing && video !== null
  useEffect(() => {
    if (!live) return
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    const look = () => {
      const color = canvas && groundOf(video, canvas)
      if (color) onGround(color)
    }
    look()
    const timer = setInterval(look, lookEvery)
    return () => {
      clearInterval(timer)
      onGround(null)
    }
  }, [live, video, onGround])
  return (
    <div className={cn('relative aspect-square', className)}>
      <Portrait
        large
        look={replica.look}
        alt={live ? '' : replica.name}
        className={cn('size-full rounded-none bg-transparent object-contain', live && 'invisible')}
      />
      {flowing && track && (
        <TrackVideo
          track={track}
          label={t('live', { name: replica.name })}
          onPicture={setVideo}
          className="absolute inset-0"
        />
      )}
    </div>
  )
}

type KeyedPictureProps = { replica: Replica; track: MediaStreamTrack | null; background: ShownBackground }

/** The replica's face before the background of the conversation, over all of its tile. */
export function KeyedPicture({ replica, track, background }: KeyedPictureProps) {
  const t = useTranslations('room.replicaPicture')
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const flowing = useTrackLive(track)
  return (
    <>
      <BackgroundGround background={background} className="absolute inset-0" />
      {!(flowing && video) && (
        // Most calls have a picture before this would be seen.
        <Portrait
          large
          look={replica.look}
          alt={replica.name}
          className="relative m-auto size-[min(56cqw,56cqh,16rem)] rounded-full opacity-100 transition-opacity delay-1000 starting:opacity-0"
        />
      )}
      {flowing && track && (
        <KeyedVideo
          track={track}
          background={background}
          label={t('live', { name: replica.name })}
          onPicture={setVideo}
          className="absolute inset-0"
        />
      )}
    </>
  )
}

/** Pixels from the picture's upper corner that are looked at, in both directions. */
const side = 4

/** The mean colour of the upper corner of what is shown now; null when it is too small to tell. */
function groundOf(video: HTMLVideoElement, canvas: CanvasRenderingContext2D): string | null {
  if (video.videoWidth < 2 * side) return null
  canvas.drawImage(video, side, side, side, side, 0, 0, side, side)
  const { data } = canvas.getImageData(0, 0, side, side)
  const mean = (channel: number) => {
    let sum = 0
    for (let at = channel; at < data.length; at += 4) sum += data[at] ?? 0
    return Math.round(sum / (side * side))
  }
  return `rgb(${mean(0)} ${mean(1)} ${mean(2)})`
}

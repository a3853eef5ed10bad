'use client'

import { useEffect, useRef, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { createKeyer } from '@/lib/client/room/keying-canvas'
import type { RoomBackground } from '@/lib/protocol/room'
import { usePicture } from './use-picture'

/** What stands behind the replica here: what the room says, or nothing, so that the page shows through. */
export type ShownBackground = RoomBackground | 'transparent'

/** A background by itself, over all of its box: it stands before the first picture has come. */
export function BackgroundGround({
  background,
  className,
}: {
  background: ShownBackground
  className?: string
}) {
  if (background === 'transparent') return null
  switch (background.type) {
    case 'green':
      return <div aria-hidden className={cn('bg-[#00ff9b]', className)} />
    case 'color':
      return <div aria-hidden className={className} style={{ backgroundColor: background.color }} />
    case 'image':
      return (
        // biome-ignore lint/performance/noImgElement: already of the size it is shown in, and there is no optimizer
        <img
          src={background.url}
          alt=""
          draggable={false}
          decoding="async"
          className={cn('size-full object-cover', className)}
        />
      )
  }
}

type KeyedVideoProps = {
  track: MediaStreamTrack
  background: ShownBackground
  /** What it shows, for who does not see it. */
  label: string
  /** Told when the first picture is there, and null when there is none any more. Must not change. */
  onPicture?: (video: HTMLVideoElement | null) => void
  className?: string
}

/**
 * A video that arrives on green, before its background: contained at the bottom of its box, never larger than it is
 * sharp. Where the browser cannot key, the green stays. Without its sound: that is played apart.
 */
export function KeyedVideo({ track, background, label, onPicture, className }: KeyedVideoProps) {
  const keyed = background === 'transparent' || background.type !== 'green'
  const { ref: video, hasPicture, onLoadedData } = usePicture(track, onPicture)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [keying, setKeying] = useState<'awaited' | 'drawing' | 'impossible'>('awaited')

  useEffect(() => {
    if (!keyed || !video.current || !canvas.current) return
    const keyer = createKeyer(canvas.current, {
      video: video.current,
      onDrawing: (drawing) => setKeying(drawing ? 'drawing' : 'impossible'),
    })
    if (!keyer) setKeying('impossible')
    return () => {
      keyer?.stop()
      setKeying('awaited')
    }
  }, [keyed, video])

  const shownPlain = hasPicture && (!keyed || keying === 'impossible')
  const fitted = 'absolute inset-0 size-full object-contain object-bottom'
  return (
    <div className={cn('relative overflow-hidden', className)}>
      <BackgroundGround background={background} className="absolute inset-0" />
      {/* 640 px are 1.25 times what is drawn. */}
      <div className="absolute inset-x-0 bottom-0 mx-auto h-full max-h-160 w-full max-w-160">
        <video
          ref={video}
          aria-label={label}
          autoPlay
          playsInline
          muted
          onLoadedData={onLoadedData}
          className={cn(fitted, !shownPlain && 'opacity-0')}
        />
        {keyed && (
          <canvas
            ref={canvas}
            aria-hidden
            data-keyed
            className={cn(fitted, (keying !== 'drawing' || !hasPicture) && 'opacity-0')}
          />
        )}
      </div>
    </div>
  )
}

'use client'

import { cn } from '@/components/ui/cn'
import { usePicture } from './use-picture'

type TrackVideoProps = {
  track: MediaStreamTrack
  /** What it shows, for who does not see it. */
  label: string
  /** As in a mirror: one's own camera. */
  mirrored?: boolean
  /** Told when the first picture is there, and null when there is none any more. Must not change. */
  onPicture?: (video: HTMLVideoElement | null) => void
  className?: string
}

/** A video track, without its sound: that is played apart. Nothing is to be seen until its first picture is there. */
export function TrackVideo({ track, label, mirrored, onPicture, className }: TrackVideoProps) {
  const { ref, hasPicture, onLoadedData } = usePicture(track, onPicture)
  return (
    <video
      ref={ref}
      aria-label={label}
      autoPlay
      playsInline
      muted
      onLoadedData={onLoadedData}
      className={cn(
        'size-full object-cover',
        mirrored && '-scale-x-100',
        !hasPicture && 'opacity-0',
        className,
      )}
    />
  )
}

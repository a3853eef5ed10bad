'use client'

import { useEffect, useRef, useState } from 'react'
import { cn } from '@/components/ui/cn'

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
  const video = useRef<HTMLVideoElement>(null)
  const [pictured, setPictured] = useState<MediaStreamTrack | null>(null)
  useEffect(() => {
    const element = video.current
    if (!element) return
    element.srcObject = new MediaStream([track])
    return () => {
      element.srcObject = null
      onPicture?.(null)
    }
  }, [track, onPicture])
  return (
    <video
      ref={video}
      aria-label={label}
      autoPlay
      playsInline
      muted
      onLoadedData={({ currentTarget }) => {
        setPictured(track)
        onPicture?.(currentTarget)
      }}
      className={cn(
        'size-full object-cover',
        mirrored && '-scale-x-100',
        pictured !== track && 'opacity-0',
        className,
      )}
    />
  )
}

'use client'

import { useEffect, useRef } from 'react'
import { cn } from '@/components/ui/cn'

/** One's own camera, as in a mirror. */
export function VideoPreview({ track, className }: { track: MediaStreamTrack; className?: string }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track])
  }, [track])
  return (
    <video
      ref={video}
      aria-label="Your camera"
      autoPlay
      playsInline
      muted
      className={cn('-scale-x-100 size-full object-cover', className)}
    />
  )
}

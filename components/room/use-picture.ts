'use client'

import { type SyntheticEvent, useEffect, useRef, useState } from 'react'

/**
 * Plays `track` in the video element that gets `ref`, and tells whether its first picture is there. `onPicture` is told
 * the element then, and null when there is no picture any more; it must not change.
 */
export function usePicture(track: MediaStreamTrack, onPicture?: (video: HTMLVideoElement | null) => void) {
  const ref = useRef<HTMLVideoElement>(null)
  const [pictured, setPictured] = useState<MediaStreamTrack | null>(null)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    element.srcObject = new MediaStream([track])
    return () => {
      element.srcObject = null
      onPicture?.(null)
    }
  }, [track, onPicture])
  return {
    ref,
    hasPicture: pictured === track,
    onLoadedData({ currentTarget }: SyntheticEvent<HTMLVideoElement>) {
      setPictured(track)
      onPicture?.(currentTarget)
    },
  }
}

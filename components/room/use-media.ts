import { useEffect, useState, useSyncExternalStore } from 'react'
import { createMedia, type Media, type MediaSnapshot } from '@/lib/client/room/media'

/** Microphone and camera for as long as the component lives. */
export function useMedia(): { media: Media; state: MediaSnapshot } {
  const [media] = useState(createMedia)
  useEffect(() => media.attach(), [media])
  return { media, state: useSyncExternalStore(media.subscribe, media.snapshot, media.snapshot) }
}

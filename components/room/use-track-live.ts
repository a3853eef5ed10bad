import { useCallback, useSyncExternalStore } from 'react'

const news = ['mute', 'unmute', 'ended'] as const

/** Whether media flows in a track: it is there, has not ended, and something arrives. */
export function useTrackLive(track: MediaStreamTrack | null): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      for (const event of news) track?.addEventListener(event, listener)
      return () => {
        for (const event of news) track?.removeEventListener(event, listener)
      }
    },
    [track],
  )
  const isLive = () => track !== null && track.readyState === 'live' && !track.muted
  return useSyncExternalStore(subscribe, isLive, () => false)
}

import { useEffect } from 'react'

/** Keeps the screen of a phone from going dark while the component lives, where the browser can. */
export function useWakeLock(): void {
  useEffect(() => {
    let held: WakeLockSentinel | null = null
    let over = false
    // The browser lets go when the page is hidden, so it is asked again when it is back.
    const hold = async () => {
      if (document.visibilityState !== 'visible') return
      try {
        held = await navigator.wakeLock.request('screen')
        if (over) await held.release()
      } catch {
        // No such thing here, or the battery is low: the screen goes dark as it always does.
      }
    }
    const visible = () => void hold()
    visible()
    document.addEventListener('visibilitychange', visible)
    return () => {
      over = true
      document.removeEventListener('visibilitychange', visible)
      void held?.release()
    }
  }, [])
}

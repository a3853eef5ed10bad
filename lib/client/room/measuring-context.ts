let shared: AudioContext | null = null

/**
 * The one that measures sound for this page; null in a browser without one. Where the browser waits for a press before it
 * starts, any press will do.
 */
export function measuringContext(): AudioContext | null {
  if (typeof AudioContext === 'undefined') return null
  if (shared) return shared
  const made = new AudioContext()
  const wake = () => void made.resume()
  for (const press of ['pointerdown', 'keydown']) window.addEventListener(press, wake)
  made.onstatechange = () => {
    if (made.state !== 'running') return
    for (const press of ['pointerdown', 'keydown']) window.removeEventListener(press, wake)
  }
  shared = made
  return made
}

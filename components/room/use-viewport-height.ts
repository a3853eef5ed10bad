import { useEffect } from 'react'

/**
 * Keeps `--room-height` at the height that is really visible: on some phones the keyboard covers the page without
 * changing its size.
 */
export function useViewportHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport
    if (!viewport) return
    const root = document.documentElement
    const measure = () => {
      root.style.setProperty('--room-height', `${Math.round(viewport.height)}px`)
      // Browsers scroll the covered page to the text box; the room has it in view already.
      if (viewport.offsetTop > 0) window.scrollTo(0, 0)
    }
    measure()
    viewport.addEventListener('resize', measure)
    return () => {
      viewport.removeEventListener('resize', measure)
      root.style.removeProperty('--room-height')
    }
  }, [])
}

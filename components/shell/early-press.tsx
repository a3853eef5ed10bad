'use client'

import { useEffect } from 'react'

const hydrated = 'colloquy:hydrated'

/** Keeps the last button pressed, and presses it once the page says that it is hydrated. Runs before any other script. */
const keepPress = `(() => {
  let pressed
  const keep = (event) => {
    const button = event.target.closest?.('button')
    if (button?.type !== 'button') return
    event.stopImmediatePropagation()
    pressed = button
  }
  addEventListener('click', keep, true)
  addEventListener('${hydrated}', () => {
    removeEventListener('click', keep, true)
    if (pressed?.isConnected) pressed.click()
  }, { once: true })
})()`

/**
 * A button pressed before React has taken the page over does what it should as soon as it has: on a slow line that is
 * seconds after it is seen. Links and forms with an action work by themselves until then.
 */
export function EarlyPress({ nonce }: { nonce: string | undefined }) {
  useEffect(() => {
    window.dispatchEvent(new Event(hydrated))
  }, [])
  return (
    // Browsers hide the nonce of an element that is there, which is no difference to mend.
    // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file
    <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: keepPress }} />
  )
}

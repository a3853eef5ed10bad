'use client'

import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { rememberPreference } from './preference'

const Zone = createContext<string | undefined>(undefined)

/** The reader's time zone as the server knows it from their last visit; undefined at the first. */
export const useRememberedZone = () => useContext(Zone)

/** The time zone of this browser, by its IANA name. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Tells the pages in which zone the server has drawn them, and the server which one is right, by a cookie. */
export function TimeZoneProvider({
  remembered,
  children,
}: {
  remembered: string | undefined
  children: ReactNode
}) {
  useEffect(() => {
    const remember = () => {
      const zone = ownZone()
      if (zone !== remembered) rememberPreference('zone', zone)
    }
    // The first use of Intl takes a page some 20 ms. While it loads it has better use for them, and nobody opens another
    // one without touching this.
    let timer: ReturnType<typeof setTimeout> | undefined
    const touched = new AbortController()
    for (const type of ['pointermove', 'pointerdown', 'keydown'])
      window.addEventListener(
        type,
        () => {
          touched.abort()
          timer = setTimeout(remember, 0)
        },
        { passive: true, signal: touched.signal },
      )
    return () => {
      touched.abort()
      clearTimeout(timer)
    }
  }, [remembered])
  return <Zone value={remembered}>{children}</Zone>
}

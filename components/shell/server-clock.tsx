'use client'

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
import { currentSecond, noteServerTime, subscribeSeconds } from '@/lib/client/server-time'

const RenderedAt = createContext(0)

/** Starts the browser's idea of the server's clock from `now` (ISO 8601), the instant the page was made. */
export function ServerClockProvider({ now, children }: { now: string; children: ReactNode }) {
  // Later answers of the API correct it; this one makes the first second right.
  const [renderedAt] = useState(() => {
    if (typeof window !== 'undefined') noteServerTime(now, Date.now(), Date.now())
    return Math.floor(Date.parse(now) / 1000)
  })
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>
}

/** The server's clock in Unix milliseconds, ticking every second; the same on server and browser at hydration. */
export function useServerNow(): number {
  const renderedAt = useContext(RenderedAt)
  return useSyncExternalStore(subscribeSeconds, currentSecond, () => renderedAt) * 1000
}

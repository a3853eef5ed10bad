'use client'

import { useSyncExternalStore } from 'react'
import { momentLink } from './timeline'

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** The moment that the address names, in seconds from the conversation's creation; null while it names none. */
export const useLinkedMoment = (): number | null =>
  useSyncExternalStore(
    subscribe,
    () => momentLink.read(window.location.hash),
    () => null,
  )

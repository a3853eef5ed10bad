'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { watchChanges } from '@/lib/client/events'
import { staleAfter } from '@/lib/client/queries'

/** Changes come in bursts (a line said, somebody joined); the first is answered at once, one refetch answers the others. Milliseconds. */
const burst = 150

/** Keeps what the page shows true while it is open: refetches what a change on the server made stale. */
export function LiveChanges() {
  const client = useQueryClient()
  useEffect(() => {
    const stale = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    let flushedAt = Number.NEGATIVE_INFINITY
    const flush = () => {
      timer = undefined
      flushedAt = performance.now()
      const names = new Set(stale)
      stale.clear()
      void client.invalidateQueries({
        predicate: ({ queryKey }) => names.has('*') || names.has(String(queryKey[0])),
      })
    }
    const stop = watchChanges(({ topic }) => {
      for (const name of topic === 'resync' ? ['*'] : staleAfter(topic)) stale.add(name)
      timer ??= setTimeout(flush, Math.max(0, flushedAt + burst - performance.now()))
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [client])
  return null
}

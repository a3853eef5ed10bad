'use client'

import { useQueryClient } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { watchChanges } from '@/lib/client/events'
import { staleAfter } from '@/lib/client/queries'

/** Changes come in bursts (a line said, somebody joined); the first is answered at once, one refetch answers the others. Milliseconds. */
const burst = 150

/** A connection that is lost for less than this is not spoken of: it comes back by itself. Milliseconds. */
const brief = 4000

/**
 * Keeps what the page shows true while it is open: refetches what a change on the server made stale. While it cannot, it
 * says so.
 */
export function LiveChanges() {
  const t = useTranslations('shell.liveChanges')
  const client = useQueryClient()
  const [lost, setLost] = useState(false)
  useEffect(() => {
    const stale = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    let patience: ReturnType<typeof setTimeout> | undefined
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
      if (topic === 'lost') {
        patience ??= setTimeout(() => setLost(true), brief)
        return
      }
      if (topic === 'found') {
        clearTimeout(patience)
        patience = undefined
        setLost(false)
        return
      }
      for (const name of topic === 'resync' ? ['*'] : staleAfter(topic)) stale.add(name)
      timer ??= setTimeout(flush, Math.max(0, flushedAt + burst - performance.now()))
    })
    return () => {
      stop()
      clearTimeout(timer)
      clearTimeout(patience)
    }
  }, [client])
  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 bottom-4 z-40 flex justify-center">
      {lost && (
        <p className="flex items-center gap-2.5 rounded-md border border-border bg-surface px-3.5 py-2.5 shadow-overlay">
          <WifiOff aria-hidden className="size-4 shrink-0 text-warning" />
          {t('lost')}
        </p>
      )}
    </div>
  )
}

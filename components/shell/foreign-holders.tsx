'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/inline-error'
import { foreignQuery } from '@/lib/client/queries'
import { type OutsideProvider, providerTitles } from '@/lib/domain/connections/rules'
import type { ForeignConversation } from '@/lib/domain/connections/schema'
import type { EndForeignAction } from './answers'
import { ReadFailure } from './read-failure'
import { Elapsed } from './time'

type HolderProps = {
  holder: ForeignConversation
  end: () => ReturnType<EndForeignAction>
  onEnded: () => void
}

function Holder({ holder, end, onEnded }: HolderProps) {
  const t = useTranslations('shell.foreignHolders')
  const failures = useTranslations('shell.failures')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const name = holder.conversation_name || holder.conversation_id
  const onEnd = async () => {
    setBusy(true)
    setError(undefined)
    const answer = await end().catch(() => null)
    if (answer?.ok) return onEnded()
    setBusy(false)
    setError(answer?.message ?? failures('unreachable'))
  }
  return (
    <li className="flex items-center justify-between gap-3 py-2">
      <div className="min-w-0">
        <p dir="auto" className="truncate font-medium">
          {name}
        </p>
        <p className="truncate text-muted text-xs">
          {holder.created_at ? <Elapsed from={holder.created_at} /> : t('sinceUnknown')}
        </p>
        {error && <InlineError>{error}</InlineError>}
      </div>
      <Button size="sm" busy={busy} onClick={onEnd} aria-label={t('endNamed', { name })}>
        {t('end')}
      </Button>
    </li>
  )
}

/** What is live in the workspace's account at a provider and was not made here, each with its way out. */
export function ForeignHolders({ provider, end }: { provider: OutsideProvider; end: EndForeignAction }) {
  const t = useTranslations('shell.foreignHolders')
  const client = useQueryClient()
  // No event tells of what happens there: it is asked for whenever it is shown.
  const { data, error, refetch } = useQuery({ ...foreignQuery(provider), staleTime: 0 })
  const name = providerTitles[provider]
  const remove = (id: string) =>
    client.setQueryData(
      foreignQuery(provider).queryKey,
      (before) => before && { data: before.data.filter(({ conversation_id }) => conversation_id !== id) },
    )
  if (error) return <ReadFailure error={error} onRetry={() => void refetch()} />
  if (!data || data.data.length === 0) {
    return (
      <p role="status" className="text-muted">
        {data ? t('none', { name }) : t('asking', { name })}
      </p>
    )
  }
  return (
    <ul className="max-h-60 divide-y divide-border overflow-y-auto">
      {data.data.map((holder) => (
        <Holder
          key={holder.conversation_id}
          holder={holder}
          end={() => end(provider, holder.conversation_id)}
          onEnded={() => remove(holder.conversation_id)}
        />
      ))}
    </ul>
  )
}

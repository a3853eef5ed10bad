'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { onUse } from '@/components/ui/on-use'
import { Popover } from '@/components/ui/popover'
import { formatCount } from '@/lib/client/format'
import { limitsQuery, providersQuery } from '@/lib/client/queries'
import { isOutside, providerTitles } from '@/lib/domain/connections/rules'
import type { WorkspaceLimits } from '@/lib/domain/usage/schema'
import type { EndAction, EndAllAction, EndForeignAction } from './answers'

const loadHolders = () => import('./slot-holders')
const SlotHolders = onUse(() => loadHolders().then((part) => part.SlotHolders))
const EndAll = onUse(() => loadHolders().then((part) => part.EndAll))

const ForeignHolders = onUse(() => import('./foreign-holders').then((part) => part.ForeignHolders))

const mostMarks = 8

/** A mark per slot, filled while it is held; beyond a few, one bar. */
function Slots({ live, limit }: { live: number; limit: number }) {
  if (limit > mostMarks) {
    return (
      <span aria-hidden className="h-1.5 w-12 overflow-hidden rounded-full bg-border">
        <span
          className="block h-full rounded-full bg-accent transition-[width]"
          style={{ width: `${Math.min(100, (live / limit) * 100)}%` }}
        />
      </span>
    )
  }
  return (
    <span aria-hidden className="flex gap-0.5">
      {Array.from({ length: limit }, (_, slot) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: slots have no identity but their place
          key={slot}
          className={cn('h-3 w-1.5 rounded-[2px] transition-colors', slot < live ? 'bg-accent' : 'bg-border')}
        />
      ))}
    </span>
  )
}

/** What holds slots of the workspace's accounts and was not made here. Nothing is asked for until it is looked at. */
function Elsewhere({ end }: { end: EndForeignAction }) {
  const t = useTranslations('shell.liveGauge')
  const { data } = useQuery(providersQuery())
  return data?.data.map(
    ({ provider, is_connected: isConnected }) =>
      isConnected &&
      isOutside(provider) && (
        <section key={provider} className="mt-3 border-border border-t pt-3">
          <h2 className="mb-1 font-medium text-muted text-xs">
            {t('elsewhere', { name: providerTitles[provider] })}
          </h2>
          <ForeignHolders provider={provider} end={end} />
        </section>
      ),
  )
}

type LiveGaugeProps = {
  initial: WorkspaceLimits
  end: EndAction
  endAll: EndAllAction
  endForeign: EndForeignAction
}

/** "2 of 5 live", always true, and behind it who holds the slots. */
export function LiveGauge({ initial, end, endAll, endForeign }: LiveGaugeProps) {
  const t = useTranslations('shell.liveGauge')
  const { data: limits } = useQuery({ ...limitsQuery(), initialData: initial })
  const { live, limit } = limits.concurrency
  const counts = { live: formatCount(live), limit: formatCount(limit) }
  return (
    <Popover
      label={t('liveConversations')}
      trigger={
        <Button variant="ghost" size="sm" className="tabular gap-2.5" data-testid="live-gauge">
          <Slots live={live} limit={limit} />
          {t('live', counts)}
        </Button>
      }
    >
      <h2 className="mb-1 font-medium text-muted text-xs">{t('slotsInUse', counts)}</h2>
      <SlotHolders limits={limits} end={end} />
      {live > 0 && <EndAll live={live} endAll={endAll} />}
      <Elsewhere end={endForeign} />
    </Popover>
  )
}

'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ReadFailure } from '@/components/shell/read-failure'
import { LocalTime } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Link } from '@/components/ui/link'
import { Select } from '@/components/ui/select'
import { type DeliveryFilters, deliveriesQuery } from '@/lib/client/queries'
import type { Delivery, DeliveryList as Page } from '@/lib/domain/webhooks/schema'
import type { ReplayedAnswer } from './answers'
import { deliveriesAddress, deliveriesPage, deliveryFiltersFrom, loggedTypes } from './delivery-filters'
import { DeliveryBadge, LastAnswer } from './delivery-state'

type DeliveryListProps = {
  /** The first page as the server read it, and the filters it was read with. */
  initial: { page: Page; filters: DeliveryFilters }
  endpoints: { webhook_id: string; url: string }[]
  /** Sends again what failed; null for those who only look. */
  replayFailed: ((filters: DeliveryFilters) => Promise<ReplayedAnswer>) | null
}

const statuses = ['pending', 'delivered', 'failed'] as const

/** Everything that was sent or waits to be, newest first; it changes by itself. */
export function DeliveryList({ initial, endpoints, replayFailed }: DeliveryListProps) {
  const t = useTranslations('webhooks.deliveryList')
  const filters = deliveryFiltersFrom(new URLSearchParams(useSearchParams()))
  const same = deliveriesAddress(filters) === deliveriesAddress(initial.filters)
  const query = useInfiniteQuery({
    ...deliveriesQuery(filters, deliveriesPage),
    ...(same && { initialData: { pages: [initial.page], pageParams: [undefined] } }),
  })
  const rows = query.data?.pages.flatMap((page) => page.data) ?? []
  const filtered = deliveriesAddress(filters) !== ''
  const setFilters = (next: DeliveryFilters) =>
    window.history.replaceState(null, '', `/developers/webhooks${deliveriesAddress(next)}`)
  const set = (change: DeliveryFilters) => setFilters({ ...filters, ...change })
  return (
    <section aria-labelledby="deliveries">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="deliveries" className="font-semibold">
          {t('deliveries')}
        </h2>
        {replayFailed && (rows.length > 0 || filtered) && (
          <ReplayFailed filters={filters} replay={replayFailed} />
        )}
      </div>
      {(rows.length > 0 || filtered) && (
        <search className="mb-3 flex flex-wrap items-center gap-2">
          <Select
            aria-label={t('status')}
            className="w-36"
            value={filters.status ?? ''}
            onChange={({ target }) => set({ status: statuses.find((status) => status === target.value) })}
          >
            <option value="">{t('anyStatus')}</option>
            {statuses.map((status) => (
              <option key={status} value={status}>
                {t(`statuses.${status}`)}
              </option>
            ))}
          </Select>
          <Select
            aria-label={t('event')}
            className="w-44"
            value={filters.event_type ?? ''}
            onChange={({ target }) => set({ event_type: loggedTypes.find((type) => type === target.value) })}
          >
            <option value="">{t('anyEvent')}</option>
            {loggedTypes.map((type) => (
              <option key={type} value={type}>
                {type}
              </option>
            ))}
          </Select>
          <Select
            aria-label={t('destination')}
            className="w-44"
            value={filters.webhook_id ?? ''}
            onChange={({ target }) => set({ webhook_id: target.value || undefined })}
          >
            <option value="">{t('anyDestination')}</option>
            <option value="callback">{t('callbacks')}</option>
            {endpoints.map(({ webhook_id, url }) => (
              <option key={webhook_id} value={webhook_id}>
                {url}
              </option>
            ))}
          </Select>
          {filters.conversation_id && (
            <span className="font-mono text-muted text-xs">{filters.conversation_id}</span>
          )}
          {filtered && (
            <Button variant="ghost" size="sm" onClick={() => setFilters({})}>
              {t('clear')}
            </Button>
          )}
        </search>
      )}
      {query.error && <ReadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length > 0 ? (
        <ul
          aria-busy={query.isPlaceholderData}
          className="divide-y divide-border border-border border-y aria-busy:opacity-60"
        >
          {rows.map((delivery) => (
            <DeliveryRow key={delivery.delivery_id} delivery={delivery} />
          ))}
        </ul>
      ) : (
        query.isSuccess && (
          <p className="border-border border-y py-8 text-center text-muted">
            {filtered ? t('noMatch') : t('nothingYet')}
          </p>
        )
      )}
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('loadMore')}
        </Button>
      )}
    </section>
  )
}

/** Where each part of a line stands: in two columns, and in one row where there is room. */
const inColumns = {
  row: '-mx-2 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-0.5 rounded-md px-2 py-2.5 hover:bg-subtle',
  what: 'col-start-1 row-start-1 min-w-0',
  answer: 'col-start-1 row-start-2 truncate text-muted text-xs',
  state: 'col-start-2 row-start-1 justify-self-end',
  time: 'col-start-2 row-start-2 text-right text-muted text-xs',
}
const inOneRow = {
  row: 'md:grid-cols-[minmax(0,5fr)_minmax(0,5fr)_7rem_10.5rem] md:items-center',
  what: '',
  answer: 'md:col-start-2 md:row-start-1',
  state: 'md:col-start-3 md:justify-self-start',
  time: 'md:col-start-4 md:row-start-1',
}

/** One line of the log, which leads to its attempts; `narrow` where it stands in a column of a page. */
export function DeliveryRow({ delivery, narrow = false }: { delivery: Delivery; narrow?: boolean }) {
  const t = useTranslations('webhooks.deliveryList')
  const place = (part: keyof typeof inColumns) => cn(inColumns[part], !narrow && inOneRow[part])
  return (
    <li>
      <Link href={`/developers/webhooks/deliveries/${delivery.delivery_id}`} className={place('row')}>
        <span className={place('what')}>
          <span className="block truncate font-mono text-xs">{delivery.event_type}</span>
          <span className="block truncate text-muted text-xs">{delivery.url}</span>
        </span>
        <span className={place('answer')}>
          <LastAnswer delivery={delivery} />
          {delivery.attempts > 1 && ` ${t('attempts', { count: delivery.attempts })}`}
        </span>
        <span className={place('state')}>
          <DeliveryBadge {...delivery} />
        </span>
        <LocalTime at={delivery.created_at} className={place('time')} />
      </Link>
    </li>
  )
}

type ReplayFailedProps = {
  filters: DeliveryFilters
  replay: NonNullable<DeliveryListProps['replayFailed']>
}

/** Sends again what failed, as far as the filters show it. */
function ReplayFailed({ filters: { status: _status, ...filters }, replay }: ReplayFailedProps) {
  const t = useTranslations('webhooks.deliveryList')
  const failures = useTranslations('shell.failures')
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const narrowed = Object.values(filters).some(Boolean)
  const act = async () => {
    setBusy(true)
    const answer = await replay(filters).catch(() => null)
    setBusy(false)
    setSaid(
      answer?.ok ? t('replayed', { count: answer.count }) : (answer?.message ?? failures('unreachable')),
    )
    void client.invalidateQueries({ queryKey: ['webhooks'] })
  }
  return (
    <span className="flex flex-wrap items-center gap-3">
      <span role="status" className="text-muted text-xs">
        {said}
      </span>
      <Button size="sm" busy={busy} onClick={act}>
        <RotateCcw aria-hidden />
        {narrowed ? t('replayThese') : t('replayAll')}
      </Button>
    </span>
  )
}

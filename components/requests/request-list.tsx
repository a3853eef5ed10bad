'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { DaysFilter } from '@/components/shell/days-filter'
import { ReadFailure } from '@/components/shell/read-failure'
import { SearchBox } from '@/components/shell/search-box'
import { LocalTime } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { Select } from '@/components/ui/select'
import { type RequestFilters, requestsQuery } from '@/lib/client/queries'
import type { ApiRequest, ApiRequestList as Page } from '@/lib/domain/requests/schema'
import { methods, outcomes, requestFiltersFrom, requestsAddress, requestsPage } from './request-filters'
import { StatusBadge } from './status-badge'

type RequestListProps = {
  /** The first page as the server read it, and the filters it was read with. */
  initial: { page: Page; filters: RequestFilters }
  keys: { id: string; name: string }[]
}

/** The list is read again every so often, while it is looked at. Milliseconds. */
const lookAgainMs = 5000

/** Calls of the API with the workspace's keys, newest first. */
export function RequestList({ initial, keys }: RequestListProps) {
  const t = useTranslations('requests.requestList')
  const filters = requestFiltersFrom(new URLSearchParams(useSearchParams()))
  const same = requestsAddress(filters) === requestsAddress(initial.filters)
  const query = useInfiniteQuery({
    ...requestsQuery(filters, requestsPage),
    // No event tells of calls: there may be hundreds a second.
    refetchInterval: lookAgainMs,
    ...(same && { initialData: { pages: [initial.page], pageParams: [undefined] } }),
  })
  const rows = query.data?.pages.flatMap((page) => page.data) ?? []
  const filtered = requestsAddress(filters) !== ''
  // The address changes without a walk to the server: the list is asked for over the API.
  const setFilters = (next: RequestFilters) =>
    window.history.replaceState(null, '', `/developers/requests${requestsAddress(next)}`)
  return (
    <>
      {(rows.length > 0 || filtered) && <Filters filters={filters} onChange={setFilters} keys={keys} />}
      {query.error && <ReadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length > 0 && (
        <ul
          aria-label={t('callsNewestFirst')}
          aria-busy={query.isPlaceholderData}
          className="divide-y divide-border border-border border-y aria-busy:opacity-60"
        >
          {rows.map((call) => (
            <Row key={call.id} call={call} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('loadMore')}
        </Button>
      )}
      {rows.length === 0 &&
        query.isSuccess &&
        (filtered ? (
          <EmptyState
            title={t('noCallMatches')}
            action={<Button onClick={() => setFilters({})}>{t('showAll')}</Button>}
          />
        ) : (
          <EmptyState
            title={t('noCallsYet')}
            action={
              <Button asChild>
                <Link href="/developers/keys">{t('makeAKey')}</Link>
              </Button>
            }
          >
            {t('whatStandsHere')}
          </EmptyState>
        ))}
    </>
  )
}

type FiltersProps = {
  filters: RequestFilters
  onChange(filters: RequestFilters): void
  keys: RequestListProps['keys']
}

function Filters({ filters, onChange, keys }: FiltersProps) {
  const t = useTranslations('requests.requestList')
  const set = (change: RequestFilters) => onChange({ ...filters, ...change })
  const any = Object.values(filters).some(Boolean)
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <SearchBox
        label={t('path')}
        placeholder={t('pathPlaceholder')}
        text={filters.path ?? ''}
        onText={(path) => set({ path: path || undefined })}
      />
      <Select
        aria-label={t('method')}
        className="w-32"
        value={filters.method ?? ''}
        onChange={({ target }) => set({ method: methods.find((method) => method === target.value) })}
      >
        <option value="">{t('anyMethod')}</option>
        {methods.map((method) => (
          <option key={method} value={method}>
            {method}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('outcome')}
        className="w-40"
        value={filters.outcome ?? ''}
        onChange={({ target }) => set({ outcome: outcomes.find((outcome) => outcome === target.value) })}
      >
        <option value="">{t('anyOutcome')}</option>
        {outcomes.map((outcome) => (
          <option key={outcome} value={outcome}>
            {t(`outcomes.${outcome}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('key')}
        className="w-40"
        value={filters.api_key_id ?? ''}
        onChange={({ target }) => set({ api_key_id: target.value || undefined })}
      >
        <option value="">{t('anyKey')}</option>
        {keys.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <DaysFilter days={filters} onChange={set} />
      {filters.subject_id && (
        <span className="font-mono text-muted text-xs">{t('about', { id: filters.subject_id })}</span>
      )}
      {any && (
        <Button variant="ghost" size="sm" onClick={() => onChange({})}>
          {t('showAll')}
        </Button>
      )}
    </search>
  )
}

function Row({ call }: { call: ApiRequest }) {
  const t = useTranslations('requests.requestList')
  return (
    <li>
      <Link
        href={`/developers/requests/${call.id}`}
        className="-mx-2 grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 rounded-md px-2 py-2.5 hover:bg-subtle md:grid-cols-[minmax(0,8fr)_3.5rem_minmax(0,3fr)_4.5rem_10.5rem] md:items-center"
      >
        <span className="flex min-w-0 items-baseline gap-2 font-mono text-xs">
          <span className="w-14 shrink-0 text-muted">{call.method}</span>
          <span className="min-w-0 truncate">
            {call.path}
            <span className="text-muted">{call.query}</span>
          </span>
        </span>
        <span className="justify-self-end md:justify-self-start">
          <StatusBadge status={call.status} />
        </span>
        <span dir="auto" className="min-w-0 truncate text-muted text-xs">
          {call.api_key_name ?? t('unknownKey')}
        </span>
        <span className="tabular justify-self-end text-muted text-xs">
          {t('took', { ms: call.duration })}
        </span>
        <LocalTime
          at={call.timestamp}
          className="col-span-2 text-muted text-xs md:col-span-1 md:text-right"
        />
      </Link>
    </li>
  )
}

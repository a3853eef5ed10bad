'use client'

import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { useServerNow } from '@/components/shell/server-clock'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { counted, formatCount, formatDuration } from '@/lib/client/format'
import { limitsQuery, usageQuery } from '@/lib/client/queries'
import { utcDay } from '@/lib/domain/usage/rules'
import type { Usage, WorkspaceLimits } from '@/lib/domain/usage/schema'
import { DayBars, DayTable } from './bars'
import { addressOfPeriod, type Period, periodFrom } from './period'
import { runOn } from './running'

const show = (period: Pick<Period, 'kind'> & Partial<Period>) =>
  window.history.replaceState(null, '', `/usage${addressOfPeriod(period)}`)

function PeriodChoice({ period }: { period: Period }) {
  const setDay = (day: { from?: string; to?: string }) => {
    const next = { ...period, ...day }
    if (!next.from || !next.to) return
    // A first day past the last one moves the last one along, and the other way round.
    if (next.from > next.to) Object.assign(next, day.from ? { to: next.from } : { from: next.to })
    show({ ...next, kind: 'custom' })
  }
  return (
    <>
      <Select
        aria-label="Period"
        className="w-36"
        value={period.kind}
        onChange={({ target }) => show({ ...period, kind: target.value as Period['kind'] })}
      >
        <option value="month">This month</option>
        <option value="last-30">Last 30 days</option>
        <option value="custom">Custom</option>
      </Select>
      {period.kind === 'custom' && (
        <>
          <Input
            type="date"
            aria-label="First day (UTC)"
            className="w-36"
            value={period.from}
            onChange={({ target }) => setDay({ from: target.value })}
          />
          <Input
            type="date"
            aria-label="Last day (UTC)"
            className="w-36"
            value={period.to}
            onChange={({ target }) => setDay({ to: target.value })}
          />
        </>
      )}
    </>
  )
}

function Figure({ label, title, children }: { label: string; title?: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{label}</dt>
      <dd title={title} className="tabular mt-0.5 font-medium text-lg tracking-tight">
        {children}
      </dd>
    </div>
  )
}

/** What is left to the workspace now. Live conversations burn minutes by the second. */
function Left({ limits, now }: { limits: WorkspaceLimits; now: number }) {
  const { concurrency, minutes } = limits
  const since = Math.max(0, Math.floor((now - Date.parse(limits.as_of)) / 1000))
  const left =
    minutes.left_seconds === null ? null : Math.max(0, minutes.left_seconds - since * concurrency.live)
  return (
    <section aria-labelledby="left" className="border-border border-t pt-5">
      <h2 id="left" className="mb-3 font-semibold">
        Left under the limits
      </h2>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
        <Figure
          label={`Minutes, UTC month to ${minutes.period_end}`}
          title={left === null ? undefined : `${formatCount(left)} s`}
        >
          {left === null ? 'No limit' : `${formatDuration(left)} of ${formatCount(minutes.limit ?? 0)} min`}
        </Figure>
        <Figure label="Slots">
          {Math.max(0, concurrency.limit - concurrency.live)} of {concurrency.limit} free
        </Figure>
        <Figure label="Longest call">{formatDuration(limits.max_call_duration)}</Figure>
      </dl>
    </section>
  )
}

/** What was used in a period, to the second, with live conversations counted as they run. */
export function UsageReport({ initial, limits: initialLimits }: { initial: Usage; limits: WorkspaceLimits }) {
  const now = useServerNow()
  const period = periodFrom(new URLSearchParams(useSearchParams()), now)
  const same = period.from === initial.from && period.to === initial.to
  const query = useQuery({ ...usageQuery(period.from, period.to), ...(same && { initialData: initial }) })
  const { data: limits } = useQuery({ ...limitsQuery(), initialData: initialLimits })
  const usage = runOn(query.data ?? initial, limits.live, new Date(now))
  const { seconds, conversations } = usage.total
  const average = conversations === 0 ? null : Math.round(seconds / conversations)
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-2">
        <PeriodChoice period={period} />
        <p className="tabular text-muted text-xs">
          {period.from} to {period.to}, UTC days
        </p>
      </div>
      {query.error && <Notice tone="danger">{query.error.message}</Notice>}
      <dl
        className="grid grid-cols-2 gap-4 aria-busy:opacity-60 sm:grid-cols-4"
        aria-busy={query.isPlaceholderData}
      >
        <Figure label="Used" title={`${formatCount(seconds)} s`}>
          {formatDuration(seconds)}
        </Figure>
        <Figure label="Conversations">{formatCount(conversations)}</Figure>
        <Figure label="Average" title={average === null ? undefined : `${formatCount(average)} s`}>
          {average === null ? 'None yet' : formatDuration(average)}
        </Figure>
        <Figure label="Live now">
          {limits.concurrency.live === 0 ? 'None' : counted(limits.concurrency.live, 'conversation')}
        </Figure>
      </dl>
      {seconds === 0 && conversations === 0 ? (
        <EmptyState
          icon={<ChartNoAxesColumn />}
          title="Nothing was used in this period"
          action={
            <Button asChild>
              <Link href="/conversations/new">Create a conversation</Link>
            </Button>
          }
        >
          Usage begins when a conversation is created and ends with it. It is counted in whole seconds.
        </EmptyState>
      ) : (
        <>
          <DayBars days={usage.days} today={utcDay(new Date(now))} />
          <DayTable usage={usage} />
        </>
      )}
      <Left limits={limits} now={now} />
    </div>
  )
}

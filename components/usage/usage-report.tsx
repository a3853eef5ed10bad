'use client'

import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn, Download } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ReadFailure } from '@/components/shell/read-failure'
import { useServerNow } from '@/components/shell/server-clock'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Input } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { Select } from '@/components/ui/select'
import { queryString } from '@/lib/client/api'
import { limitsQuery, usageQuery } from '@/lib/client/queries'
import { utcDay } from '@/lib/domain/usage/rules'
import type { Usage, UsageGroup, WorkspaceLimits } from '@/lib/domain/usage/schema'
import { DayBars } from './bars'
import { Figures, Left } from './figures'
import { addressOfReport, groupFrom, type Period, periodFrom } from './period'
import { runOn } from './running'
import { seriesOf } from './series'
import { DayTable, GroupTable } from './usage-tables'

const show = (period: Pick<Period, 'kind'> & Partial<Period>, group: UsageGroup | null) =>
  window.history.replaceState(null, '', `/usage${addressOfReport(period, group)}`)

function PeriodChoice({ period, group }: { period: Period; group: UsageGroup | null }) {
  const t = useTranslations('usage.usageReport')
  const setDay = (day: { from?: string; to?: string }) => {
    const next = { ...period, ...day }
    if (!next.from || !next.to) return
    // A first day past the last one moves the last one along, and the other way round.
    if (next.from > next.to) Object.assign(next, day.from ? { to: next.from } : { from: next.to })
    show({ ...next, kind: 'custom' }, group)
  }
  return (
    <>
      <Select
        aria-label={t('period')}
        className="w-36"
        value={period.kind}
        onChange={({ target }) => show({ ...period, kind: target.value as Period['kind'] }, group)}
      >
        <option value="month">{t('thisMonth')}</option>
        <option value="last-30">{t('last30Days')}</option>
        <option value="custom">{t('custom')}</option>
      </Select>
      {period.kind === 'custom' && (
        <>
          <Input
            type="date"
            aria-label={t('firstDayUtc')}
            className="w-36"
            value={period.from}
            onChange={({ target }) => setDay({ from: target.value })}
          />
          <Input
            type="date"
            aria-label={t('lastDayUtc')}
            className="w-36"
            value={period.to}
            onChange={({ target }) => setDay({ to: target.value })}
          />
        </>
      )}
    </>
  )
}

type UsageReportProps = { initial: Usage; group: UsageGroup | null; limits: WorkspaceLimits }

/** What was used in a period, to the second, with live conversations counted as they run. */
export function UsageReport({ initial, group: initialGroup, limits: initialLimits }: UsageReportProps) {
  const t = useTranslations('usage.usageReport')
  const now = useServerNow()
  const params = new URLSearchParams(useSearchParams())
  const period = periodFrom(params, now)
  const group = groupFrom(params)
  const same = period.from === initial.from && period.to === initial.to && group === initialGroup
  const query = useQuery({
    ...usageQuery(period.from, period.to, group),
    ...(same && { initialData: initial }),
  })
  const { data: limits } = useQuery({ ...limitsQuery(), initialData: initialLimits })
  // While another split is fetched, the answer of the last one stands.
  const answer = query.data ?? initial
  const usage = runOn(answer, limits.live, new Date(now), answer.groups ? group : null)
  const series = seriesOf(usage.groups, (count) => t('others', { count }))
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-2">
        <PeriodChoice period={period} group={group} />
        <Select
          aria-label={t('splitBy')}
          className="w-36"
          value={group ?? ''}
          onChange={({ target }) => show(period, (target.value || null) as UsageGroup | null)}
        >
          <option value="">{t('notSplit')}</option>
          <option value="persona">{t('byPersona')}</option>
          <option value="replica">{t('byReplica')}</option>
          <option value="creator">{t('byCreator')}</option>
          <option value="key">{t('byKey')}</option>
        </Select>
        <p className="tabular text-muted text-xs">{t('days', { from: period.from, to: period.to })}</p>
        <Button asChild variant="ghost" className="ml-auto">
          <a
            href={`/v2/usage/export${queryString({ from: period.from, to: period.to, group_by: group ?? undefined })}`}
            download
          >
            <Download aria-hidden />
            CSV
          </a>
        </Button>
      </div>
      {query.error && <ReadFailure error={query.error} onRetry={() => void query.refetch()} />}
      <Figures usage={usage} limits={limits} busy={query.isPlaceholderData} />
      {usage.total.seconds === 0 && usage.total.conversations === 0 ? (
        <EmptyState
          icon={<ChartNoAxesColumn />}
          title={t('nothing')}
          action={
            <Button asChild>
              <Link href="/conversations/new">{t('createAConversation')}</Link>
            </Button>
          }
        >
          {t('whatCounts')}
        </EmptyState>
      ) : (
        <>
          <DayBars days={usage.days} series={series} today={utcDay(new Date(now))} />
          {group && usage.groups && <GroupTable usage={usage} group={group} series={series} />}
          <DayTable usage={usage} />
        </>
      )}
      <Left limits={limits} now={now} />
    </div>
  )
}

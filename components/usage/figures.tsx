import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Translator } from '@/components/shell/translator'
import { formatCount, formatDuration, formatMilliseconds, formatMoney } from '@/lib/client/format'
import type { Usage, WorkspaceLimits } from '@/lib/domain/usage/schema'
import { costOf } from '@/lib/domain/workspaces/rules'

type FigureProps = { label: string; title?: string; note?: ReactNode; children: ReactNode }

function Figure({ label, title, note, children }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{label}</dt>
      <dd title={title} className="tabular mt-0.5 font-medium text-lg tracking-tight">
        {children}
      </dd>
      {note && <dd className="tabular text-muted text-xs">{note}</dd>}
    </div>
  )
}

/** How an amount compares with the one before it, in words. */
function comparison(now: number, before: number, days: number, t: Translator<'usage.comparison'>): string {
  if (before === 0) return now === 0 ? '' : t('none', { days })
  const percent = Math.round(((now - before) / before) * 100)
  if (percent === 0) return t('same', { days })
  return t(percent > 0 ? 'more' : 'less', { percent: Math.abs(percent), days })
}

type FiguresProps = { usage: Usage; limits: WorkspaceLimits; busy: boolean }

/** The period in numbers. */
export function Figures({ usage, limits, busy }: FiguresProps) {
  const t = useTranslations('usage.figures')
  const compared = useTranslations('usage.comparison')
  const { total, previous, price, latency } = usage
  const { seconds, conversations } = total
  const average = conversations === 0 ? null : Math.round(seconds / conversations)
  const days = usage.days.length
  return (
    <dl
      className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-4 aria-busy:opacity-60"
      aria-busy={busy}
    >
      <Figure
        label={t('used')}
        title={`${formatCount(seconds)} s`}
        note={comparison(seconds, previous.seconds, days, compared)}
      >
        {formatDuration(seconds)}
      </Figure>
      {price && (
        <Figure
          label={t('cost')}
          note={t('aMinute', { price: formatMoney(price.per_minute, price.currency) })}
        >
          {formatMoney(costOf(seconds, price.per_minute), price.currency)}
        </Figure>
      )}
      <Figure
        label={t('conversations')}
        note={comparison(conversations, previous.conversations, days, compared)}
      >
        {formatCount(conversations)}
      </Figure>
      <Figure label={t('average')} title={average === null ? undefined : `${formatCount(average)} s`}>
        {average === null ? t('noneYet') : formatDuration(average)}
      </Figure>
      <Figure label={t('latency')} note={t('turns', { count: latency.measured })}>
        {latency.heard === null
          ? t('noneYet')
          : t('halfAndMost', {
              p50: formatMilliseconds(latency.heard.p50),
              p95: formatMilliseconds(latency.heard.p95),
            })}
      </Figure>
      <Figure label={t('mostAtOnce')}>{formatCount(usage.peak_concurrency)}</Figure>
      <Figure label={t('liveNow')}>{t('live', { count: limits.concurrency.live })}</Figure>
    </dl>
  )
}

/** What is left to the workspace now. Live conversations burn minutes and budget by the second. */
export function Left({ limits, now }: { limits: WorkspaceLimits; now: number }) {
  const t = useTranslations('usage.figures')
  const { concurrency, minutes, budget, price } = limits
  const since = Math.max(0, Math.floor((now - Date.parse(limits.as_of)) / 1000)) * concurrency.live
  const left = minutes.limit === null ? null : Math.max(0, minutes.limit * 60 - minutes.used_seconds - since)
  const spent = price ? costOf(minutes.used_seconds + since, price.per_minute) : 0
  return (
    <section aria-labelledby="left" className="border-border border-t pt-5">
      <h2 id="left" className="mb-3 font-semibold">
        {t('leftUnderTheLimits')}
      </h2>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure
          label={t('minutesToDay', { day: minutes.period_end })}
          title={left === null ? undefined : `${formatCount(left)} s`}
        >
          {left === null
            ? t('noLimit')
            : t('minutesLeft', { left: formatDuration(left), limit: minutes.limit ?? 0 })}
        </Figure>
        {price && (
          <Figure label={t('budgetSameMonth')}>
            {budget
              ? t('budgetLeft', {
                  left: formatMoney(Math.max(0, budget.limit - spent), price.currency),
                  limit: formatMoney(budget.limit, price.currency),
                })
              : t('noLimit')}
          </Figure>
        )}
        <Figure label={t('slots')}>
          {t('slotsFree', {
            free: Math.max(0, concurrency.limit - concurrency.live),
            limit: concurrency.limit,
          })}
        </Figure>
        <Figure label={t('longestCall')}>{formatDuration(limits.max_call_duration)}</Figure>
      </dl>
    </section>
  )
}

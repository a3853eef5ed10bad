import type { ReactNode } from 'react'
import { counted, formatCount, formatDuration, formatMoney } from '@/lib/client/format'
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
function comparison(now: number, before: number, days: number): string {
  const those = days === 1 ? 'the day before' : `the ${formatCount(days)} days before`
  if (before === 0) return now === 0 ? '' : `None in ${those}`
  const percent = Math.round(((now - before) / before) * 100)
  if (percent === 0) return `As in ${those}`
  return `${formatCount(Math.abs(percent))} % ${percent > 0 ? 'more' : 'less'} than in ${those}`
}

type FiguresProps = { usage: Usage; limits: WorkspaceLimits; busy: boolean }

/** The period in numbers. */
export function Figures({ usage, limits, busy }: FiguresProps) {
  const { total, previous, price } = usage
  const { seconds, conversations } = total
  const average = conversations === 0 ? null : Math.round(seconds / conversations)
  const days = usage.days.length
  return (
    <dl
      className="grid grid-cols-2 gap-4 aria-busy:opacity-60 sm:grid-cols-3 lg:grid-cols-6"
      aria-busy={busy}
    >
      <Figure
        label="Used"
        title={`${formatCount(seconds)} s`}
        note={comparison(seconds, previous.seconds, days)}
      >
        {formatDuration(seconds)}
      </Figure>
      {price && (
        <Figure label="Cost" note={`At ${formatMoney(price.per_minute, price.currency)} a minute`}>
          {formatMoney(costOf(seconds, price.per_minute), price.currency)}
        </Figure>
      )}
      <Figure label="Conversations" note={comparison(conversations, previous.conversations, days)}>
        {formatCount(conversations)}
      </Figure>
      <Figure label="Average" title={average === null ? undefined : `${formatCount(average)} s`}>
        {average === null ? 'None yet' : formatDuration(average)}
      </Figure>
      <Figure label="Most at once">{formatCount(usage.peak_concurrency)}</Figure>
      <Figure label="Live now">
        {limits.concurrency.live === 0 ? 'None' : counted(limits.concurrency.live, 'conversation')}
      </Figure>
    </dl>
  )
}

/** What is left to the workspace now. Live conversations burn minutes and budget by the second. */
export function Left({ limits, now }: { limits: WorkspaceLimits; now: number }) {
  const { concurrency, minutes, budget, price } = limits
  const since = Math.max(0, Math.floor((now - Date.parse(limits.as_of)) / 1000)) * concurrency.live
  const left = minutes.limit === null ? null : Math.max(0, minutes.limit * 60 - minutes.used_seconds - since)
  const spent = price ? costOf(minutes.used_seconds + since, price.per_minute) : 0
  return (
    <section aria-labelledby="left" className="border-border border-t pt-5">
      <h2 id="left" className="mb-3 font-semibold">
        Left under the limits
      </h2>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure
          label={`Minutes, UTC month to ${minutes.period_end}`}
          title={left === null ? undefined : `${formatCount(left)} s`}
        >
          {left === null ? 'No limit' : `${formatDuration(left)} of ${formatCount(minutes.limit ?? 0)} min`}
        </Figure>
        {price && (
          <Figure label="Budget, same month">
            {budget
              ? `${formatMoney(Math.max(0, budget.limit - spent), price.currency)} of ${formatMoney(budget.limit, price.currency)}`
              : 'No limit'}
          </Figure>
        )}
        <Figure label="Slots">
          {Math.max(0, concurrency.limit - concurrency.live)} of {concurrency.limit} free
        </Figure>
        <Figure label="Longest call">{formatDuration(limits.max_call_duration)}</Figure>
      </dl>
    </section>
  )
}

'use client'

import { formatCount, formatDay, formatDuration } from '@/lib/client/format'
import type { Usage } from '@/lib/domain/usage/schema'
import { partsOf, type Series } from './series'

const height = 160

/** A round number of minutes not below the largest bar, so that the line above it can be read. */
function ceiling(seconds: number): number {
  const minutes = Math.max(1, seconds / 60)
  const power = 10 ** Math.floor(Math.log10(minutes))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= minutes) ?? 10
  return step * power * 60
}

type DayBarsProps = { days: Usage['days']; series: Series[]; today: string }

/** A bar for each UTC day, stacked by series. A drawing of the tables below it, which are what a screen reader reads. */
export function DayBars({ days, series, today }: DayBarsProps) {
  const top = ceiling(Math.max(...days.map((day) => day.seconds)))
  const labelled = Math.max(1, Math.ceil(days.length / 6))
  const isSplit = series.some(({ id }) => id !== null)
  return (
    <figure aria-hidden className="min-w-0">
      <figcaption className="tabular mb-1 text-muted text-xs">{formatDuration(top)}</figcaption>
      <div className="flex items-end gap-px border-border border-t border-b" style={{ height }}>
        {days.map((day) => (
          <div
            key={day.day}
            title={titleOf(day, series, isSplit)}
            className="group flex h-full min-w-0 flex-1 items-end"
          >
            <div
              className="flex w-full flex-col-reverse overflow-hidden rounded-t-[2px]"
              style={{ height: day.seconds === 0 ? 0 : `max(2px, ${(day.seconds / top) * 100}%)` }}
            >
              {partsOf(day, series).map((seconds, index) => (
                <div
                  key={series[index]?.id ?? ''}
                  className={isSplit ? '' : day.day === today ? 'bg-accent' : 'bg-input group-hover:bg-muted'}
                  style={{ flexGrow: seconds, ...(isSplit && { background: series[index]?.color }) }}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
      <div className="mt-1 flex gap-px text-muted text-xs">
        {days.map((day, index) => (
          <div key={day.day} className="min-w-0 flex-1">
            {index % labelled === 0 && index + labelled / 2 <= days.length && (
              <span className="block w-max">{formatDay(day.day)}</span>
            )}
          </div>
        ))}
      </div>
    </figure>
  )
}

function titleOf(day: Usage['days'][number], series: Series[], isSplit: boolean): string {
  const whole = `${day.day} UTC: ${formatDuration(day.seconds)} (${formatCount(day.seconds)} s)`
  if (!isSplit) return whole
  const parts = partsOf(day, series).flatMap((seconds, index) =>
    seconds > 0 ? `${series[index]?.name}: ${formatDuration(seconds)}` : [],
  )
  return [whole, ...parts].join('\n')
}

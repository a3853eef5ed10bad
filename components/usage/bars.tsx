'use client'

import { Table, Td, Th } from '@/components/ui/table'
import { formatCount, formatDay, formatDuration } from '@/lib/client/format'
import type { Usage } from '@/lib/domain/usage/schema'

const height = 160

/** A round number of minutes not below the largest bar, so that the line above it can be read. */
function ceiling(seconds: number): number {
  const minutes = Math.max(1, seconds / 60)
  const power = 10 ** Math.floor(Math.log10(minutes))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= minutes) ?? 10
  return step * power * 60
}

/** A bar for each UTC day. A drawing of the table below it, which is what a screen reader reads. */
export function DayBars({ days, today }: { days: Usage['days']; today: string }) {
  const top = ceiling(Math.max(...days.map((day) => day.seconds)))
  const labelled = Math.max(1, Math.ceil(days.length / 6))
  return (
    <figure aria-hidden className="min-w-0">
      <figcaption className="tabular mb-1 text-muted text-xs">{formatDuration(top)}</figcaption>
      <div className="flex items-end gap-px border-border border-t border-b" style={{ height }}>
        {days.map((day) => (
          <div
            key={day.day}
            title={`${day.day} UTC: ${formatDuration(day.seconds)} (${formatCount(day.seconds)} s)`}
            className="group flex h-full min-w-0 flex-1 items-end"
          >
            <div
              className={`w-full rounded-t-[2px] ${day.day === today ? 'bg-accent' : 'bg-input group-hover:bg-muted'}`}
              style={{ height: day.seconds === 0 ? 0 : `max(2px, ${(day.seconds / top) * 100}%)` }}
            />
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

/** The same per day, in numbers; days with nothing are left out. */
export function DayTable({ usage }: { usage: Usage }) {
  const used = usage.days.filter((day) => day.seconds > 0 || day.conversations > 0)
  return (
    <Table label="Usage by UTC day, newest first">
      <thead>
        <tr>
          <Th className="pl-0">Day (UTC)</Th>
          <Th className="text-right">Used</Th>
          <Th className="text-right">Seconds</Th>
          <Th className="pr-0 text-right">Conversations</Th>
        </tr>
      </thead>
      <tbody className="tabular whitespace-nowrap">
        {used.toReversed().map((day) => (
          <tr key={day.day}>
            <Td className="pl-0">{day.day}</Td>
            <Td className="text-right">{formatDuration(day.seconds)}</Td>
            <Td className="text-right text-muted">{formatCount(day.seconds)}</Td>
            <Td className="pr-0 text-right">{formatCount(day.conversations)}</Td>
          </tr>
        ))}
      </tbody>
      <tfoot className="tabular whitespace-nowrap font-medium">
        <tr>
          <Td className="border-b-0 pl-0">Sum</Td>
          <Td className="border-b-0 text-right">{formatDuration(usage.total.seconds)}</Td>
          <Td className="border-b-0 text-right" data-testid="usage-seconds">
            {formatCount(usage.total.seconds)}
          </Td>
          <Td className="border-b-0 pr-0 text-right">{formatCount(usage.total.conversations)}</Td>
        </tr>
      </tfoot>
    </Table>
  )
}

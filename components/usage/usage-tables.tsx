import { useTranslations } from 'next-intl'
import { Table, Td, Th } from '@/components/ui/table'
import { formatCount, formatDuration, formatMilliseconds, formatMoney } from '@/lib/client/format'
import type { Price, Usage, UsageGroup } from '@/lib/domain/usage/schema'
import { costOf } from '@/lib/domain/workspaces/rules'
import type { Series } from './series'

type Amount = { seconds: number; conversations: number }

function AmountCells({ amount, price, testId }: { amount: Amount; price: Price; testId?: string }) {
  return (
    <>
      <Td className="text-right">{formatDuration(amount.seconds)}</Td>
      <Td className="text-right text-muted" data-testid={testId}>
        {formatCount(amount.seconds)}
      </Td>
      {price && (
        <Td className="text-right">
          {formatMoney(costOf(amount.seconds, price.per_minute), price.currency)}
        </Td>
      )}
      <Td className="pr-0 text-right">{formatCount(amount.conversations)}</Td>
    </>
  )
}

function AmountHeadings({ price }: { price: Price }) {
  const t = useTranslations('usage.usageTables')
  return (
    <>
      <Th className="text-right">{t('used')}</Th>
      <Th className="text-right">{t('seconds')}</Th>
      {price && <Th className="text-right">{t('cost')}</Th>}
      <Th className="pr-0 text-right">{t('conversations')}</Th>
    </>
  )
}

/** Who used it, with the colour that each has in the bars. */
export function GroupTable({ usage, group, series }: { usage: Usage; group: UsageGroup; series: Series[] }) {
  const t = useTranslations('usage.usageTables')
  const isMeasured = usage.latency.measured > 0
  const colorOf = new Map(series.map(({ id, color }) => [id, color]))
  return (
    <Table label={t('usageBy', { group })}>
      <thead>
        <tr>
          <Th className="pl-0">{t(group)}</Th>
          {isMeasured && <Th className="text-right">{t('latency')}</Th>}
          <AmountHeadings price={usage.price} />
        </tr>
      </thead>
      <tbody className="tabular whitespace-nowrap">
        {usage.groups?.map((one) => (
          <tr key={one.id}>
            <Td className="max-w-64 pl-0">
              <span className="flex items-center gap-2">
                <span
                  aria-hidden
                  className="size-2.5 shrink-0 rounded-[2px]"
                  style={{ background: colorOf.get(one.id) ?? colorOf.get(null) }}
                />
                <span dir="auto" className="truncate">
                  {one.name}
                </span>
              </span>
            </Td>
            {isMeasured && (
              <Td className="text-right text-muted" title={t('turns', { count: one.latency.measured })}>
                {one.latency.heard &&
                  t('halfAndMost', {
                    p50: formatMilliseconds(one.latency.heard.p50),
                    p95: formatMilliseconds(one.latency.heard.p95),
                  })}
              </Td>
            )}
            <AmountCells amount={one} price={usage.price} />
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** The same per day, in numbers; days with nothing are left out. */
export function DayTable({ usage }: { usage: Usage }) {
  const t = useTranslations('usage.usageTables')
  const used = usage.days.filter((day) => day.seconds > 0 || day.conversations > 0)
  return (
    <Table label={t('usageByDay')}>
      <thead>
        <tr>
          <Th className="pl-0">{t('dayUtc')}</Th>
          <AmountHeadings price={usage.price} />
        </tr>
      </thead>
      <tbody className="tabular whitespace-nowrap">
        {used.toReversed().map((day) => (
          <tr key={day.day}>
            <Td className="pl-0">{day.day}</Td>
            <AmountCells amount={day} price={usage.price} />
          </tr>
        ))}
      </tbody>
      <tfoot className="tabular whitespace-nowrap font-medium [&_td]:border-b-0">
        <tr>
          <Td className="pl-0">{t('sum')}</Td>
          <AmountCells amount={usage.total} price={usage.price} testId="usage-seconds" />
        </tr>
      </tfoot>
    </Table>
  )
}

'use client'

import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, useContext } from 'react'
import { formatMoney, secondsBetween } from '@/lib/client/format'
import type { Price } from '@/lib/domain/usage/schema'
import { costOf } from '@/lib/domain/workspaces/rules'
import { useServerNow } from './server-clock'

const Context = createContext<Price>(null)

/** What a minute costs in this workspace, for whatever shows a duration. */
export function PriceProvider({ price, children }: { price: Price; children: ReactNode }) {
  return <Context value={price}>{children}</Context>
}

/** What a minute costs; null where no price is set. */
export const usePrice = () => useContext(Context)

/** What `seconds` cost at the price of now; nothing where none is set. */
export function Cost({ seconds, className }: { seconds: number; className?: string }) {
  const t = useTranslations('shell.price')
  const price = usePrice()
  if (!price) return null
  return (
    <span
      className={`tabular ${className ?? ''}`}
      title={t('aMinute', { price: formatMoney(price.per_minute, price.currency) })}
    >
      {formatMoney(costOf(seconds, price.per_minute), price.currency)}
    </span>
  )
}

/** What has run since `from` costs so far. */
export function RunningCost({ from, className }: { from: string; className?: string }) {
  return <Cost seconds={secondsBetween(from, useServerNow())} className={className} />
}

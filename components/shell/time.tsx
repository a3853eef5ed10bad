'use client'

import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { formatCount, formatDuration, formatExact, formatInstant, secondsBetween } from '@/lib/client/format'
import { formatClock } from '@/lib/domain/conversations/rules'
import { useServerNow } from './server-clock'
import { ownZone, useRememberedZone } from './time-zone'

const never = () => () => {}

/** True in the browser once the page is its own; false on the server and during hydration. */
export const useHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

/**
 * An instant in the reader's zone; the zone and the exact UTC time on hover. At a first visit the server knows no zone and
 * says UTC; the place of that word is kept, so that nothing moves.
 */
export function LocalTime({ at, className }: { at: string; className?: string }) {
  const t = useTranslations('shell.time')
  const local = useHydrated()
  const remembered = useRememberedZone()
  const zone = local ? ownZone() : (remembered ?? 'UTC')
  return (
    <time dateTime={at} title={t('inZone', { at: formatExact(at), zone })} className={className}>
      {formatInstant(at, zone)}
      {!remembered && <span className={local ? 'invisible' : undefined}> UTC</span>}
    </time>
  )
}

/** A finished duration in seconds: "12 min 4 s", exact seconds on hover. */
export function Duration({ seconds, className }: { seconds: number; className?: string }) {
  return (
    <span title={`${formatCount(seconds)} s`} className={`tabular ${className ?? ''}`}>
      {formatDuration(seconds)}
    </span>
  )
}

/** What has run since `from` on the server's clock. */
export function Elapsed({ from, clock, className }: { from: string; clock?: boolean; className?: string }) {
  const t = useTranslations('shell.time')
  const seconds = secondsBetween(from, useServerNow())
  return (
    <span title={t('since', { from: formatExact(from) })} className={`tabular ${className ?? ''}`}>
      {clock ? formatClock(seconds) : formatDuration(seconds)}
    </span>
  )
}

'use client'

import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { useCall } from './use-call'

/** Which device the room did not get, and what to do about it; for rooms that are not ours, as ours say so themselves. */
export function DeviceNotice({ className }: { className?: string }) {
  const t = useTranslations('call.deviceNotice')
  const { trouble } = useCall()
  if (!trouble) return null
  return (
    <Notice tone="warning" className={className}>
      <span role="status">{t(trouble.reason, { device: trouble.device })}</span>
    </Notice>
  )
}

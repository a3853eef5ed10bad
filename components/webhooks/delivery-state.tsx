import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import type { Delivery } from '@/lib/domain/webhooks/schema'

const tones = { pending: 'warning', delivered: 'neutral', failed: 'danger' } as const

/** What became of a delivery so far. */
export function DeliveryBadge({ status, attempts }: Pick<Delivery, 'status' | 'attempts'>) {
  const t = useTranslations('webhooks.deliveryState')
  return <Badge tone={tones[status]}>{t(status === 'pending' && attempts > 0 ? 'retrying' : status)}</Badge>
}

/** What the last attempt came to: the status of the answer and how long it took, or why there was none. */
export function LastAnswer({ delivery }: { delivery: Pick<Delivery, 'last_attempt' | 'problem'> }) {
  const t = useTranslations('webhooks.deliveryState')
  const { last_attempt: last, problem } = delivery
  if (!last) return problem ?? t('notYet')
  if (last.status_code === null) return last.error
  return t('answered', { status: String(last.status_code), ms: last.duration_ms })
}

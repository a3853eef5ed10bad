'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Link } from '@/components/ui/link'
import { deliveriesQuery } from '@/lib/client/queries'
import type { DeliveryList } from '@/lib/domain/webhooks/schema'
import { deliveriesAddress, deliveriesPage } from './delivery-filters'
import { DeliveryRow } from './delivery-list'

type ConversationDeliveriesProps = {
  conversationId: string
  /** What the server read with the page. */
  initial: DeliveryList
}

/** Which webhooks of a conversation were sent, and what became of them; nothing where there is none. */
export function ConversationDeliveries({ conversationId, initial }: ConversationDeliveriesProps) {
  const t = useTranslations('webhooks.conversationDeliveries')
  const filters = { conversation_id: conversationId }
  const { data } = useInfiniteQuery({
    ...deliveriesQuery(filters, deliveriesPage),
    initialData: { pages: [initial], pageParams: [undefined] },
    // Read when the page was: the call that has ended since was heard of by more webhooks.
    initialDataUpdatedAt: 0,
  })
  const [page] = data.pages
  if (!page || page.data.length === 0) return null
  return (
    <section aria-labelledby="webhooks">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h2 id="webhooks" className="font-semibold">
          {t('title')}
        </h2>
        <Link
          className="text-muted text-xs underline-offset-4 hover:underline"
          href={`/developers/webhooks${deliveriesAddress(filters)}`}
        >
          {t('inTheLog')}
        </Link>
      </div>
      <ul className="divide-y divide-border border-border border-y">
        {page.data.map((delivery) => (
          <DeliveryRow key={delivery.delivery_id} delivery={delivery} narrow />
        ))}
      </ul>
    </section>
  )
}

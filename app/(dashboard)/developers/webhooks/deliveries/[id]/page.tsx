import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { Link } from '@/components/ui/link'
import { DeliveryDetail } from '@/components/webhooks/delivery-detail'
import { findDelivery } from '@/lib/domain/webhooks/queries'
import { replayAction } from '../../actions'

export const generateMetadata = titled('delivery')

type Props = { params: Promise<{ id: string }> }

export default async function DeliveryPage({ params }: Props) {
  const { id } = await params
  const t = await getTranslations('pages.delivery')
  const scope = await memberOrSignIn(`/developers/webhooks/deliveries/${id}`)
  const delivery = await findDelivery(scope, id)
  if (!delivery) notFound()
  return (
    <Words of={['webhooks.deliveryDetail', 'webhooks.deliveryState']}>
      <p className="mb-3 text-muted text-xs">
        <Link className="underline-offset-4 hover:underline" href="/developers/webhooks">
          {t('back')}
        </Link>
      </p>
      <DeliveryDetail initial={delivery} replay={scope.role === 'viewer' ? null : replayAction} />
    </Words>
  )
}

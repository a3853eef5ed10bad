import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { PageHeader } from '@/components/ui/page-header'
import { deliveriesPage, deliveryFiltersFrom } from '@/components/webhooks/delivery-filters'
import { DeliveryList } from '@/components/webhooks/delivery-list'
import { EndpointList } from '@/components/webhooks/endpoint-list'
import { SecretPanel } from '@/components/webhooks/secret-panel'
import { listDeliveries, listWebhooks, secretState } from '@/lib/domain/webhooks/queries'
import {
  deleteWebhookAction,
  enableWebhookAction,
  replayFailedAction,
  revealSecretAction,
  rotateSecretAction,
  saveWebhookAction,
  testWebhookAction,
} from './actions'

export const generateMetadata = titled('webhooks')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function WebhooksPage({ searchParams }: Props) {
  const t = await getTranslations('pages.webhooks')
  const scope = await memberOrSignIn('/developers/webhooks')
  const given = Object.entries(await searchParams).filter(([, value]) => typeof value === 'string')
  const filters = deliveryFiltersFrom(new URLSearchParams(given as [string, string][]))
  const [endpoints, state, page] = await Promise.all([
    listWebhooks(scope),
    secretState(scope),
    listDeliveries(scope, { ...filters, limit: deliveriesPage }),
  ])
  const mayWrite = scope.role !== 'viewer'
  return (
    <Words
      of={[
        'webhooks.deliveryList',
        'webhooks.deliveryState',
        'webhooks.endpointDialog',
        'webhooks.endpointList',
        'webhooks.secretPanel',
        'webhooks.verifyGuide',
      ]}
    >
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <div className="flex flex-col gap-10">
        <EndpointList
          initial={endpoints}
          mayWrite={mayWrite}
          actions={{
            save: saveWebhookAction,
            enable: enableWebhookAction,
            remove: deleteWebhookAction,
            test: testWebhookAction,
          }}
        />
        {mayWrite && <SecretPanel state={state} reveal={revealSecretAction} rotate={rotateSecretAction} />}
        <DeliveryList
          initial={{ page, filters }}
          endpoints={endpoints.map(({ webhook_id, url }) => ({ webhook_id, url }))}
          replayFailed={mayWrite ? replayFailedAction : null}
        />
      </div>
    </Words>
  )
}

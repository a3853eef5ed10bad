import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { requestFiltersFrom, requestsPage } from '@/components/requests/request-filters'
import { RequestList } from '@/components/requests/request-list'
import { PageHeader } from '@/components/ui/page-header'
import { listKeys } from '@/lib/domain/api-keys/queries'
import { listRequests } from '@/lib/domain/requests/queries'

export const generateMetadata = titled('requests')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function RequestsPage({ searchParams }: Props) {
  const t = await getTranslations('pages.requests')
  const scope = await memberOrSignIn('/developers/requests')
  const given = Object.entries(await searchParams).filter(([, value]) => typeof value === 'string')
  const filters = requestFiltersFrom(new URLSearchParams(given as [string, string][]))
  const [page, keys] = await Promise.all([
    listRequests(scope, { ...filters, limit: requestsPage }),
    listKeys(scope),
  ])
  return (
    <Words of={['requests.requestList']}>
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <RequestList initial={{ page, filters }} keys={keys.map(({ id, name }) => ({ id, name }))} />
    </Words>
  )
}

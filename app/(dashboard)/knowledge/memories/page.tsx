import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { AddFact } from '@/components/memories/add-fact'
import { StoreList } from '@/components/memories/store-list'
import { PageHeader } from '@/components/ui/page-header'
import { listStores } from '@/lib/domain/memories/queries'
import { memoryPages } from '@/lib/domain/memories/rules/limits'
import { addFactAction } from './actions'

export const generateMetadata = titled('memories')

export default async function MemoriesPage() {
  const t = await getTranslations('pages.memories')
  const scope = await memberOrSignIn('/knowledge/memories')
  const stores = await listStores(scope, { limit: memoryPages.stores, page: 1 })
  return (
    <Words of={['memories.addFact', 'memories.storeChoices', 'memories.storeList']}>
      <PageHeader title={t('title')} actions={scope.role !== 'viewer' && <AddFact add={addFactAction} />}>
        {t('subtitle')}
      </PageHeader>
      <StoreList initial={stores} />
    </Words>
  )
}

import { Plus } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { deleteAccountItemAction, renameAccountItemAction } from '@/app/(dashboard)/actions'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { OutsideGallery } from '@/components/connections/outside-gallery'
import { ReplicaGallery } from '@/components/replicas/replica-gallery'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { listProviders } from '@/lib/domain/connections/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'
import { deleteReplicaAction } from './actions'

export const generateMetadata = titled('replicas')

const accountActions = { rename: renameAccountItemAction, remove: deleteAccountItemAction }

export default async function ReplicasPage() {
  const t = await getTranslations('pages.replicas')
  const scope = await memberOrSignIn('/replicas')
  const [{ data }, providers] = await Promise.all([
    listReplicas(scope, { limit: 1000, page: 1 }),
    listProviders(scope),
  ])
  const mayWrite = scope.role !== 'viewer'
  return (
    <Words
      of={[
        'connections.itemDialogs',
        'connections.itemMenu',
        'connections.outsideGallery',
        'connections.personaDetails',
        'connections.renameItem',
        'replicas.replicaCard',
        'replicas.replicaGallery',
      ]}
    >
      <PageHeader
        title={t('title')}
        actions={
          mayWrite && (
            <Button asChild>
              <Link href="/replicas/new">
                <Plus aria-hidden />
                {t('newReplica')}
              </Link>
            </Button>
          )
        }
      >
        {t('subtitle')}
      </PageHeader>
      <ReplicaGallery replicas={data} mayWrite={mayWrite} remove={deleteReplicaAction} />
      <OutsideGallery
        provider="tavus"
        kind="replicas"
        initial={providers}
        actions={mayWrite ? accountActions : null}
      />
    </Words>
  )
}

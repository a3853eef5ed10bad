import { Plus } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { deleteAccountItemAction, renameAccountItemAction } from '@/app/(dashboard)/actions'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { OutsideGallery } from '@/components/connections/outside-gallery'
import { PersonaGallery } from '@/components/personas/persona-gallery'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { listProviders } from '@/lib/domain/connections/queries'
import { listPersonas } from '@/lib/domain/personas/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'
import { readAccountPersonaAction } from './actions'

export const generateMetadata = titled('personas')

const accountActions = {
  rename: renameAccountItemAction,
  remove: deleteAccountItemAction,
  read: readAccountPersonaAction,
}

export default async function PersonasPage() {
  const t = await getTranslations('pages.personas')
  const scope = await memberOrSignIn('/personas')
  const [personas, replicas, providers] = await Promise.all([
    listPersonas(scope, { limit: 1000, page: 1 }),
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
      ]}
    >
      <PageHeader
        title={t('title')}
        actions={
          mayWrite && (
            <Button asChild>
              <Link href="/personas/new">
                <Plus aria-hidden />
                {t('newPersona')}
              </Link>
            </Button>
          )
        }
      >
        {t('subtitle')}
      </PageHeader>
      <PersonaGallery personas={personas.data} replicas={replicas.data} />
      <OutsideGallery
        provider="tavus"
        kind="personas"
        initial={providers}
        actions={mayWrite ? accountActions : null}
      />
    </Words>
  )
}

import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { editable, newReplica } from '@/components/replicas/new-replica'
import { ReplicaForm } from '@/components/replicas/replica-form'
import { PageHeader } from '@/components/ui/page-header'
import { findReplica } from '@/lib/domain/replicas/queries'
import { saveReplicaAction, speakSampleAction } from '../actions'

export const generateMetadata = titled('newReplica')

type Props = { searchParams: Promise<{ from?: string | string[] }> }

export default async function NewReplicaPage({ searchParams }: Props) {
  const t = await getTranslations('pages.newReplica')
  const scope = await memberOrSignIn('/replicas/new')
  const { from } = await searchParams
  const model = typeof from === 'string' ? await findReplica(scope, from) : null
  return (
    <Words
      of={['conversations.words', 'replicas.lookEditor', 'replicas.replicaForm', 'replicas.voiceEditor']}
    >
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <ReplicaForm
        replicaId={null}
        initial={model ? editable(model, true) : newReplica}
        save={saveReplicaAction}
        speak={speakSampleAction}
      />
    </Words>
  )
}

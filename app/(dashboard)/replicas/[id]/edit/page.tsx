import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { editable } from '@/components/replicas/new-replica'
import { ReplicaForm } from '@/components/replicas/replica-form'
import { PageHeader } from '@/components/ui/page-header'
import { findReplica } from '@/lib/domain/replicas/queries'
import { saveReplicaAction, speakSampleAction } from '../../actions'

export const generateMetadata = titled('editReplica')

type Props = { params: Promise<{ id: string }> }

export default async function EditReplicaPage({ params }: Props) {
  const t = await getTranslations('pages.editReplica')
  const { id } = await params
  const scope = await memberOrSignIn(`/replicas/${id}/edit`)
  const replica = await findReplica(scope, id)
  if (replica?.replica_type !== 'user') notFound()
  return (
    <Words
      of={['conversations.words', 'replicas.lookEditor', 'replicas.replicaForm', 'replicas.voiceEditor']}
    >
      <PageHeader title={replica.replica_name}>{t('subtitle')}</PageHeader>
      <ReplicaForm
        replicaId={id}
        initial={editable(replica, false)}
        save={saveReplicaAction}
        speak={speakSampleAction}
      />
    </Words>
  )
}

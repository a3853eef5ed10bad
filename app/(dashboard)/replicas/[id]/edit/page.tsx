import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { memberOrSignIn } from '@/app/scope'
import { editable } from '@/components/replicas/new-replica'
import { ReplicaForm } from '@/components/replicas/replica-form'
import { PageHeader } from '@/components/ui/page-header'
import { findReplica } from '@/lib/domain/replicas/queries'
import { saveReplicaAction, speakSampleAction } from '../../actions'

export const metadata: Metadata = { title: 'Edit replica' }

type Props = { params: Promise<{ id: string }> }

export default async function EditReplicaPage({ params }: Props) {
  const { id } = await params
  const scope = await memberOrSignIn(`/replicas/${id}/edit`)
  const replica = await findReplica(scope, id)
  if (replica?.replica_type !== 'user') notFound()
  return (
    <>
      <PageHeader title={replica.replica_name}>
        Changes count from the next conversation on; those that run keep what they began with.
      </PageHeader>
      <ReplicaForm
        replicaId={id}
        initial={editable(replica, false)}
        save={saveReplicaAction}
        speak={speakSampleAction}
      />
    </>
  )
}

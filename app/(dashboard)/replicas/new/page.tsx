import type { Metadata } from 'next'
import { memberOrSignIn } from '@/app/scope'
import { editable, newReplica } from '@/components/replicas/new-replica'
import { ReplicaForm } from '@/components/replicas/replica-form'
import { PageHeader } from '@/components/ui/page-header'
import { findReplica } from '@/lib/domain/replicas/queries'
import { saveReplicaAction, speakSampleAction } from '../actions'

export const metadata: Metadata = { title: 'New replica' }

type Props = { searchParams: Promise<{ from?: string | string[] }> }

export default async function NewReplicaPage({ searchParams }: Props) {
  const scope = await memberOrSignIn('/replicas/new')
  const { from } = await searchParams
  const model = typeof from === 'string' ? await findReplica(scope, from) : null
  return (
    <>
      <PageHeader title="New replica">
        A face and a voice of your own. It is ready as soon as it is saved.
      </PageHeader>
      <ReplicaForm
        replicaId={null}
        initial={model ? editable(model, true) : newReplica}
        save={saveReplicaAction}
        speak={speakSampleAction}
      />
    </>
  )
}

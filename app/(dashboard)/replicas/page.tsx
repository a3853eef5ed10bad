import type { Metadata } from 'next'
import { memberOrSignIn } from '@/app/scope'
import { ReplicaGallery } from '@/components/replicas/replica-gallery'
import { PageHeader } from '@/components/ui/page-header'
import { listReplicas } from '@/lib/domain/replicas/queries'

export const metadata: Metadata = { title: 'Replicas' }

export default async function ReplicasPage() {
  const scope = await memberOrSignIn('/replicas')
  const { data } = await listReplicas(scope, { limit: 1000, page: 1 })
  return (
    <>
      <PageHeader title="Replicas">Who appears in a conversation: a face and a voice.</PageHeader>
      <ReplicaGallery replicas={data} />
    </>
  )
}

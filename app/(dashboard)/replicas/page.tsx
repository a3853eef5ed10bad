import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { memberOrSignIn } from '@/app/scope'
import { ReplicaGallery } from '@/components/replicas/replica-gallery'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { listReplicas } from '@/lib/domain/replicas/queries'
import { deleteReplicaAction } from './actions'

export const metadata: Metadata = { title: 'Replicas' }

export default async function ReplicasPage() {
  const scope = await memberOrSignIn('/replicas')
  const { data } = await listReplicas(scope, { limit: 1000, page: 1 })
  const mayWrite = scope.role !== 'viewer'
  return (
    <>
      <PageHeader
        title="Replicas"
        actions={
          mayWrite && (
            <Button asChild>
              <Link href="/replicas/new">
                <Plus aria-hidden />
                New replica
              </Link>
            </Button>
          )
        }
      >
        Who appears in a conversation: a face and a voice.
      </PageHeader>
      <ReplicaGallery replicas={data} mayWrite={mayWrite} remove={deleteReplicaAction} />
    </>
  )
}

import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { memberOrSignIn } from '@/app/scope'
import { PersonaGallery } from '@/components/personas/persona-gallery'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { listPersonas } from '@/lib/domain/personas/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'

export const metadata: Metadata = { title: 'Personas' }

export default async function PersonasPage() {
  const scope = await memberOrSignIn('/personas')
  const [personas, replicas] = await Promise.all([
    listPersonas(scope, { limit: 1000, page: 1 }),
    listReplicas(scope, { limit: 1000, page: 1 }),
  ])
  return (
    <>
      <PageHeader
        title="Personas"
        actions={
          scope.role !== 'viewer' && (
            <Button asChild>
              <Link href="/personas/new">
                <Plus aria-hidden />
                New persona
              </Link>
            </Button>
          )
        }
      >
        What a replica knows and how it behaves in a conversation.
      </PageHeader>
      <PersonaGallery personas={personas.data} replicas={replicas.data} />
    </>
  )
}

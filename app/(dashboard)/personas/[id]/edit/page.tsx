import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { memberOrSignIn } from '@/app/scope'
import { editable } from '@/components/personas/new-persona'
import { PersonaForm } from '@/components/personas/persona-form'
import { PageHeader } from '@/components/ui/page-header'
import { findPersona } from '@/lib/domain/personas/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'
import { speakSampleAction } from '../../../replicas/actions'
import { savePersonaAction } from '../../actions'

export const metadata: Metadata = { title: 'Edit persona' }

type Props = { params: Promise<{ id: string }> }

export default async function EditPersonaPage({ params }: Props) {
  const { id } = await params
  const scope = await memberOrSignIn(`/personas/${id}/edit`)
  const [persona, replicas] = await Promise.all([
    findPersona(scope, id),
    listReplicas(scope, { limit: 1000, page: 1 }),
  ])
  if (persona?.persona_type !== 'user') notFound()
  return (
    <>
      <PageHeader title={persona.persona_name}>
        Changes count from the next conversation on; those that run keep what they began with.
      </PageHeader>
      <PersonaForm
        personaId={id}
        initial={editable(persona, false)}
        replicas={replicas.data}
        save={savePersonaAction}
        speak={speakSampleAction}
      />
    </>
  )
}

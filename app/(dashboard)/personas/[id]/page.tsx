import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { Words } from '@/app/words'
import { PersonaDetail } from '@/components/personas/persona-detail'
import { listProviders } from '@/lib/domain/connections/queries'
import { findPersona } from '@/lib/domain/personas/queries'
import { findReplica } from '@/lib/domain/replicas/queries'
import { copyPersonaAction, deletePersonaAction } from '../actions'

type Props = { params: Promise<{ id: string }> }

async function load({ params }: Props) {
  const { id } = await params
  const scope = await memberOrSignIn(`/personas/${id}`)
  const persona = await findPersona(scope, id)
  const replica = persona?.default_replica_id ? await findReplica(scope, persona.default_replica_id) : null
  return { scope, persona, replica }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { persona } = await load(props)
  if (persona) return { title: persona.persona_name }
  const t = await getTranslations('pages.notFound')
  return { title: t('title') }
}

export default async function PersonaPage(props: Props) {
  const { scope, persona, replica } = await load(props)
  if (!persona) notFound()
  return (
    <Words
      of={[
        'connections.copyPersona',
        'conversations.words',
        'personas.personaDetail',
        'personas.personaModels',
      ]}
    >
      <PersonaDetail
        persona={persona}
        replica={replica}
        mayWrite={scope.role !== 'viewer'}
        providers={await listProviders(scope)}
        remove={deletePersonaAction}
        copy={copyPersonaAction}
      />
    </Words>
  )
}

import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { editable } from '@/components/personas/new-persona'
import { PersonaForm } from '@/components/personas/persona-form'
import { PageHeader } from '@/components/ui/page-header'
import { listDocumentOutlines } from '@/lib/domain/documents/queries/read'
import { findPersona } from '@/lib/domain/personas/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'
import { speakSampleAction } from '../../../replicas/actions'
import { savePersonaAction } from '../../actions'

export const generateMetadata = titled('editPersona')

type Props = { params: Promise<{ id: string }> }

export default async function EditPersonaPage({ params }: Props) {
  const t = await getTranslations('pages.editPersona')
  const { id } = await params
  const scope = await memberOrSignIn(`/personas/${id}/edit`)
  const [persona, replicas, documents] = await Promise.all([
    findPersona(scope, id),
    listReplicas(scope, { limit: 1000, page: 1 }),
    listDocumentOutlines(scope),
  ])
  if (persona?.persona_type !== 'user') notFound()
  return (
    <Words
      of={[
        'conversations.languageNotes',
        'conversations.words',
        'documents.knowledgePicker',
        'models.languageChoice',
        'personas.examples',
        'personas.layerFields',
        'personas.personaForm',
      ]}
    >
      <PageHeader title={persona.persona_name}>{t('subtitle')}</PageHeader>
      <PersonaForm
        personaId={id}
        initial={editable(persona, false)}
        replicas={replicas.data}
        documents={documents}
        save={savePersonaAction}
        speak={speakSampleAction}
      />
    </Words>
  )
}

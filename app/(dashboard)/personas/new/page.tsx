import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { editable, newPersona } from '@/components/personas/new-persona'
import { PersonaForm } from '@/components/personas/persona-form'
import { PageHeader } from '@/components/ui/page-header'
import { listDocumentOutlines } from '@/lib/domain/documents/queries/read'
import { findPersona } from '@/lib/domain/personas/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'
import { speakSampleAction } from '../../replicas/actions'
import { savePersonaAction } from '../actions'

export const generateMetadata = titled('newPersona')

type Props = { searchParams: Promise<{ from?: string | string[] }> }

export default async function NewPersonaPage({ searchParams }: Props) {
  const t = await getTranslations('pages.newPersona')
  const scope = await memberOrSignIn('/personas/new')
  const { from } = await searchParams
  const [model, replicas, documents] = await Promise.all([
    typeof from === 'string' ? findPersona(scope, from) : null,
    listReplicas(scope, { limit: 1000, page: 1 }),
    listDocumentOutlines(scope),
  ])
  const [first] = replicas.data
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
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <PersonaForm
        personaId={null}
        copyOf={model?.persona_id}
        initial={model ? editable(model, true) : { ...newPersona, default_replica_id: first?.replica_id }}
        replicas={replicas.data}
        documents={documents}
        save={savePersonaAction}
        speak={speakSampleAction}
      />
    </Words>
  )
}

import { getTranslations } from 'next-intl/server'
import { endAction } from '@/app/(dashboard)/actions'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { CreateForm } from '@/components/conversations/create-form'
import { PageHeader } from '@/components/ui/page-header'
import { listDocumentOutlines } from '@/lib/domain/documents/queries/read'
import { listPersonaChoices } from '@/lib/domain/personas/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'
import { workspaceLimits } from '@/lib/domain/usage/queries/limits'
import { createConversationAction } from './actions'

export const generateMetadata = titled('newConversation')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

export default async function NewConversationPage({ searchParams }: Props) {
  const t = await getTranslations('pages.newConversation')
  const scope = await memberOrSignIn('/conversations/new')
  const [query, personas, replicas, documents, limits] = await Promise.all([
    searchParams,
    listPersonaChoices(scope),
    listReplicas(scope, { limit: 1000, page: 1 }),
    listDocumentOutlines(scope),
    workspaceLimits(scope),
  ])
  const persona = one(query.persona)
  const replica = one(query.replica)
  return (
    <Words
      of={[
        'conversations.backgroundField',
        'conversations.backgroundInputs',
        'conversations.backgroundPreview',
        'conversations.bucketFields',
        'conversations.castFields',
        'conversations.castWords',
        'conversations.createForm',
        'conversations.knowledgeFields',
        'conversations.languageNotes',
        'conversations.memoryField',
        'conversations.modelsOutcome',
        'conversations.optionFields',
        'conversations.outcome',
        'conversations.recordingFields',
        'conversations.requestCode',
        'conversations.requestCodeView',
        'conversations.textFields',
        'conversations.timeFields',
        'conversations.voiceWords',
        'conversations.words',
        'documents.knowledgePicker',
        'documents.retrieval',
        'memories.storeChoices',
      ]}
    >
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <CreateForm
        accountId={scope.accountId}
        personas={personas}
        replicas={replicas.data}
        documents={documents}
        limits={limits}
        chosen={{ ...(persona && { persona_id: persona }), ...(replica && { replica_id: replica }) }}
        create={createConversationAction}
        end={endAction}
      />
    </Words>
  )
}

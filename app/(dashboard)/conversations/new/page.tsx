import { getTranslations } from 'next-intl/server'
import { endAction, endForeignAction } from '@/app/(dashboard)/actions'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { CreateForm } from '@/components/conversations/create-form'
import { PageHeader } from '@/components/ui/page-header'
import { listProviders } from '@/lib/domain/connections/queries'
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
  const [query, personas, replicas, documents, limits, providers] = await Promise.all([
    searchParams,
    listPersonaChoices(scope),
    listReplicas(scope, { limit: 1000, page: 1 }),
    listDocumentOutlines(scope),
    workspaceLimits(scope),
    listProviders(scope),
  ])
  const persona = one(query.persona)
  const replica = one(query.replica)
  const provider = providers.data.find((each) => each.provider === one(query.provider))?.provider
  return (
    <Words
      of={[
        'connections.providerProblem',
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
        'conversations.outsideCastFields',
        'conversations.providerField',
        'conversations.recordingFields',
        'conversations.refused',
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
        providers={providers.data}
        chosen={{
          ...(persona && { persona_id: persona }),
          ...(replica && { replica_id: replica }),
          ...(provider && { provider }),
        }}
        create={createConversationAction}
        end={endAction}
        endForeign={endForeignAction}
      />
    </Words>
  )
}

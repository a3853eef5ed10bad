import { getTranslations } from 'next-intl/server'
import { endAction } from '@/app/(dashboard)/actions'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { CreateForm } from '@/components/conversations/create-form'
import { PageHeader } from '@/components/ui/page-header'
import { listPersonaOutlines } from '@/lib/domain/personas/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'
import { workspaceLimits } from '@/lib/domain/usage/queries/limits'
import { createConversationAction } from './actions'

export const generateMetadata = titled('newConversation')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

export default async function NewConversationPage({ searchParams }: Props) {
  const t = await getTranslations('pages.newConversation')
  const scope = await memberOrSignIn('/conversations/new')
  const [query, personas, replicas, limits] = await Promise.all([
    searchParams,
    listPersonaOutlines(scope),
    listReplicas(scope, { limit: 1000, page: 1 }),
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
        'conversations.languageNotes',
        'conversations.optionFields',
        'conversations.outcome',
        'conversations.recordingFields',
        'conversations.requestCode',
        'conversations.requestCodeView',
        'conversations.textFields',
        'conversations.timeFields',
        'conversations.words',
      ]}
    >
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <CreateForm
        accountId={scope.accountId}
        personas={personas}
        replicas={replicas.data}
        limits={limits}
        chosen={{ ...(persona && { persona_id: persona }), ...(replica && { replica_id: replica }) }}
        create={createConversationAction}
        end={endAction}
      />
    </Words>
  )
}

import { getTranslations } from 'next-intl/server'
import { deleteManyAction, endManyAction } from '@/app/(dashboard)/actions'
import { requestOrigin } from '@/app/origin'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { ConversationList } from '@/components/conversations/conversation-list'
import { filtersFrom, pageSize } from '@/components/conversations/filters'
import { PageHeader } from '@/components/ui/page-header'
import { listProviders } from '@/lib/domain/connections/queries'
import { listConversations } from '@/lib/domain/conversations/queries/list'
import { listPersonaOutlines } from '@/lib/domain/personas/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'

export const generateMetadata = titled('conversations')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function ConversationsPage({ searchParams }: Props) {
  const t = await getTranslations('pages.conversations')
  const scope = await memberOrSignIn('/conversations')
  const given = Object.entries(await searchParams).filter(([, value]) => typeof value === 'string')
  const filters = filtersFrom(new URLSearchParams(given as [string, string][]))
  const [page, personas, replicas, providers] = await Promise.all([
    listConversations(scope, { ...filters, limit: pageSize }, await requestOrigin()),
    listPersonaOutlines(scope),
    listReplicas(scope, { limit: 1000, page: 1 }),
    listProviders(scope),
  ])
  return (
    <Words
      of={[
        'conversations.conversationList',
        'conversations.conversationRow',
        'conversations.endings',
        'conversations.exportMenu',
        'conversations.filterBar',
        'conversations.firstSteps',
        'conversations.selectionBar',
      ]}
    >
      <PageHeader title={t('title')} />
      <ConversationList
        initial={{ page, filters }}
        personas={personas.map(({ persona_id: id, persona_name: name }) => ({ id, name }))}
        replicas={replicas.data.map(({ replica_id: id, replica_name: name }) => ({ id, name }))}
        providers={providers}
        end={endManyAction}
        remove={deleteManyAction}
      />
    </Words>
  )
}

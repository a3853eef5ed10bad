import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { deleteAction, endAction } from '@/app/(dashboard)/actions'
import { deleteFactAction, updateFactAction } from '@/app/(dashboard)/knowledge/memories/actions'
import { requestOrigin } from '@/app/origin'
import { memberOrSignIn } from '@/app/scope'
import { Words } from '@/app/words'
import { ConversationPage } from '@/components/conversations/conversation-page'
import { deliveriesPage } from '@/components/webhooks/delivery-filters'
import { readAccount } from '@/lib/domain/accounts/queries'
import { listProviders } from '@/lib/domain/connections/queries'
import { isOutside } from '@/lib/domain/connections/rules'
import { getConversationVerbose } from '@/lib/domain/conversations/queries/read'
import type { ConversationSettings } from '@/lib/domain/conversations/schema/request'
import { listDocumentOutlines } from '@/lib/domain/documents/queries/read'
import { memoriesOfConversation } from '@/lib/domain/memories/queries'
import { findReplica } from '@/lib/domain/replicas/queries'
import { listDeliveries } from '@/lib/domain/webhooks/queries'
import { interactAction, joinAction } from './actions'

type Props = { params: Promise<{ id: string }> }

const factActions = { update: updateFactAction, remove: deleteFactAction }

const load = cache(async (id: string) => {
  const scope = await memberOrSignIn(`/conversations/${id}`)
  return { scope, conversation: await getConversationVerbose(scope, id, await requestOrigin()) }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { conversation } = await load((await params).id)
  if (conversation) return { title: conversation.conversation_name }
  const t = await getTranslations('pages.notFound')
  return { title: t('title') }
}

export default async function CallPage({ params }: Props) {
  const { scope, conversation } = await load((await params).id)
  if (!conversation) notFound()
  const { document_ids: named } = conversation.settings as ConversationSettings
  const isElsewhere = isOutside(conversation.provider)
  const [replica, account, documents, deliveries, memories, providers] = await Promise.all([
    // What is elsewhere may have the id of something here, and is another thing.
    isElsewhere ? null : findReplica(scope, conversation.replica_id),
    readAccount(scope),
    named.length > 0 && !isElsewhere ? listDocumentOutlines(scope) : [],
    listDeliveries(scope, { conversation_id: conversation.conversation_id, limit: deliveriesPage }),
    memoriesOfConversation(scope, conversation.conversation_id),
    isElsewhere ? listProviders(scope) : null,
  ])
  return (
    <Words
      of={[
        'call',
        'connections.providerProblem',
        'conversations.backgroundPreview',
        'conversations.composer',
        'conversations.conversationRow',
        'conversations.deadlines',
        'conversations.embedDialog',
        'conversations.endedConversation',
        'conversations.endings',
        'conversations.eventConsole',
        'conversations.liveConversation',
        'conversations.modelView',
        'conversations.modelsLine',
        'conversations.outsideOutcome',
        'conversations.participants',
        'conversations.recordingPlayer',
        'conversations.settingsList',
        'conversations.timeline',
        'conversations.timelineView',
        'conversations.transcript',
        'conversations.turnLine',
        'conversations.words',
        'documents.retrieval',
        'memories.conversationMemories',
        'memories.factList',
        'shell.modelFailure',
        'webhooks.conversationDeliveries',
        'webhooks.deliveryList',
        'webhooks.deliveryState',
      ]}
    >
      <ConversationPage
        initial={conversation}
        look={replica?.look}
        documents={documents.filter(({ document_id }) => named.includes(document_id))}
        deliveries={deliveries}
        memories={{ initial: memories, actions: scope.role === 'viewer' ? null : factActions }}
        providers={providers}
        userName={account.name || account.email}
        join={joinAction}
        interact={interactAction}
        end={endAction}
        remove={deleteAction}
      />
    </Words>
  )
}

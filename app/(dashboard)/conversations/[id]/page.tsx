import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { deleteAction, endAction } from '@/app/(dashboard)/actions'
import { requestOrigin } from '@/app/origin'
import { memberOrSignIn } from '@/app/scope'
import { ConversationPage } from '@/components/conversations/conversation-page'
import { readAccount } from '@/lib/domain/accounts/queries'
import { getConversationVerbose } from '@/lib/domain/conversations/queries'
import { findReplica } from '@/lib/domain/replicas/queries'
import { interactAction, joinAction } from './actions'

type Props = { params: Promise<{ id: string }> }

const load = cache(async (id: string) => {
  const scope = await memberOrSignIn(`/conversations/${id}`)
  return { scope, conversation: await getConversationVerbose(scope, id, await requestOrigin()) }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { conversation } = await load((await params).id)
  return { title: conversation?.conversation_name ?? 'Not found' }
}

export default async function CallPage({ params }: Props) {
  const { scope, conversation } = await load((await params).id)
  if (!conversation) notFound()
  const [replica, account] = await Promise.all([
    findReplica(scope, conversation.replica_id),
    readAccount(scope),
  ])
  return (
    <ConversationPage
      initial={conversation}
      look={replica?.look}
      userName={account.name || account.email}
      join={joinAction}
      interact={interactAction}
      end={endAction}
      remove={deleteAction}
    />
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import type { KnownDocument } from '@/components/documents/answers'
import type { KnownOf } from '@/components/memories/conversation-memories'
import type { ActionAnswer, TokenAnswer } from '@/components/shell/answers'
import { conversationQuery } from '@/lib/client/queries'
import type { ProviderList } from '@/lib/domain/connections/schema'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import type { Look } from '@/lib/domain/replicas/schema'
import type { DeliveryList } from '@/lib/domain/webhooks/schema'

const loadEnded = () => import('./ended-conversation')
const LiveConversation = dynamic(() => import('./live-conversation').then((part) => part.LiveConversation))
const EndedConversation = dynamic(() => loadEnded().then((part) => part.EndedConversation))

type ConversationPageProps = {
  initial: ConversationVerbose
  /** The replica's, when it still exists. */
  look: Look | undefined
  /** Those that it names, as far as they are still there. */
  documents: KnownDocument[]
  /** Its webhooks. */
  deliveries: DeliveryList
  /** What is remembered of it, and what can be done with that. */
  memories: KnownOf
  /** Who can run conversations, where it runs outside; null where it does not. */
  providers: ProviderList | null
  /** Under which name the reader joins. */
  userName: string
  join: (id: string) => Promise<TokenAnswer>
  interact: (id: string, message: unknown) => Promise<ActionAnswer>
  end: (id: string) => Promise<ActionAnswer>
  remove: (id: string, forGood: boolean) => Promise<ActionAnswer>
}

/** One conversation: the call while it is live, what came of it afterwards. It changes over by itself. */
export function ConversationPage({
  initial,
  documents,
  deliveries,
  memories,
  ...rest
}: ConversationPageProps) {
  const { data: conversation } = useQuery({
    ...conversationQuery(initial.conversation_id),
    initialData: initial,
  })
  // What shows the end comes while the call runs, so that it is there at once.
  useEffect(() => void loadEnded().catch(() => {}), [])
  return conversation.status === 'active' ? (
    <LiveConversation conversation={conversation} {...rest} />
  ) : (
    <EndedConversation
      conversation={conversation}
      look={rest.look}
      documents={documents}
      deliveries={deliveries}
      memories={memories}
      providers={rest.providers}
      remove={rest.remove}
    />
  )
}

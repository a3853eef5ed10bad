'use client'

import { useQuery } from '@tanstack/react-query'
import type { ActionAnswer, TokenAnswer } from '@/components/shell/answers'
import { conversationQuery } from '@/lib/client/queries'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema'
import type { Look } from '@/lib/domain/replicas/schema'
import { EndedConversation } from './ended-conversation'
import { LiveConversation } from './live-conversation'

type ConversationPageProps = {
  initial: ConversationVerbose
  /** The replica's, when it still exists. */
  look: Look | undefined
  /** Under which name the reader joins. */
  userName: string
  join: (id: string) => Promise<TokenAnswer>
  interact: (id: string, message: unknown) => Promise<ActionAnswer>
  end: (id: string) => Promise<ActionAnswer>
  remove: (id: string) => Promise<ActionAnswer>
}

/** One conversation: the call while it is live, what came of it afterwards. It changes over by itself. */
export function ConversationPage({ initial, ...rest }: ConversationPageProps) {
  const { data: conversation } = useQuery({
    ...conversationQuery(initial.conversation_id),
    initialData: initial,
  })
  return conversation.status === 'active' ? (
    <LiveConversation conversation={conversation} {...rest} />
  ) : (
    <EndedConversation conversation={conversation} look={rest.look} remove={rest.remove} />
  )
}

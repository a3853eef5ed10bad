import { useTranslations } from 'next-intl'
import { useCall } from '@/components/call/use-call'
import { providerTitles } from '@/lib/domain/connections/rules'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import { type HeardLine, heardTranscript } from './heard-lines'
import { Transcript } from './transcript'

type HeardTranscriptProps = { conversation: ConversationVerbose; heard: HeardLine[]; className?: string }

/** What this page hears of a call that runs outside, until the transcript comes from there. */
export function HeardTranscript({ conversation, heard, className }: HeardTranscriptProps) {
  const t = useTranslations('conversations.liveConversation')
  const { state } = useCall()
  const { conversation_id: id, transcript, provider } = conversation
  if (transcript.length > 0)
    return <Transcript conversationId={id} lines={transcript} className={className} />
  const lines = heardTranscript(heard, {
    createdAt: conversation.created_at,
    replicaName: conversation.replica_name,
    participantName: t('participant'),
  })
  return (
    <Transcript
      conversationId={id}
      lines={lines}
      note={t('heard', { provider: providerTitles[provider] })}
      empty={state.phase === 'joined' ? undefined : t('joinToHear')}
      className={className}
    />
  )
}

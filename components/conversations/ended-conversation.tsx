'use client'

import { RotateCcw, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { KnownDocument } from '@/components/documents/answers'
import { ConversationMemories, type KnownOf } from '@/components/memories/conversation-memories'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { Cost, usePrice } from '@/components/shell/price'
import { Duration, LocalTime } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { onUse } from '@/components/ui/on-use'
import { PageHeader } from '@/components/ui/page-header'
import { SwitchField } from '@/components/ui/switch'
import { ConversationDeliveries } from '@/components/webhooks/conversation-deliveries'
import { isOutside } from '@/lib/domain/connections/rules'
import type { ProviderList } from '@/lib/domain/connections/schema'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import type { Look } from '@/lib/domain/replicas/schema'
import type { DeliveryList } from '@/lib/domain/webhooks/schema'
import { ProviderBadge, StatusBadge } from './conversation-row'
import { leavePrefill } from './draft'
import { endInWords } from './endings'
import { Face } from './face'
import { providersReason } from './outside-news'
import { Attendance } from './participants'
import { Recordings } from './recording-player'
import { requestOf, SettingsList } from './settings-list'
import { Timeline } from './timeline-view'
import { useLinkedMoment } from './use-linked-moment'

// What only a conversation elsewhere shows.
const AwaitedTranscript = onUse(() => import('./outside-outcome').then((part) => part.AwaitedTranscript))
const OutsideOutcome = onUse(() => import('./outside-outcome').then((part) => part.OutsideOutcome))

type EndedProps = {
  conversation: ConversationVerbose
  look: Look | undefined
  /** Those that it names, as far as they are still there. */
  documents: KnownDocument[]
  deliveries: DeliveryList
  /** What is remembered of it, as the server read it, and what can be done with that. */
  memories: KnownOf
  /** Who can run conversations, where it ran outside. */
  providers: ProviderList | null
  remove: (id: string, forGood: boolean) => Promise<ActionAnswer>
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-xs">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What came of a conversation: how it ended, what it used, what was said, what it ran with. */
export function EndedConversation({
  conversation,
  look,
  documents,
  deliveries,
  memories,
  providers,
  remove,
}: EndedProps) {
  const t = useTranslations('conversations.endedConversation')
  const endings = useTranslations('conversations.endings')
  const router = useRouter()
  const price = usePrice()
  const linked = useLinkedMoment()
  const started = Date.parse(conversation.created_at)
  const [asking, setAsking] = useState(false)
  const [forGood, setForGood] = useState(false)
  const { provider } = conversation
  const wasElsewhere = isOutside(provider)
  const reason = providersReason(conversation)
  const runAgain = () => {
    leavePrefill(requestOf(conversation))
    router.push('/conversations/new')
  }
  return (
    <>
      <PageHeader
        title={conversation.conversation_name}
        actions={
          <>
            <Button variant="ghost" onClick={() => setAsking(true)}>
              <Trash2 aria-hidden />
              {t('delete')}
            </Button>
            <Button onClick={runAgain}>
              <RotateCcw aria-hidden />
              {t('runAgain')}
            </Button>
          </>
        }
      >
        <span className="flex flex-wrap items-center gap-2">
          <StatusBadge conversation={conversation} />
          <ProviderBadge provider={provider} />
          <span className="font-mono text-xs">{conversation.conversation_id}</span>
        </span>
      </PageHeader>
      <section
        aria-label={t('outcome')}
        className="flex flex-wrap items-start gap-x-8 gap-y-4 border-border border-y py-5"
      >
        <div className="flex min-w-0 flex-1 basis-72 items-center gap-3">
          <Face conversation={conversation} look={look} className="size-14 text-xl" />
          <div className="min-w-0">
            <p data-testid="how-it-ended">{endInWords(conversation, endings).long}</p>
            {reason && (
              <p dir="auto" className="break-words">
                {t('providerSaid', { words: reason })}
              </p>
            )}
            <p dir="auto" className="text-muted">
              {t('cast', {
                replicaName: conversation.replica_name,
                personaName: conversation.persona_name,
              })}
            </p>
          </div>
        </div>
        <dl className="flex flex-wrap gap-x-8 gap-y-3">
          <Fact label={t('duration')}>
            <Duration seconds={conversation.duration ?? 0} className="font-medium" />
          </Fact>
          {price && (
            <Fact label={t('cost')}>
              <Cost seconds={conversation.duration ?? 0} className="font-medium" />
            </Fact>
          )}
          <Fact label={t('started')}>
            <LocalTime at={conversation.created_at} />
          </Fact>
          {conversation.ended_at && (
            <Fact label={t('ended')}>
              <LocalTime at={conversation.ended_at} />
            </Fact>
          )}
        </dl>
      </section>
      {wasElsewhere && <AwaitedTranscript conversation={conversation} providers={providers} />}
      <Recordings
        recordings={conversation.recordings}
        seekTo={linked === null ? null : started + linked * 1000}
      />
      <div className="grid gap-10 py-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Timeline conversation={conversation} linked={linked} />
        <div className="flex min-w-0 flex-col gap-8">
          {wasElsewhere ? (
            <OutsideOutcome conversation={conversation} />
          ) : (
            <>
              <section aria-labelledby="who">
                <h2 id="who" className="mb-2 font-semibold">
                  {t('participants')}
                </h2>
                <Attendance people={conversation.participants} />
              </section>
              <ConversationMemories conversationId={conversation.conversation_id} {...memories} />
            </>
          )}
          <section aria-labelledby="settings">
            <h2 id="settings" className="mb-2 font-semibold">
              {t('settingsItRanWith')}
            </h2>
            <SettingsList conversation={conversation} look={look} documents={documents} />
          </section>
          <ConversationDeliveries conversationId={conversation.conversation_id} initial={deliveries} />
        </div>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deleteTitle')}
        description={t('deleteDescription')}
        verb={t('deleteConversation')}
        act={() => remove(conversation.conversation_id, forGood)}
        onDone={() => window.location.assign('/conversations')}
      >
        <SwitchField
          label={t('forGood')}
          hint={t('forGoodHint')}
          checked={forGood}
          onCheckedChange={setForGood}
        />
      </ConfirmDialog>
    </>
  )
}

'use client'

import { useQueryClient } from '@tanstack/react-query'
import { CircleStop } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { CallFrame } from '@/components/call/call-frame'
import { CallProblemNotice } from '@/components/call/call-problem'
import { CallProvider } from '@/components/call/use-call'
import type { ActionAnswer, TokenAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { RunningCost } from '@/components/shell/price'
import { useServerNow } from '@/components/shell/server-clock'
import { Elapsed, useHydrated } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { onUse } from '@/components/ui/on-use'
import { PageHeader } from '@/components/ui/page-header'
import { Spinner } from '@/components/ui/spinner'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import { formatExact } from '@/lib/client/format'
import { conversationQuery } from '@/lib/client/queries'
import { serverNow } from '@/lib/client/server-time'
import { isOutside, providerTitles } from '@/lib/domain/connections/rules'
import type { ProviderList } from '@/lib/domain/connections/schema'
import { formatClock } from '@/lib/domain/conversations/rules'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import type { Look } from '@/lib/domain/replicas/schema'
import { Composer } from './composer'
import { ProviderBadge, StatusBadge } from './conversation-row'
import { EmbedDialog } from './embed-dialog'
import { Face } from './face'
import { type HeardLine, hear } from './heard-lines'
import { ModelsLine } from './models-line'
import { Present } from './participants'
import { Transcript } from './transcript'

// What only a call elsewhere shows.
const DeviceNotice = onUse(() => import('@/components/call/device-notice').then((part) => part.DeviceNotice))
const ProviderProblem = onUse(() =>
  import('@/components/connections/provider-problem').then((part) => part.ProviderProblem),
)
const HeardTranscript = onUse(() => import('./heard-transcript').then((part) => part.HeardTranscript))
const EventConsole = onUse(() => import('./event-console').then((part) => part.EventConsole))

type LiveProps = {
  conversation: ConversationVerbose
  look: Look | undefined
  /** Who can run conversations, where it runs outside. */
  providers: ProviderList | null
  /** Under which name the reader joins. */
  userName: string
  join: (id: string) => Promise<TokenAnswer>
  interact: (id: string, message: unknown) => Promise<ActionAnswer>
  end: (id: string) => Promise<ActionAnswer>
}

/** A view beside the call: as high as there is room, and on a phone no higher than is read at once. */
const view = 'flex max-h-96 min-h-0 flex-1 flex-col lg:max-h-none data-[state=inactive]:hidden'

/** Counts down to the next deadline and says which one it is. */
function Countdown({ deadline }: { deadline: NonNullable<ConversationVerbose['deadline']> }) {
  const t = useTranslations('conversations.deadlines')
  const left = Math.max(0, Math.ceil((Date.parse(deadline.at) - useServerNow()) / 1000))
  return (
    <p className="text-muted" title={formatExact(deadline.at)} data-testid="countdown">
      {t.rich(deadline.reason, {
        time: () => <span className="tabular text-foreground">{formatClock(left)}</span>,
      })}
    </p>
  )
}

/**
 * The frame's rights are headers of the page that was loaded, so coming here from another page of the dashboard
 * without a load would show an empty frame; and so would a room whose address was not known yet.
 */
function useOwnHeaders(isRoomKnown: boolean): void {
  const [wasKnown] = useState(isRoomKnown)
  useEffect(() => {
    if (isRoomKnown && !wasKnown) window.location.reload()
  }, [isRoomKnown, wasKnown])
  useEffect(() => {
    const [loaded] = performance.getEntriesByType('navigation')
    if (loaded && new URL(loaded.name).pathname !== window.location.pathname) window.location.reload()
  }, [])
}

/** Stands where the call would be. */
function InsteadOfCall({ children }: { children: ReactNode }) {
  const t = useTranslations('conversations.liveConversation')
  return (
    <section
      aria-label={t('call')}
      className="flex min-h-80 items-center justify-center rounded-lg border border-border bg-surface p-6 text-center"
    >
      <div className="max-w-md">{children}</div>
    </section>
  )
}

/** A live conversation: the call, and beside it who is there, what is said, what it will end by. */
export function LiveConversation({
  conversation,
  look,
  providers,
  userName,
  join,
  interact,
  end,
}: LiveProps) {
  const t = useTranslations('conversations.liveConversation')
  const { provider, provider_conversation_id: outsideId } = conversation
  const isElsewhere = isOutside(provider)
  const isRoomKnown = !isElsewhere || outsideId !== null
  useOwnHeaders(isRoomKnown)
  const client = useQueryClient()
  const secure = !useHydrated() || window.isSecureContext
  const [asking, setAsking] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const [heard, setHeard] = useState<HeardLine[]>([])
  const { conversation_id: id, conversation_url: link } = conversation
  const refresh = () => void client.invalidateQueries({ queryKey: conversationQuery(id).queryKey })
  // The server is not told what is said elsewhere, so there is nothing to ask it for.
  const onAppMessage = (data: unknown) => {
    if (!isElsewhere) return refresh()
    const at = serverNow()
    setHeard((lines) => hear(lines, { at, data }))
  }

  const getToken = async () => {
    setRefusal(undefined)
    const answer = await join(id)
    if (answer.ok) return answer.token
    setRefusal(answer.message)
    throw new Error(answer.message)
  }

  return (
    <CallProvider
      meetingUrl={link}
      userName={userName}
      getToken={getToken}
      onAppMessage={onAppMessage}
      onStateChange={({ phase }) => phase !== 'loading' && phase !== 'joining' && refresh()}
    >
      <PageHeader
        title={conversation.conversation_name}
        actions={
          <>
            {!isElsewhere && <EmbedDialog link={link} />}
            {isRoomKnown && (
              <CopyButton size="md" text={link}>
                {t('copyMeetingLink')}
              </CopyButton>
            )}
            <Button className="text-danger" onClick={() => setAsking(true)}>
              <CircleStop aria-hidden />
              {t('end')}
            </Button>
          </>
        }
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusBadge conversation={conversation} />
          <ProviderBadge provider={provider} />
          <Elapsed clock from={conversation.created_at} className="font-medium text-foreground" />
          <RunningCost from={conversation.created_at} className="text-foreground" />
          {conversation.deadline && <Countdown deadline={conversation.deadline} />}
        </span>
      </PageHeader>
      {isElsewhere ? (
        <ProviderProblem provider={provider} initial={providers} isBeside className="mb-4" />
      ) : (
        <ModelsLine models={conversation.models} />
      )}
      {isElsewhere && <DeviceNotice className="mb-4" />}
      {refusal && (
        <Notice tone="danger" className="mb-4">
          {refusal}
        </Notice>
      )}
      <div className="grid gap-6 lg:h-[calc(100dvh-12rem)] lg:min-h-[32rem] lg:grid-cols-[minmax(0,1fr)_22rem]">
        {!secure && (
          <InsteadOfCall>
            <CallProblemNotice problem="insecure" onRetry={() => {}} />
          </InsteadOfCall>
        )}
        {secure && !isRoomKnown && (
          <InsteadOfCall>
            <p role="status" className="flex items-center gap-2 text-muted">
              <Spinner /> {t('opening', { provider: providerTitles[provider] })}
            </p>
          </InsteadOfCall>
        )}
        {secure && isRoomKnown && (
          <CallFrame
            className="h-[70dvh] lg:h-full"
            outside={isElsewhere ? { provider: providerTitles[provider], host: new URL(link).host } : null}
            picture={
              <>
                <Face conversation={conversation} look={look} className="size-28 rounded-lg text-3xl" />
                <p dir="auto">
                  {t('waiting', {
                    replicaName: conversation.replica_name,
                    personaName: conversation.persona_name,
                  })}
                </p>
              </>
            }
          />
        )}
        <div className="flex min-h-0 min-w-0 flex-col gap-5">
          {!isElsewhere && (
            <Present people={conversation.participants} replicaName={conversation.replica_name} />
          )}
          <Tabs defaultValue="transcript" className="flex min-h-0 flex-1 flex-col gap-3">
            <TabsList aria-label={t('whatHappens')}>
              <TabsTrigger value="transcript">{t('transcript')}</TabsTrigger>
              <TabsTrigger value="events">{t('events')}</TabsTrigger>
            </TabsList>
            <TabsContent value="transcript" className={view}>
              {isElsewhere ? (
                <HeardTranscript conversation={conversation} heard={heard} className="min-h-40 flex-1" />
              ) : (
                <Transcript conversationId={id} lines={conversation.transcript} className="min-h-40 flex-1" />
              )}
            </TabsContent>
            <TabsContent value="events" className={view}>
              <EventConsole conversation={conversation} />
            </TabsContent>
          </Tabs>
          <Composer conversationId={outsideId ?? id} interact={isElsewhere ? undefined : interact} />
        </div>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('endTitle')}
        description={t('endDescription')}
        verb={t('endConversation')}
        act={() => end(id)}
        onDone={() => void client.invalidateQueries()}
      />
    </CallProvider>
  )
}

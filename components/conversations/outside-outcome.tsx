'use client'

import { useTranslations } from 'next-intl'
import { ProviderProblem } from '@/components/connections/provider-problem'
import { useServerNow } from '@/components/shell/server-clock'
import { Duration } from '@/components/shell/time'
import { Notice } from '@/components/ui/notice'
import { providerTitles } from '@/lib/domain/connections/rules'
import type { ProviderList } from '@/lib/domain/connections/schema'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import { awaitedTranscript, outsideRecordings, whatWasSeen } from './outside-news'

type AwaitedProps = { conversation: ConversationVerbose; providers: ProviderList | null }

/** That the transcript is still to come from where the conversation ran, and what stands in its way; or that none came. */
export function AwaitedTranscript({ conversation, providers }: AwaitedProps) {
  const t = useTranslations('conversations.outsideOutcome')
  const state = awaitedTranscript(conversation, useServerNow())
  if (!state) return null
  const { provider } = conversation
  return (
    <div className="mt-5 flex flex-col gap-3">
      {state === 'coming' && <ProviderProblem provider={provider} initial={providers} />}
      <Notice>
        <span role="status">{t(state, { provider: providerTitles[provider] })}</span>
      </Notice>
    </div>
  )
}

/** What a provider outside told after a conversation beside its transcript. */
export function OutsideOutcome({ conversation }: { conversation: ConversationVerbose }) {
  const t = useTranslations('conversations.outsideOutcome')
  const seen = whatWasSeen(conversation)
  const recordings = outsideRecordings(conversation)
  return (
    <>
      {seen && (
        <section aria-labelledby="seen">
          <h2 id="seen" className="mb-2 font-semibold">
            {t('whatWasSeen')}
          </h2>
          <p dir="auto" className="whitespace-pre-wrap">
            {seen}
          </p>
        </section>
      )}
      {recordings.length > 0 && (
        <section aria-labelledby="recordings-outside">
          <h2 id="recordings-outside" className="mb-2 font-semibold">
            {t('recordings')}
          </h2>
          <ul className="flex flex-col gap-1">
            {recordings.map((recording) => (
              <li key={recording.key} className="break-words">
                {'problem' in recording ? (
                  t('notCopied', { problem: recording.problem })
                ) : (
                  <>
                    <span className="break-all font-mono text-xs">{recording.location}</span>{' '}
                    {recording.duration !== null && (
                      <Duration seconds={Math.round(recording.duration)} className="text-muted" />
                    )}
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
